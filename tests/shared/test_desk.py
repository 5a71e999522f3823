"""Facts by the batch on a real database: one transaction, one receipt each, nothing lost, nothing counted twice."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from services.cases.app import domain
from services.cases.facts import FACTS
from services.cases.person import RegisterPerson
from shared.clock import FixedClock
from shared.cloudevents import headers_of
from shared.desk import Desk
from shared.domain import Asked
from shared.handling import Handler
from shared.inbox import Move
from shared.law import Law
from shared.messages import Recorded
from shared.parking import RawRecord
from shared.statements import FactRoute
from shared.store import Conflict, Fenced, Store
from shared.texts import Texts
from shared.topology import Topology

ROOT = Path(__file__).parents[2]
LAW = Law.load(ROOT / "agreement" / "law")
CLOCK = FixedClock(datetime(2016, 8, 1, 8, tzinfo=UTC))
TOPIC = "koop.partner.jmd.facts.v1"
PERSON = UUID("7f6c2f0e-98b1-4c7e-a6a3-0a8f5f1f2016")


@pytest.fixture
def desk(store: Store) -> Desk:
    handler = Handler(domain(LAW), store, CLOCK, LAW)
    handler.handle(RegisterPerson(person=PERSON, vg="vg-landstuhl", on=date(2016, 7, 4)), Asked(uuid4(), "a", "vg-landstuhl", uuid4()))
    routes = {
        fact: FactRoute(command, requires=lambda c: f"person-{c.subject}", unknown="fact.unknown_person") for fact, command in FACTS.items()
    }
    texts = Texts.load(ROOT / "shared" / "texts.toml", ROOT / "services" / "cases" / "texts.toml")
    return Desk(domain(LAW), routes, Topology.load(ROOT / "agreement" / "topology.toml"), store, CLOCK, LAW, texts)


def fact(offset: int, data: dict[str, Any], event_id: str = "", type_: str = "CourseOffered", subject: UUID = PERSON) -> RawRecord:
    attributes = {"id": event_id or f"e{offset}", "source": "/partner/jmd", "type": f"koop.fact.{type_}.v1", "subject": str(subject)}
    return RawRecord(TOPIC, 0, offset, None, json.dumps(data).encode(), headers_of(attributes))


def offer(offset: int, course: str = "bamf-1", event_id: str = "") -> RawRecord:
    return fact(offset, {"on": "2016-08-01", "course": course}, event_id)


def structured(value: bytes) -> RawRecord:
    return RawRecord(TOPIC, 0, 0, None, value, (("content-type", b"application/cloudevents+json"),))


def move(start: int, end: int) -> Move:
    return Move("facts", TOPIC, 0, start, end)


def receipts(database: str) -> list[tuple[int, str, str | None]]:
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT number, value FROM cases.published WHERE stream = 'receipts-cases-jmd' ORDER BY id").fetchall()
    return [(number, (said := json.loads(bytes(value)))["outcome"], said.get("rule")) for number, value in rows]


def test_a_batch_is_one_transaction_and_each_fact_has_its_receipt_in_order(desk: Desk, database: str) -> None:
    desk.apply([offer(0), fact(1, {"on": "soon"}), offer(2, "bamf-2"), offer(3, event_id="e0")], [move(0, 4)])
    assert receipts(database) == [(1, "accepted", None), (2, "parked", "fact.invalid"), (3, "accepted", None), (4, "duplicate", None)]


def test_both_content_modes_of_cloudevents_say_the_same(desk: Desk, database: str) -> None:
    attributes = {"specversion": "1.0", "id": "e0", "source": "/partner/jmd", "type": "koop.fact.CourseOffered.v1", "subject": str(PERSON)}
    whole = attributes | {"datacontenttype": "application/json", "data": {"course": "bamf-1", "on": "2016-08-01", "kind": "general"}}
    binary = fact(0, {"on": "2016-08-01", "course": "bamf-1", "kind": "general"}, "e0")
    desk.apply([binary, replace(structured(json.dumps(whole).encode()), offset=1)], [move(0, 2)])
    assert [outcome for _, outcome, _ in receipts(database)] == ["accepted", "duplicate"]


def test_a_redelivered_batch_is_fenced_and_leaves_no_trace(desk: Desk, database: str) -> None:
    desk.apply([offer(0)], [move(0, 1)])
    with pytest.raises(Fenced):
        desk.apply([offer(0)], [move(0, 1)])
    assert len(receipts(database)) == 1


def test_an_event_id_with_another_body_is_parked_as_tampering(desk: Desk, database: str) -> None:
    desk.apply([offer(0), offer(1, "bamf-2", "e0")], [move(0, 2)])
    assert receipts(database)[1] == (2, "parked", "fact.event_id_reused")


@pytest.mark.parametrize(
    ("record", "rule"),
    [
        (RawRecord(TOPIC, 0, 0, None, None, ()), "event.tombstone"),
        (RawRecord(TOPIC, 0, 0, None, b"{}", ()), "event.content_type"),
        (RawRecord(TOPIC, 0, 0, None, b"{}", (("content-type", None),)), "event.header"),
        (RawRecord(TOPIC, 0, 0, None, b"{}", (("ce_id", b"\xff"), ("content-type", b"application/json"))), "event.header"),
        (structured(b"[" * 20_000), "event.too_deep"),
        (structured(b'{"a":1,"a":2}'), "event.duplicate_key"),
        (structured(b'{"a":NaN}'), "event.not_a_number"),
        (structured(b'{"a":' + b"9" * 5000 + b"}"), "event.number_too_large"),
        (structured(b'{"a":1e999}'), "event.number_too_large"),
        (RawRecord(TOPIC, 0, 0, None, b"x" * 70_000, ()), "event.too_large"),
        (fact(0, {}, type_="Nonsense"), "fact.unknown_type"),
        (fact(0, {"on": "2016-08-01", "course": "bamf-1", "\ud800": 1}), "fact.invalid"),
        (structured(b'{"\\u0000": 1, "\\u0000": 2}'), "event.duplicate_key"),
        (RawRecord(TOPIC, 0, 0, None, b"{}", (("ce_\x00", None),)), "event.header"),
        (RawRecord(TOPIC, 0, 0, None, b"{}", (("\x00\u202e", b"x"),)), "event.content_type"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_no_rule_can_read_is_parked_byte_for_byte_and_blocks_nobody(desk: Desk, database: str, record: RawRecord, rule: str) -> None:
    desk.apply([record, offer(1)], [move(0, 2)])
    assert [(outcome, found) for _, outcome, found in receipts(database)] == [("parked", rule), ("accepted", None)]
    with psycopg.connect(database) as connection:
        kept = connection.execute("SELECT value, reason FROM cases.parked").fetchall()
    assert [(None if value is None else bytes(value), reason) for value, reason in kept] == [(record.value, rule)]


def test_a_parked_fact_is_accepted_when_its_cause_is_gone(desk: Desk, database: str) -> None:
    stranger = uuid4()
    early = fact(0, {"on": "2016-08-01", "course": "bamf-1"}, subject=stranger)
    desk.apply([early], [move(0, 1)])
    register = RegisterPerson(person=stranger, vg="vg-landstuhl", on=date(2016, 7, 4))
    Handler(desk.domain, desk.store, CLOCK, LAW).handle(register, Asked(uuid4(), "a", "vg-landstuhl", uuid4()))
    assert desk.redrive(early).outcome == "accepted"
    assert [outcome for _, outcome, _ in receipts(database)] == ["parked", "accepted"]


def test_a_hot_stream_does_not_stop_the_others(desk: Desk, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The batch meets another writer again and again until it is cut into single facts, each with its own share of the way."""
    append = desk.store.append

    def contended(unit: Any) -> None:
        if len(unit.events) > 1:
            raise Conflict("another writer was faster")
        append(unit)

    monkeypatch.setattr(desk.store, "append", contended)
    desk.apply([offer(0), offer(1, "bamf-2"), offer(2, "bamf-3")], [move(0, 3)])
    assert [outcome for _, outcome, _ in receipts(database)] == ["accepted"] * 3
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT next FROM cases.positions").fetchone() == (3,)


