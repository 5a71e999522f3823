"""Where the time goes: which code each thread of this process is in, looked at two hundred times a second."""

import sys
import sysconfig
import threading
from collections import Counter
from pathlib import Path
from types import FrameType

INTERVAL = 0.005
WAITING = frozenset({"wait", "select", "poll", "join", "get", "recv", "_recv", "_worker", "_wait_for_tstate_lock", "read_ready", "sleep"})
"""Functions in which a thread waits. What it waits for is another process's time."""

ROOTS = ("shared", "services", "benchmarks")
HERE = Path(__file__).parents[1]
LIBRARY = Path(sysconfig.get_paths()["purelib"])


class Samples:
    """`shares` by place, of all samples of threads that did not wait; the largest first. Time in C counts for its caller."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def look(self) -> None:
        own = threading.get_ident()
        frames = [frame for thread, frame in sys._current_frames().items() if thread != own]
        self.seen.update(place(frame) for frame in frames if frame.f_code.co_name not in WAITING)

    def shares(self, most: int = 12) -> dict[str, float]:
        total = sum(self.seen.values()) or 1
        return {where: n / total for where, n in self.seen.most_common(most)}


def place(frame: FrameType) -> str:
    """The file of ours, or the library."""
    file = Path(frame.f_code.co_filename)
    if file.is_relative_to(LIBRARY):
        return file.relative_to(LIBRARY).parts[0]
    if file.is_relative_to(HERE) and file.relative_to(HERE).parts[0] in ROOTS:
        return str(file.relative_to(HERE))
    return "standard library"
