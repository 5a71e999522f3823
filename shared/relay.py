"""The relay: forwards the published log to Kafka in log order. Several may run, one leads; a zombie can only repeat, never skip."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol
from uuid import uuid4

import psycopg
from kafka import KafkaProducer

from shared.append import CHANNEL
from shared.cloudevents import headers_of
from shared.crash import crash_point
from shared.kafka import PRODUCER, KafkaLogin
from shared.metrics import RELAY_AGE, RELAY_DEPOSED, RELAY_LEADS, RELAY_REPLACED, RELAY_SENT

PAGE = 1000
POLL_SECONDS = 0.25
"""Until the log is looked at again though nobody has called."""

STANDBY_SECONDS = 0.5
FLUSH_SECONDS = 6.0
CURSOR = "kafka"

log = logging.getLogger(__name__)

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


class Log(Protocol):
    """The relay's view of the database."""

    def lead(self) -> tuple[int, int] | None: ...
    def page(self, after: int) -> Page: ...
    def wait(self, seconds: float) -> bool: ...
    def move(self, epoch: int, last_id: int) -> None: ...
    def release(self, epoch: int) -> None: ...
    def close(self) -> None: ...


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


class Relay:
    """One leader's loop under a supervisor: on any doubt a new producer sends the same page again."""

    def __init__(self, log_: Log, login: KafkaLogin, service: str, *, topic: Callable[[str], str] = lambda name: name) -> None:
        """`topic` maps a topic's name (tests put a namespace before it)."""
        self.log = log_
        self.login = login
        self.service = service
        self.topic = topic
        self.stopping = threading.Event()
        self.beat = time.monotonic()
        self._producer: Any = None
        self._waiting_since: float | None = None
        RELAY_AGE.labels(service).set_function(self._age)

    def run(self) -> None:
        """Until `stopping` is set."""
        epoch = None
        while not self.stopping.is_set():
            try:
                epoch = self.step()
            except Exception as error:
                log.warning("relay page failed, trying again", extra={"error": repr(error), "service": self.service})
                self._replace_producer()
                self.stopping.wait(0.3)
        if epoch is not None:
            with contextlib.suppress(psycopg.Error):
                self.log.release(epoch)
        self.close()

    def step(self) -> int | None:
        """One page, or a wait. Returns the epoch while leading."""
        lead = self.log.lead()
        self.beat = time.monotonic()
        RELAY_LEADS.labels(self.service).set(lead is not None)
        if lead is None:
            self.stopping.wait(STANDBY_SECONDS)
            return None
        epoch, last = lead
        page = self.log.page(last)
        self._measure_age(page)
        crash_point("relay.after_read")
        if not page.rows:
            self.log.wait(POLL_SECONDS)
            return epoch
        self.forward(page, epoch)
        self._move(page, epoch)
        crash_point("relay.after_cursor")
        RELAY_SENT.labels(self.service).inc(len(page.rows))
        return epoch

    def forward(self, page: Page, epoch: int) -> None:
        """Send, flush with a time limit, and look at every single acknowledgement. Raises whatever went wrong."""
        producer = self._producer = self._producer or KafkaProducer(**self.login.python(), **PRODUCER)
        crash_point("relay.before_send")
        futures = [
            producer.send(
                self.topic(topic),
                key=key.encode(),
                value=bytes(value),
                headers=headers_of(
                    headers | {"koopposition": str(id_), "koopstream": stream, "koopnumber": str(number), "koopepoch": str(epoch)}
                ),
            )
            for id_, topic, key, stream, number, headers, value in page.rows
        ]
        crash_point("relay.after_send")
        producer.flush(timeout=FLUSH_SECONDS)
        for future in futures:
            future.get(timeout=0)
        crash_point("relay.after_ack")

    def _move(self, page: Page, epoch: int) -> None:
        try:
            self.log.move(epoch, page.last_id)
        except Deposed:
            RELAY_DEPOSED.labels(self.service).inc()
            raise
        self._waiting_since = None

    def _measure_age(self, page: Page) -> None:
        """By our own clock, since a page was first seen that has not got through: rows carry business time only."""
        if not page.rows:
            self._waiting_since = None
        elif self._waiting_since is None:
            self._waiting_since = time.monotonic()

    def _age(self) -> float:
        """Asked for by whoever reads the gauge, so that it grows while a send hangs."""
        since = self._waiting_since
        return 0.0 if since is None else time.monotonic() - since

    def close(self) -> None:
        self._replace_producer()
        self.log.close()

    def _replace_producer(self) -> None:
        """kafka-python's `close` leaves its sender thread alive after a timeout, writing later: force it."""
        if self._producer is None:
            return
        RELAY_REPLACED.labels(self.service).inc()
        producer, self._producer = self._producer, None
        with contextlib.suppress(Exception):
            producer.close(timeout=0.5)
        with contextlib.suppress(Exception):
            producer._sender.force_close()
