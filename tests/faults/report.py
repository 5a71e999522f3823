"""`docs/reliability.json`: per fault the newest result; and the page made from it."""

import json
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from tests.faults.runner import Result
from tools.readme import into_readme

DOCS = Path(__file__).parents[2] / "docs"
JSON, PAGE = DOCS / "reliability.json", DOCS / "reliability.md"

HEAD = """# Reliability

Made by `make faults` (`python -m tests.faults.run --seed 1`; `--only 2,15` runs some); the numbers are in `reliability.json`.

The suite runs as separate processes: five services, reporting twice, two relays each, every connection to Kafka and PostgreSQL through a
proxy. People and partners work at it all the time, with conflicts, wrong input and repeats under the same id when an answer is lost; what
they were told is written down outside. After each fault everything is given time to arrive, then an independent checker (plain SQL, plain
kafka-python, its own fold; no line of the product) compares that log, the stores, the topics and the views. That the checker sees a loss
is a test of its own (`tests/faults/test_planted.py`); that no order of steps was forgotten, the model (`tests/model/`).

There are two profiles. The texts below tell the full one (`make faults`); the fast one (`FAST=1`) goes through the same steps once where
the full one repeats them, with shorter outages. At the end stands which one a row comes from.

| | invariant |
|---|---|
| I1 | what was acknowledged is stored, once |
| I2 | everything published is in its topic |
| I3 | first occurrences are in order, without a gap |
| I4 | the views count each record once |
| I5 | nothing is in a topic that is not in a store |
| I6 | good input goes through; bad input is kept, with a receipt |
| I7 | it recovers alone, in the time shown: from the end of the fault until a new word of a person and of a volunteer is in the views |
| I8 | no name and no secret is in a topic, a log or a metric |
| I9 | the anomaly moves a metric |
"""


def header(seed: int, *, full: bool) -> dict[str, Any]:
    commit = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit,
        "machine": f"{psutil.cpu_count()} cores, {round(psutil.virtual_memory().total / 2**30)} GB, {platform.system()}",
        "python": platform.python_version(),
        "profile": "full" if full else "fast",
        "seed": seed,
    }


def publish(run: Mapping[str, Any], results: Sequence[Result]) -> None:
    known: dict[str, Any] = json.loads(JSON.read_text("utf-8")) if JSON.exists() else {"faults": {}}
    faults = known["faults"] | {str(result.number): result.told() | {"run": dict(run)} for result in results}
    found = {"faults": dict(sorted(faults.items(), key=lambda item: int(item[0])))}
    JSON.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    PAGE.write_text(page(found), "utf-8")
    into_readme("reliability", short(found))


def short(found: Mapping[str, Any]) -> str:
    """One row for all: what is counted in how many comparisons, and how long the slowest recovery took."""
    faults = list(found["faults"].values())
    held = sum(one["outcome"] == "held" for one in faults)
    slowest = max(faults, key=lambda one: one["recovery"] or 0.0)
    lost = sum(len(one["problems"]) for one in faults)
    compared = sum(n for one in faults for n in one["invariants"].values())
    profiles = ", ".join(sorted({one["run"]["profile"] for one in faults}))
    head = "| faults | held | comparisons | violations | slowest to recover | profile |\n|---|---|---|---|---|---|\n"
    slow = f"{slowest['recovery']:.1f} s, {slowest['name']} ({slowest['number']})"
    return f"{head}| {len(faults)} | {held} | {compared:,} | {lost} | {slow} | {profiles} |\n"


def page(found: Mapping[str, Any]) -> str:
    faults = list(found["faults"].values())
    held = sum(one["outcome"] == "held" for one in faults)
    lines = [
        HEAD,
        f"{held} of {len(faults)} faults held.",
        "",
        "| # | fault | invariants checked (comparisons) | back after | anomalies | outcome |",
    ]
    lines += ["|---|---|---|---|---|---|", *map(_line, faults), "", "## What was done", ""]
    lines += [f"- **{one['number']} {one['name']}**: {one['done']}" for one in faults]
    problems = [f"- **{one['number']}**: {problem}" for one in faults for problem in one["problems"]]
    lines += ["", "## What did not hold", "", *problems] if problems else []
    return "\n".join([*lines, "", "## With what", "", *sorted({_run(one["run"]) for one in faults}), ""])


def _line(one: Mapping[str, Any]) -> str:
    checked = " ".join(f"{name} ({n:,})" for name, n in one["invariants"].items())
    moved = ", ".join(f"`{name}` {n:g}" for name, n in one["anomalies"].items()) or "–"
    back = "–" if one["recovery"] is None else f"{one['recovery']:.1f} s"
    return f"| {one['number']} | {one['name']} | {checked} | {back} | {moved} | {'held' if one['outcome'] == 'held' else '**violated**'} |"


def _run(run: Mapping[str, Any]) -> str:
    with_what = f"seed {run['seed']}, {run['profile']} profile, {run['machine']}, Python {run['python']}"
    return f"- commit {run['commit']}, {run['at'][:10]}, {with_what}"