def test_i6_a_mistake_of_ours_parks_the_one_fact_that_meets_it_and_stops_no_other(desk: Desk, database: str) -> None:
    """Even where it shows only after events were made: what was half decided leaves no trace."""
    rules = desk.domain

    def fails(recorded: Recorded) -> Any:
        if getattr(recorded.event, "course", None) == "bamf-2":
            raise KeyError("4711")
        return rules.deadlines(recorded)

    desk.domain = replace(rules, deadlines=fails)
    desk.apply([offer(0), offer(1, "bamf-2"), offer(2, "bamf-3")], [move(0, 3)])
    assert receipts(database) == [(1, "accepted", None), (2, "parked", "fact.mistaken"), (3, "accepted", None)]
    with psycopg.connect(database) as connection:
        parked = connection.execute("SELECT kafka_offset, reason, details FROM cases.parked").fetchall()
        stored = connection.execute("SELECT count(*) FROM cases.events WHERE originator_id = %s", (f"language-{PERSON}",)).fetchone()
    assert parked == [(1, "fact.mistaken", {"problem": "KeyError"})]
    assert stored == (2,)
    desk.domain = rules
    assert desk.redrive(offer(1, "bamf-2")).outcome == "accepted"


def test_the_last_day_that_can_be_stated_sets_off_periods_like_any_other(desk: Desk, database: str) -> None:
    last = {"on": "2200-12-31", "ground": "title"}
    beyond = {"on": "2201-01-01", "ground": "title"}
    office = "koop.partner.landkreis-auslaenderbehoerde.facts.v1"
    records = [fact(n, data, type_="CourseEntitlementIssued") for n, data in enumerate((last, beyond))]
    records = [replace(one, topic=office, headers=_from(one, "landkreis-auslaenderbehoerde")) for one in records]
    desk.apply(records, [Move("facts", office, 0, 0, 2)])
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT value FROM cases.published WHERE stream LIKE 'receipts-%' ORDER BY id").fetchall()
    said = [json.loads(bytes(value)) for (value,) in rows]
    assert [(one["outcome"], one.get("field")) for one in said] == [("accepted", None), ("parked", "data/on")]


def _from(record: RawRecord, partner: str) -> list[tuple[str, bytes | None]]:
    return [(name, f"/partner/{partner}".encode() if name == "ce_source" else value) for name, value in record.headers]
