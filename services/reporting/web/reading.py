"""Reading views: the versions that are live, the positions they stand at, and how fresh that is."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool

from services.reporting.wall import STREAMS, walled
from shared.auth import Door, Forbidden, Principal
from shared.calendar import ONE_DAY, day_end, local_day
from shared.clock import Clock
from shared.inbox import positions
from shared.law import Law
from shared.metrics import REGISTRY
from shared.texts import Texts

SERVICE, CONSUMER = "reporting", "views"
WAIT_SECONDS = 2.0
EVERYTHING = datetime(9999, 1, 1, tzinfo=UTC)
"""Later than anything was recorded, earlier than the end of what still holds."""


@dataclass(frozen=True)
class Reading:
    """What the page and the JSON API need. `pool`: search_path is the service's schema."""

    pool: ConnectionPool
    door: Door
    clock: Clock
    texts: Texts
    law: Law

    @contextmanager
    def snapshot(self) -> Iterator["Snapshot"]:
        """One moment of the database: all figures of an answer belong together."""
        with self.pool.connection() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            live: dict[str, int] = dict(connection.execute("SELECT view, version FROM view_versions WHERE status = 'live'").fetchall())
            yield Snapshot(connection, live, stands(connection))

    def may(self, who: Principal, facet: str, purpose: str = "steering") -> bool:
        try:
            self.door.scope(who, facet, purpose)
        except Forbidden:
            return False
        return True

    async def reached(self, position: str | None) -> bool:
        """Read your own writes: wait until the views have applied `stream@number`, at most two seconds. How far a minor's file is, nobody
        is told: its figures change by the month.
        """
        stream, _, number = (position or "").rpartition("@")
        if position is None or stream.startswith(STREAMS):
            return True
        until = time.monotonic() + WAIT_SECONDS
        while await asyncio.to_thread(self.head, stream) < int(number):
            if time.monotonic() > until:
                return False
            await asyncio.sleep(0.05)
        return True

    def head(self, stream: str) -> int:
        with self.pool.connection() as connection:
            row = connection.execute("SELECT number FROM heads WHERE stream = %s", (stream,)).fetchone()
        return int(row[0]) if row else 0


@dataclass(frozen=True)
class Snapshot:
    connection: psycopg.Connection[Any]
    live: dict[str, int]
    stands: dict[tuple[str, int], int]

    @property
    def position(self) -> dict[str, int]:
        return {f"{topic}[{partition}]": at for (topic, partition), at in sorted(self.stands.items())}


def stands(connection: psycopg.Connection[Any]) -> dict[tuple[str, int], int]:
    """How far the views have read, as far as it may be told."""
    return {place: at for place, at in positions(connection, CONSUMER).items() if not walled(place[0])}


@dataclass(frozen=True)
class AsOf:
    """The legal day that is asked about, and the instant up to which knowledge counts; `now`: all that is known."""

    on: date
    known: datetime
    now: bool
    today: date

    @classmethod
    def of(cls, clock: Clock, on: date | None, known: date | None) -> "AsOf":
        """`known` as a day means: what was known when that day ended, in Europe/Berlin."""
        instant = clock.now()
        today = local_day(instant)
        return cls(on or today, day_end(known) if known else instant, known is None, today)

    def by_month(self) -> "AsOf":
        """Both at the last month's end that has passed by then: answers of two days that differ by one file would name it (N15)."""
        over = _month_over(self.today)
        on, known = min(over, _month_over(self.on + ONE_DAY)), min(over, _month_over(local_day(self.known)))
        return AsOf(on, day_end(known), False, self.today)

    @property
    def present(self) -> bool:
        """Some figures exist only as they are today: the cooperation's, the volunteers', what lies parked."""
        return self.now and self.on == self.today

    @property
    def horizon(self) -> datetime:
        """For queries. Another service's clock may be ahead of ours: what it said is known all the same."""
        return EVERYTHING if self.now else self.known


def _month_over(day: date) -> date:
    """The last day of the last month that is over when this day begins."""
    return day.replace(day=1) - ONE_DAY


def staleness() -> float | None:
    """Seconds between the recording of the newest record and its arrival in the views; None: another process reads the topics."""
    return REGISTRY.get_sample_value("koop_view_lag_seconds", {"service": SERVICE})


def halted() -> bool:
    """The reader waits because too much of what arrives cannot be read."""
    return bool(REGISTRY.get_sample_value("koop_breaker_open", {"service": SERVICE}))
