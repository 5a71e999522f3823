"""Cases, its relay and the views on the real broker and the real database, driven by hand instead of by their processes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import psycopg

from koop.migrate import SERVICES
from koop.verify import verify
from services.cases.app import domain
from services.cases.person import MovePerson, RegisterPerson
from shared.clock import FixedClock
from shared.domain import Asked
from shared.handling import Handler
from shared.kafka import KafkaLogin
from shared.law import Law
from shared.read_model import View
from shared.relay import Relay
from shared.relay_log import PublishedLog
from shared.store import Store
from tests.conftest import Stack
from tests.services.reporting.broker import PASSWORD, ROOT, Broker, broker
from tests.services.reporting.live import Live, live

CATALOGUE = "tests.services.reporting.published"
CLOCK = FixedClock(datetime(2016, 8, 1, 8, tzinfo=UTC))
LAW = Law.load(ROOT / "agreement" / "law")
PARTNER = "vg-landstuhl"


@dataclass
class Whole:
    """Cases, its relay, and the views, without their processes."""

    kafka: Broker
    store: Store
    relay: Relay
    live: Live
    database: str
    dsns: dict[str, str]

    def person(self) -> Any:
        handler = Handler(domain(LAW), self.store, CLOCK, LAW)
        person = uuid4()
        for command in (
            RegisterPerson(person=person, vg="vg-landstuhl", on=date(2016, 7, 4)),
            MovePerson(person=person, vg="vg-weilerbach", on=date(2016, 7, 25)),
        ):
            handler.handle(command, Asked(uuid4(), "a", PARTNER, uuid4()))
        return person

    def arrive(self) -> None:
        for _ in range(2):
            self.relay.step()
        self.kafka.follow(self.live)

    def verify(self, seconds: float = 0.2) -> dict[str, Any]:
        return verify(self.dsns, self.kafka.admin, self.kafka.topology, seconds=seconds, processes=1, catalogue=CATALOGUE)

    def tamper(self, statement: str, *parameters: Any) -> None:
        with psycopg.connect(self.database) as connection:
            connection.execute(statement.encode(), parameters)


@contextmanager
def opened(stack: Stack, namespace: str, database: str, dsn_of: Callable[[str], str], views: Sequence[View[Any]]) -> Iterator[Whole]:
    kafka, dsns = broker(stack, namespace), {service: dsn_of(service) for service in SERVICES}
    store = Store(dsns["cases"], "cases")
    principal = KafkaLogin(stack.kafka.bootstrap, kafka.topology.service_principal("cases"), PASSWORD)
    relay = Relay(PublishedLog(dsns["cases"], "cases"), principal, "cases", topic=lambda t: t if namespace in t else kafka.topology.name(t))
    with live(dsns["reporting"], views) as reader:
        yield Whole(kafka, store, relay, reader, database, dsns)
    relay.close()
    store.close()
