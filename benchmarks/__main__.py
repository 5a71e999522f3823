"""`python -m benchmarks [G1 G2 …] [--rounds 5] [--events 1000000] [--quick] [--publish]`: all goals, or these."""

import argparse
import dataclasses
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from benchmarks import report
from benchmarks.arena import contest
from benchmarks.bed import bed
from benchmarks.figures import Goal
from benchmarks.goals import GOALS
from benchmarks.ground import Sizes


def say(line: str) -> None:
    print(line, flush=True)


def chosen(names: Sequence[str]) -> list[Goal]:
    """Raises SystemExit for a goal that there is not."""
    known = {goal.number: goal for goal in GOALS}
    unknown = [name for name in names if name.upper() not in known]
    if unknown:
        raise SystemExit(f"no goal {', '.join(unknown)}; there are {', '.join(known)}")
    return [known[name.upper()] for name in names] or list(GOALS)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("goals", nargs="*", metavar="G1", help="which goals; all where none is named")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--events", type=int, default=Sizes.events, help="of the large corpus")
    parser.add_argument("--quick", action="store_true", help="one small round, to see that all runs; its figures mean nothing")
    parser.add_argument("--publish", action="store_true", help="into docs/performance.json and docs/performance.md")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    sizes = Sizes(events=asked.events)
    sizes, rounds = (sizes.quick(), 1) if asked.quick else (sizes, asked.rounds)
    goals, results = chosen(asked.goals), list[dict[str, Any]]()
    with bed(sizes) as ground:
        for arena, group in groupby(sorted(goals, key=lambda goal: goal.arena), key=lambda goal: goal.arena):
            say(arena)
            results += contest(ground, list(group), rounds, say)
    for result in results:
        for figure in result["figures"]:
            value = f"{figure['median']:>12,.3f}{figure['unit']} {figure['spread']}"
            say(f"{result['number']:4} {figure['outcome']:8} {value} {figure['figure']}")
    if asked.publish and not asked.quick:
        report.publish(report.header(dataclasses.asdict(sizes), rounds), results)


if __name__ == "__main__":
    main()
