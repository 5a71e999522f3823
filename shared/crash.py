"""Named crash points: a test may kill the process exactly here, at the n-th pass (`KOOP_CRASH_AT=relay.after_send:2`)."""

import os
import signal
from collections import Counter

POINTS = (
    "append.before_commit",
    "append.after_commit",
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

_wanted, _, _nth = os.environ.get("KOOP_CRASH_AT", "").partition(":")
_passes: Counter[str] = Counter()


def crash_point(name: str) -> None:
    """Nothing, unless a test asked for a kill at this point."""
    if name != _wanted:
        return
    _passes[name] += 1
    if _passes[name] == int(_nth or 1):
        os.kill(os.getpid(), signal.SIGKILL)
