"""Named crash points: a test may kill the process exactly here, at the n-th pass (`KOOP_CRASH_AT=relay.after_send:2`).

With `KOOP_PAUSE_AT` it is stopped there instead, as by a machine that was put to sleep, until somebody sends SIGCONT.
"""

import os
import signal
from collections import Counter
from functools import cache

POINTS = (
    "append.before_commit",
    "append.after_commit",
    "command.after_commit",
    "relay.after_read",
    "relay.before_send",
    "relay.after_send",
    "relay.after_ack",
    "relay.after_cursor",
    "apply.before_commit",
    "apply.after_commit",
    "consume.before_kafka_commit",
    "rebuild.before_switch",
    "rebuild.after_switch",
)

_passes: Counter[str] = Counter()


def crash_point(name: str) -> None:
    """Nothing, unless a test asked for a kill or a stop at this point."""
    wanted, nth, number = _asked()
    if name != wanted:
        return
    _passes[name] += 1
    if _passes[name] == nth:
        os.kill(os.getpid(), number)


@cache
def _asked() -> tuple[str, int, signal.Signals]:
    """Point, pass and signal, from the environment as it is at the first pass of any point."""
    number = signal.SIGKILL if "KOOP_CRASH_AT" in os.environ else signal.SIGSTOP
    wanted, _, nth = (os.environ.get("KOOP_CRASH_AT") or os.environ.get("KOOP_PAUSE_AT", "")).partition(":")
    return wanted, int(nth or 1), number
