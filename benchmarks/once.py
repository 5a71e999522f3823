"""One measurement in this process: `python -m benchmarks.once limits:limit`; the ground comes as JSON, the figures leave likewise."""

import json
import logging
import sys
from importlib import import_module

from benchmarks.ground import Ground


def main() -> None:
    logging.disable(logging.WARNING)
    module, _, function = sys.argv[1].partition(":")
    run = getattr(import_module(f"benchmarks.runs.{module}"), function)
    figures = run(Ground.from_json(sys.stdin.read()))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
