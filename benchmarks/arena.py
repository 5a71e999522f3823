"""Rounds: in each, every run of an arena once, each in a fresh process on a fresh database, in an order that rotates."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.bed import Bed
from benchmarks.figures import Goal, Round
from benchmarks.noise import ATTEMPTS, CORES, Meter, quiet

TIMEOUT = 900
Say = Callable[[str], None]


def measure(bed: Bed, run: str, *options: str) -> dict[str, float]:
    """Raises RuntimeError with what the process said."""
    with bed.ground() as ground:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.once", run, *options],
            input=ground.to_json(),
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
    if done.returncode != 0:
        raise RuntimeError(f"{run} failed:\n{done.stderr[:6000]}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def contest(bed: Bed, goals: Sequence[Goal], rounds: int, say: Say) -> list[dict[str, Any]]:
    """The results of goals that share an arena."""
    runs = list(dict.fromkeys(run for goal in goals for run in goal.runs))
    meter = Meter(bed.processes())
    fought = [_round(bed, runs[i % len(runs) :] + runs[: i % len(runs)], meter, say) for i in range(rounds)]
    found, noise = [one for one, _ in fought], [used for _, used in fought]
    results = []
    for goal in goals:
        figures = [figure.over(found) for figure in goal.figures]
        missed = any(figure["outcome"] == "missed" for figure in figures)
        results.append(
            {
                "number": goal.number,
                "title": goal.title,
                "note": goal.note,
                "figures": figures,
                "noise": [round(used, 2) for used in noise],
                "sampled": goal.profile,
                "profile": measure(bed, goal.profile, "--sampled") if goal.profile and missed else None,
            }
        )
    return results


def _round(bed: Bed, runs: Sequence[str], meter: Meter, say: Say) -> tuple[Round, float]:
    """The round, and the cores that others used meanwhile. A noisy one is repeated; of several the quietest counts."""
    tries: list[tuple[float, Round]] = []
    while True:
        quiet(meter)
        found = {run: measure(bed, run) for run in runs}
        tries.append((meter.look(), found))
        say(f"  others used {tries[-1][0]:.2f} cores; " + "; ".join(f"{run} {_brief(values)}" for run, values in found.items()))
        if tries[-1][0] < CORES or len(tries) == ATTEMPTS:
            used, best = min(tries, key=lambda one: one[0])
            return best, used


def _brief(values: dict[str, float]) -> str:
    return " ".join(f"{name}={value:,.4g}" for name, value in values.items())
