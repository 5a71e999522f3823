"""The business clock: real by default; in demo and tests a settable one, kept in the database that every process reads.

It gives `recorded_at`, ballot closings and deadlines. Leases, tokens, Kafka and logs use real time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import psycopg
from psycopg_pool import ConnectionPool


class Clock(Protocol):
    def now(self) -> datetime:
        """The business instant, UTC."""


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """For tests: stands still until it is set."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant


class DatabaseClock:
    """Reads `platform.clock` at every call: a cached instant could fall into the week before a jump."""

    def __init__(self, pool: ConnectionPool) -> None:
        self.pool = pool

    def now(self) -> datetime:
        with self.pool.connection() as connection:
            return business_now(connection)


def business_now(connection: psycopg.Connection) -> datetime:
    """The business instant, UTC; real time where no clock is set."""
    row = connection.execute(
        "SELECT business + CASE WHEN running THEN clock_timestamp() - set_at ELSE interval '0' END FROM platform.clock"
    ).fetchone()
    return row[0].astimezone(UTC) if row else datetime.now(UTC)


def set_clock(connection: psycopg.Connection, business: datetime | None, *, running: bool) -> None:
    """Set the business clock for every process; None goes back to real time."""
    with connection.transaction():
        connection.execute("DELETE FROM platform.clock")
        if business is not None:
            connection.execute("INSERT INTO platform.clock (business, running) VALUES (%s, %s)", (business, running))
