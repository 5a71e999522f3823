"""Faults of what comes in: again, out of order, spoilt, too large, from newer or older code."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from kafka import KafkaProducer
from kafka.errors import MessageSizeTooLargeError

from koop.migrate import SERVICES
from shared.cloudevents import headers_of
from tests.faults import hands, raw
from tests.faults import wishes as w
from tests.faults.oplog import Op
from tests.faults.registry import fault
from tests.faults.world import World

Headers = list[tuple[str, bytes]]


@contextmanager
def past_the_relays(world: World) -> Iterator[Any]:
    """Puts a record into a domain topic as nobody but a relay may; the checker is told of its place."""
    producer = KafkaProducer(**world.cluster.parts.admin.python(), acks="all", max_block_ms=5000)

    def put(topic: str, key: bytes | None, value: bytes | None, headers: Headers) -> None:
        sent = producer.send(world.cluster.topology.name(topic), value, key=key, headers=headers).get(timeout=10)
        world.planted.add((sent.topic, sent.partition, sent.offset))

    try:
        yield put
    finally:
        producer.close(timeout=5)


@fault(22, "everything delivered three times", 'koop_records_total kind="duplicate"', fast=True)
def thrice(world: World) -> None:
    """All published logs are sent again from their first row, twice, while people work."""
    with world.load():
        for _ in range(2):
            for service in SERVICES:
                hands.send_again(world, service)
            world.work.more(10)
        world.healed()


@fault(23, "later before earlier", 'koop_records_total kind="gap"', fast=True)
def reordered(world: World) -> None:
    """While the relays of a service are away, the newest record of each of its streams is put into the topic before the ones that it
    follows; then the relays send all in order."""
    relays = world.cluster.relays("volunteers")
    for relay in relays:
        relay.terminate()
    sent = int(str(world.sql("SELECT max(last_id) FROM volunteers.relay_cursor")[0][0]))
    with world.load(30):
        for _ in range(3):  # a stream of which nothing is sent but its newest must be among them, whatever the load brings
            world.work.say(w.hours(world.chance, world.work.subjects.volunteers[0]))
        rows = world.sql(
            "SELECT DISTINCT ON (stream) id, key, stream, number, headers, value FROM volunteers.published "
            f"WHERE id > {sent} AND topic = 'koop.volunteers.v1' AND number > 1 ORDER BY stream, number DESC"
        )
        with past_the_relays(world) as put:
            for id_, key, stream, number, headers, value in rows:
                place = {"koopposition": str(id_), "koopstream": str(stream), "koopnumber": str(number), "koopepoch": "1"}
                put("koop.volunteers.v1", str(key).encode(), bytes(value), headers_of(dict(headers) | place))  # type: ignore[call-overload]
        world.wait_moved('koop_records_total kind="gap"')
        world.cluster.revive()
        world.healed()


SPOILT: tuple[tuple[bytes | None, Headers], ...] = (
    (b"\xff\xfe", headers_of({"type": "koop.volunteers.HoursReported.v1", "koopstream": "volunteer-x", "koopnumber": "1"})),
    (b"{}", [("ce_type", b"\xff"), ("ce_koopstream", b"volunteer-y")]),
    (b"{}", []),
    (None, headers_of({"type": "koop.volunteers.HoursReported.v1"})),
    (b"[" * 5000, headers_of({"type": "koop.volunteers.HoursReported.v1", "koopstream": "volunteer-z", "koopnumber": "1"})),
    (b"{}", headers_of({"type": "koop.nobody.Knows.v1", "koopstream": "volunteer-v", "koopnumber": "1"})),
    (b"{}", [("content-type", b"text/xml"), ("x" * 8000, b"y" * 8000)]),
)


@fault(24, "spoilt records", 'koop_records_total kind="invalid"', fast=True)
def spoilt(world: World) -> None:
    """Between good records: bytes that are no UTF-8, in body and header, no body, no headers, JSON of 5 000 levels, an unknown type, a
    huge header; in a domain topic past the relays, and from a partner."""
    with world.load():
        with past_the_relays(world) as put:
            for n, (value, headers) in enumerate(SPOILT):
                put("koop.volunteers.v1", f"spoilt-{n}".encode(), value, headers)
        for value, headers in SPOILT:
            op = Op(w.uuid(world.chance), "jmd", "spoilt", fact=True, invalid=True)
            world.work.publish("jmd", op, value or b"", headers)
        world.healed()


@fault(26, "more than fits", 'koop_commands_total outcome="Unreadable"', fast=True)
def oversized(world: World) -> None:
    """A command of 2 MiB and a partner's fact of 100 kB: each is refused where it is handed in, never later on its way."""
    with world.load():
        wish = w.volunteer(world.chance)
        world.work.say(w.Wish(wish.op, wish.body | {"note": "x" * (2 << 20)}, wish.account))
        topic, login = world.cluster.topology.facts_topic("jmd"), world.cluster.partner("jmd").python()
        producer = KafkaProducer(**login, max_block_ms=5000, delivery_timeout_ms=8000, request_timeout_ms=5000)
        with pytest.raises(MessageSizeTooLargeError):
            producer.send(topic, b"x" * 100_000).get(timeout=10)
        producer.close(timeout=2)
        world.healed()


@fault(27, "a newer producer's type", 'koop_records_total kind="foreign"', fast=True)
def newer(world: World) -> None:
    """Both readers run code that does not know a type yet, while people move: its records wait, those of other keys do not; then
    today's code is deployed and what waits is read again, in order."""
    hands.planted_readers(world, "older")
    with world.load():
        for _ in range(5):
            world.work.say(w.moved(world.chance, w.some(world.chance, world.work.subjects.persons)))
        world.wait_moved('koop_records_total kind="foreign"')
        hands.deploy(world)
        world.healed()


@fault(28, "one poisoned subject", 'koop_records_total kind="view_failed"', fast=True)
def poisoned(world: World) -> None:
    """The fold fails for everything that is said of one volunteer: this key alone waits, all others go on; then the fold is mended."""
    about, partner = world.work.subjects.volunteers[0]
    hands.planted_readers(world, "poison", about)
    with world.load():
        for _ in range(3):
            world.work.say(w.hours(world.chance, (about, partner)))
        world.wait_moved('koop_records_total kind="view_failed"')
        world.healed()
        hands.deploy(world)


@fault(29, "nothing can be folded", "koop_breaker_open", fast=True)
def flooded(world: World) -> None:
    """The fold fails for everything: each of the two readers stops before its twentieth record, instead of parking all there is; then it is
    mended and they go on."""
    hands.without_readers(world)
    with world.load(60):
        hands.planted_readers(world, "flood")
        world.wait_moved("koop_breaker_open")
        parked = len(
            raw.table(world.cluster.admin_dsn, "SELECT 1 FROM reporting.parked WHERE reason = 'view_failed' AND status = 'waiting'")
        )
        assert parked < 40, f"{parked} records were parked before the readers stopped"
        hands.deploy(world)
        world.healed()
