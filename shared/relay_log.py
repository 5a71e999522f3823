"""The relay's view of the database: the published log, and its cursor under a lease. Only the leader of an epoch moves the cursor."""

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import uuid4

import psycopg

from shared.append import CHANNEL

PAGE = 1000
CURSOR = "kafka"

# The lease is taken by the database's clock; every take-over counts the epoch up.
LEASE = """
INSERT INTO relay_cursor AS c (name, holder, epoch, lease_until, last_id)
VALUES (%(name)s, %(holder)s, 1, clock_timestamp() + %(lease)s * interval '1 second', 0)
ON CONFLICT (name) DO UPDATE
SET holder = %(holder)s,
    epoch = c.epoch + CASE WHEN c.holder = %(holder)s AND c.lease_until > clock_timestamp() THEN 0 ELSE 1 END,
    lease_until = clock_timestamp() + %(lease)s * interval '1 second'
WHERE c.holder = %(holder)s OR c.lease_until <= clock_timestamp()
RETURNING epoch, last_id
"""


MOVE = """
UPDATE relay_cursor SET last_id = %(last)s
WHERE name = %(name)s AND epoch = %(epoch)s AND holder = %(holder)s AND last_id = %(was)s RETURNING 1
"""


class Deposed(Exception):
    """The cursor is no longer ours to move."""


class _Led(NamedTuple):
    """Since when, by this process's clock, which epoch, and where its cursor stands."""

    since: float
    epoch: int
    last_id: int


@dataclass(frozen=True)
class Page:
    """A stretch of the log, as stored."""

    rows: Sequence[tuple[Any, ...]]

    @property
    def last_id(self) -> int:
        return int(self.rows[-1][0])


class PublishedLog:
    """The published log and its cursor in PostgreSQL."""

    def __init__(self, dsn: str, schema: str, *, lease: float = 3.0, holder: str | None = None) -> None:
        self.dsn = dsn
        self.schema = schema
        self.lease = lease
        self.holder = holder or str(uuid4())
        self._led: _Led | None = None
        self._connection: psycopg.Connection[Any] | None = None

    def lead(self) -> tuple[int, int] | None:
        """(epoch, last id) while this relay leads. The lease is renewed when half of it is over, not for every page."""
        now = time.monotonic()
        if self._led is None or now > self._led.since + self.lease / 2:
            row = self._run(LEASE, {"name": CURSOR, "holder": self.holder, "lease": self.lease})
            self._led = _Led(now, *row[0]) if row else None
        return (self._led.epoch, self._led.last_id) if self._led else None

    def page(self, after: int) -> Page:
        return Page(
            self._run(
                "SELECT id, topic, key, stream, number, headers, value FROM published WHERE id > %(after)s ORDER BY id LIMIT %(limit)s",
                {"after": after, "limit": PAGE},
            )
        )

    def wait(self, seconds: float) -> bool:
        """Until something was appended, at most so long. Returns whether something was.

        What is appended between a page and the wait is heard at once: the connection listens all the time.
        """
        if self._connection is None:
            return False
        try:
            return any(self._connection.notifies(timeout=seconds, stop_after=1))
        except psycopg.Error:
            self.close()
            raise

    def move(self, epoch: int, last_id: int) -> None:
        """Raises Deposed: the page was sent, but its sender leads no longer, or an operator has set the cursor meanwhile."""
        led, self._led = self._led, None
        if led is None or not self._run(MOVE, {"name": CURSOR, "holder": self.holder, "epoch": epoch, "was": led.last_id, "last": last_id}):
            raise Deposed(f"epoch {epoch} is over, or the cursor is no longer where it was")
        self._led = led._replace(last_id=last_id)

    def release(self, epoch: int) -> None:
        """A clean stop lets the next relay lead at once."""
        self._led = None
        self._run(
            "UPDATE relay_cursor SET lease_until = clock_timestamp() WHERE name = %(name)s AND epoch = %(epoch)s AND holder = %(holder)s "
            "RETURNING 1",
            {"name": CURSOR, "epoch": epoch, "holder": self.holder},
        )

    def _run(self, statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        try:
            if self._connection is None:
                self._connection = psycopg.connect(
                    self.dsn,
                    autocommit=True,
                    connect_timeout=5,
                    options=f"-c search_path={self.schema} -c statement_timeout=60s",
                    tcp_user_timeout=10_000,
                    application_name=f"koop-relay-{self.schema}",
                )
                self._connection.execute(f"LISTEN {CHANNEL.format(schema=self.schema)}")
            return self._connection.execute(statement, parameters, prepare=True).fetchall()
        except psycopg.Error:
            self.close()
            raise

    def close(self) -> None:
        self._led = None
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                self._connection.close()
            self._connection = None
