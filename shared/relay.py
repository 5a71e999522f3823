"""The relay: forwards the published log to Kafka in log order. Several may run, one leads; a zombie can only repeat, never skip."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

import psycopg
from kafka import KafkaProducer

from shared.cloudevents import headers_of
from shared.crash import crash_point
from shared.kafka import PRODUCER, KafkaLogin
from shared.metrics import RELAY_AGE, RELAY_DEPOSED, RELAY_LEADS, RELAY_REPLACED, RELAY_SENT
from shared.relay_log import Deposed, Page

POLL_SECONDS = 0.25
"""Until the log is looked at again though nobody has called."""

STANDBY_SECONDS = 0.5
FLUSH_SECONDS = 6.0

log = logging.getLogger(__name__)


class Log(Protocol):
    """The relay's view of the database."""

    def lead(self) -> tuple[int, int] | None: ...
    def page(self, after: int) -> Page: ...
    def wait(self, seconds: float) -> bool: ...
    def move(self, epoch: int, last_id: int) -> None: ...
    def release(self, epoch: int) -> None: ...
    def close(self) -> None: ...


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
