"""`python -m tests.faults.run --seed 1 [--only 2,4,15] [--fast]`: all faults, one at a time, and the table of what became of them."""

import argparse
import sys

from tests.faults import report
from tests.faults.catalogue import FAULTS
from tests.faults.runner import Result, stage


def run(seed: int, numbers: list[int], *, full: bool) -> list[Result]:
    """Faults that leave nothing whole behind them come last."""
    order = sorted((FAULTS[number] for number in numbers), key=lambda fault: (fault.fresh, fault.number))
    results = []
    with stage(seed, full=full) as one:
        for fault in order:
            result = one.play(fault)
            results.append(result)
            print(f"{fault.number:>3} {'held    ' if result.held else 'VIOLATED'} {result.seconds:>6} s  {fault.name}", flush=True)
            for problem in result.problems:
                print(f"      {problem}", flush=True)
    return results


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=lambda text: [int(number) for number in text.split(",")], default=sorted(FAULTS))
    parser.add_argument("--fast", action="store_true", help="each crash point at its first pass only, short outages")
    parser.add_argument("--publish", action="store_true", help="into docs/reliability.json and docs/reliability.md")
    wanted = parser.parse_args()
    results = run(wanted.seed, wanted.only, full=not wanted.fast)
    if wanted.publish:
        report.publish(report.header(wanted.seed, full=not wanted.fast), results)
    return 0 if all(result.held for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
