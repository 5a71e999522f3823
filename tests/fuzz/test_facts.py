"""A partner's records, made up from nothing and bent from good ones: each is answered once, none is lost, none blocks."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases import app
from services.cases.facts import FACTS
from services.cases.person import RegisterPerson
from shared.clock import FixedClock
from shared.contracts.base import Contract, Fact
from shared.desk import Desk
from shared.domain import Asked
from shared.handling import Handler
from shared.inbox import Move
from shared.law import Law
from shared.parking import RawRecord
from shared.statements import FactRoute
from shared.store import Store
from shared.texts import Texts
from shared.topology import Topology
from tests.conftest import ROLE_PASSWORD, Stack
from tests.fuzz.cases import DONE, drawn
from tests.services.reporting.web.office import shared_database

ROOT = Path(__file__).parents[2]
TOPOLOGY = Topology.load(ROOT / "agreement" / "topology.toml")
LAW = Law.load(ROOT / "agreement" / "law")
TOPIC = "koop.partner.jmd.facts.v1"
PERSON = uuid4()
KINDS = sorted((kind for kind in Contract.registry.values() if issubclass(kind, Fact)), key=lambda kind: kind.type)

Throw = Callable[[bytes | None, Any], dict[str, Any] | None]
"""Put a record before the desk and get its receipt; None where another service answers it."""

text = st.text(max_size=30)
scalar = st.none() | st.booleans() | st.integers() | st.floats() | text | st.dates().map(str)
anything = st.recursive(scalar, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4), max_leaves=12)
header = st.tuples(
    st.sampled_from(["content-type", "ce_id", "ce_type", "ce_subject", "ce_source", "reply_to"]) | text, st.none() | st.binary(max_size=40)
)


@st.composite
def bent(draw: st.DrawFn) -> tuple[bytes | None, tuple[tuple[str, bytes | None], ...]]:
    """A good fact of some kind, of which a field, a header or some bytes are changed."""
    kind = draw(st.sampled_from(KINDS))
    data: dict[str, Any] = json.loads(json.dumps(kind.example))
    match draw(st.sampled_from(["nothing", "field", "more", "less", "bytes"])):
        case "field":
            data[draw(st.sampled_from(sorted(data)))] = draw(anything)
        case "more":
            data[draw(text)] = draw(anything)
        case "less":
            del data[draw(st.sampled_from(sorted(data)))]
        case "bytes":
            value = bytearray(json.dumps(data).encode())
            value[draw(st.integers(0, len(value) - 1))] = draw(st.integers(0, 255))
            return bytes(value), _headers(kind, draw)
    return json.dumps(data).encode(), _headers(kind, draw)


def _headers(kind: type[Fact], draw: st.DrawFn) -> tuple[tuple[str, bytes | None], ...]:
    said: dict[str, bytes | None] = {
        "content-type": b"application/json",
        "ce_specversion": b"1.0",
        "ce_id": str(draw(st.uuids())).encode(),
        "ce_source": b"/partner/jmd",
        "ce_type": kind.type.encode(),
        "ce_subject": str(PERSON).encode(),
    }
    return tuple((said | dict(draw(st.lists(header, max_size=2)))).items())


bodies = st.none() | st.binary(max_size=300) | anything.map(lambda one: json.dumps(one).encode())
invented = st.tuples(bodies, st.lists(header, max_size=8).map(tuple))
RECEIPT = """
SELECT value FROM cases.published
WHERE stream = 'receipts-cases-jmd' AND convert_from(value, 'UTF8')::jsonb ->> 'offset' = %s
"""


@pytest.fixture(scope="module")
def dsn(stack: Stack, template: str) -> Iterator[str]:
    with shared_database(stack, template) as database:
        yield psycopg.conninfo.make_conninfo(database, user="cases", password=ROLE_PASSWORD)


@pytest.fixture(scope="module")
def desk(dsn: str) -> Iterator[Desk]:
    store, clock, domain = Store(dsn, "cases"), FixedClock(datetime(2016, 9, 1, 8, tzinfo=UTC)), app.domain(LAW)
    wish = RegisterPerson(person=PERSON, vg="vg-landstuhl", on=clock.now().date())
    Handler(domain, store, clock, LAW).handle(wish, Asked(uuid4(), "test", None, uuid4()))
    routes: dict[type[Fact], FactRoute] = {
        fact: FactRoute(command, requires=lambda context: f"person-{context.subject}", unknown="fact.unknown_person")
        for fact, command in FACTS.items()
    }
    texts = Texts.load(ROOT / "shared" / "texts.toml", ROOT / "services" / "cases" / "texts.toml")
    yield Desk(domain, routes, TOPOLOGY, store, clock, LAW, texts)
    store.close()


@pytest.fixture(scope="module")
def throw(desk: Desk, dsn: str) -> Iterator[Throw]:
    at = 0
    with psycopg.connect(dsn, autocommit=True) as connection:

        def one(value: bytes | None, headers: Any) -> dict[str, Any] | None:
            nonlocal at
            desk.apply([RawRecord(TOPIC, 0, at, None, value, tuple(headers))], [Move("facts", TOPIC, 0, at, at + 1)])
            rows = connection.execute(RECEIPT, (str(at),)).fetchall()
            moved = connection.execute("SELECT next FROM cases.positions WHERE topic = %s", (TOPIC,)).fetchone()
            at += 1
            assert moved == (at,), "the record blocks the topic"
            assert len(rows) <= 1, "answered more than once"
            return json.loads(bytes(rows[0][0])) if rows else None

        yield one


def test_each_record_is_answered_once_and_nothing_is_lost_or_blocked(throw: Throw, desk: Desk, dsn: str) -> None:
    outcomes: list[str] = []

    @drawn("facts")
    @given(bent() | invented)
    def run(record: tuple[bytes | None, Any]) -> None:
        DONE["facts"] += 1
        value, headers = record
        receipt = throw(value, headers)
        mine = desk.reader.is_mine(RawRecord(TOPIC, 0, 0, None, value, tuple(headers)))
        assert mine == (receipt is not None)
        if receipt is None:
            return
        outcomes.append(receipt["outcome"])
        if receipt["outcome"] == "parked":
            assert receipt["rule"]
            assert receipt["de"]
            assert receipt["en"]
            if receipt["rule"] in {"fact.invalid", "event.attribute", "event.header", "event.content_type"}:
                assert receipt["field"]

    run()
    with psycopg.connect(dsn) as connection:
        parked = connection.execute("SELECT count(*) FROM cases.parked WHERE consumer = 'facts'").fetchone()
    assert parked == (outcomes.count("parked"),)
    assert {"accepted", "parked"} <= set(outcomes), "what is drawn must reach both sides of the door"


def test_a_good_fact_after_all_of_it_is_accepted(throw: Throw) -> None:
    headers = {"content-type": "application/json", "ce_specversion": "1.0", "ce_id": str(uuid4()), "ce_source": "/partner/jmd"}
    headers |= {"ce_type": "koop.fact.CourseOffered.v1", "ce_subject": str(PERSON)}
    receipt = throw(b'{"on": "2016-08-01", "course": "jmd-2016-1"}', tuple((name, said.encode()) for name, said in headers.items()))
    assert receipt is not None
    assert receipt["outcome"] == "accepted"
