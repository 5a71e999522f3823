"""How much of the machine others use: everything that is neither this run nor its servers."""

import time
from collections.abc import Callable, Sequence

import psutil

CORES = 0.25
"""A round starts, and counts, only while others use less."""
ATTEMPTS = 3
WINDOW, PATIENCE = 1.0, 60.0


class Meter:
    """Foreign use of processors between two looks, in cores."""

    def __init__(self, servers: Sequence[psutil.Process]) -> None:
        self.servers = servers
        self.look()

    def look(self) -> float:
        """Cores that others used since the last look. Never below 0: what ends in between is counted a little late."""
        now, busy, own = time.monotonic(), _busy(), _own(self.servers)
        last = getattr(self, "_last", (now - 1.0, busy, own))
        self._last = now, busy, own
        return max(0.0, (busy - last[1] - (own - last[2])) / (now - last[0]))


def quiet(meter: Meter, sleep: Callable[[float], None] = time.sleep) -> float:
    """Wait, at most a minute, until others are quiet. Returns what they used in the last second."""
    waited = 0.0
    while True:
        meter.look()
        sleep(WINDOW)
        waited += WINDOW
        if (used := meter.look()) < CORES or waited >= PATIENCE:
            return used


def _busy() -> float:
    """Seconds of all processors in which somebody worked."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + times.irq + times.softirq)


def _own(servers: Sequence[psutil.Process]) -> float:
    """This process with all it has started, and the servers with theirs."""
    return sum(_of(process) for process in (psutil.Process(), *servers))


def _of(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
        children = sum(_of(child) for child in process.children())
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system) + children
