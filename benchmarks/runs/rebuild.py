"""The product's rebuild, whole: tables made, every event validated and folded, keys, digests, switched in."""

import os
import time
from pathlib import Path

import psycopg

from benchmarks.beside import beside
from benchmarks.ground import Figures, Ground
from services.reporting.rebuild import CATALOGUE, Wish, rebuild

COUNTERS = "benchmarks.views"


def two(ground: Ground) -> Figures:
    return _rebuilt(ground, ground.sizes.events, COUNTERS, 2)


def one(ground: Ground) -> Figures:
    return _rebuilt(ground, ground.sizes.events, COUNTERS, 1)


def product(ground: Ground) -> Figures:
    """The suite's own bitemporal views, of the small corpus."""
    return _rebuilt(ground, ground.sizes.some, CATALOGUE, 2)


def _rebuilt(ground: Ground, events: int, catalogue: str, processes: int) -> Figures:
    """As if the live views stood at the end of the corpus and had never been made: everything is built, nothing compared."""
    with psycopg.connect(ground.dsn) as connection, connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO reporting.positions (consumer, topic, partition, next) VALUES ('views', %s, %s, %s)",
            [(*place, end) for place, end in ground.ends(events).items()],
        )
    memory = Memory()
    with beside(memory.look, 0.2):
        started = time.perf_counter()
        done = rebuild(ground.of("reporting"), ground.login, Wish(switch=True, processes=processes, catalogue=catalogue))
        seconds = time.perf_counter() - started
    if not (done.switched and done.records == events):
        raise RuntimeError(f"the rebuild read {done.records} of {events} records")
    return {"rate": events / seconds, "peak_mb": memory.peak_mb, "rows": float(_rows(ground, catalogue))}


def _rows(ground: Ground, catalogue: str) -> int:
    """Of the largest share: half of the persons, and all counters."""
    if catalogue != COUNTERS:
        return 0
    counted = "SELECT (SELECT count(*) FROM {0}persons_v1), (SELECT count(*) FROM {0}days_v1), (SELECT count(*) FROM {0}courses_v1)"
    with psycopg.connect(ground.dsn) as connection:
        row = connection.execute(counted.format("reporting.bench_").encode()).fetchone()
    assert row is not None
    persons, days, courses = (int(n) for n in row)
    return persons // 2 + days + courses


def _children() -> list[str]:
    """Of the main thread, as the kernel lists them: to ask every process of the machine for its parent would take part of a core."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


class Memory:
    """The highest resident memory of any child process, as the kernel kept it."""

    def __init__(self) -> None:
        self.peak_mb = 0.0

    def look(self) -> None:
        for child in _children():
            try:
                status = Path(f"/proc/{child}/status").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            peak = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
            self.peak_mb = max(self.peak_mb, int(peak.split()[1]) / 1024)
