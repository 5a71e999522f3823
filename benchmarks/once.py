"""One measurement in this process: `python -m benchmarks.once limits:limit`; the ground comes as JSON, the figures leave likewise.

With `--sampled` what leaves is where the time went.
"""

import json
import logging
import sys
from importlib import import_module

from benchmarks.beside import beside
from benchmarks.ground import Ground
from benchmarks.sampling import INTERVAL, Samples


def main() -> None:
    logging.disable(logging.WARNING)
    module, _, function = sys.argv[1].partition(":")
    run = getattr(import_module(f"benchmarks.runs.{module}"), function)
    ground = Ground.from_json(sys.stdin.read())
    if "--sampled" in sys.argv:
        samples = Samples()
        with beside(samples.look, INTERVAL):
            run(ground)
        figures = samples.shares()
    else:
        figures = run(ground)
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
