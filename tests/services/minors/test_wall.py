"""The wall: another service's role reads nothing here, this one reads nothing elsewhere, and the operator's tool shows no file."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import psycopg
import pytest
from prometheus_client import generate_latest

from koop.migrate import SERVICES
from koop.parked import listing, redrive, show
from services.minors.app import domain
from services.minors.facts import FACTS
from shared.clock import FixedClock
from shared.cloudevents import headers_of
from shared.contracts.receipts import Receipt
from shared.desk import Desk
from shared.inbox import Move
from shared.metrics import PARKED, REGISTRY
from shared.parking import PARK, Parked, ParkedRow, RawRecord
from shared.statements import FactRoute
from shared.store import Store
from shared.texts import Texts
from shared.topology import Topology
from tests.services.cases.facets.language.said import LAW
from tests.services.minors.office import ROOT, YouthOffice

OTHERS = [service for service in SERVICES if service != "minors"]


@pytest.mark.parametrize("service", OTHERS)
def test_no_other_services_role_reads_a_table_of_minors(service: str, database: str, dsn_of: Callable[[str], str]) -> None:
    with psycopg.connect(database) as connection:
        tables = [row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'minors'")]
    assert {"events", "published", "files", "reads", "deadlines", "parked", "subject_keys"} <= set(tables)
    with psycopg.connect(dsn_of(service), autocommit=True) as connection:
        for table in tables:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT 1 FROM minors.{table}")


@pytest.mark.parametrize("service", OTHERS)
def test_the_role_minors_reads_no_table_of_another(service: str, dsn_of: Callable[[str], str]) -> None:
    with psycopg.connect(dsn_of("minors"), autocommit=True) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(f"SELECT 1 FROM {service}.events")


@pytest.mark.anyio
async def test_what_happens_to_a_file_leaves_no_trace_outside_the_schema(office: YouthOffice, database: str) -> None:
    minor = str((await office.open())["minor"])
    with psycopg.connect(database) as connection:
        elsewhere = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname = ANY(%s)", ([*OTHERS, "platform", "bi"],)
        ).fetchall()
        for schema, table in elsewhere:
            found = connection.execute(f"SELECT count(*) FROM {schema}.{table} t WHERE t::text LIKE %s", (f"%{minor}%",)).fetchone()
            assert found == (0,), f"{schema}.{table}"


def test_the_operator_settles_a_parked_record_about_a_minor_without_seeing_it(database: str, dsn_of: Callable[[str], str]) -> None:
    record = RawRecord("koop.partner.landkreis-jugendamt.facts.v1", 0, 7, b"key", b'{"birth": "1999"}', [("ce_type", b"x")])
    with psycopg.connect(database, autocommit=True) as connection:
        row = Parked("facts", record, "lane", "fact.invalid", "data/somebody, born 1999", datetime(2016, 7, 4, tzinfo=UTC)).row()
        connection.execute(PARK.format(schema="minors.").encode(), row)
    dsns = {"minors": dsn_of("minors")}
    (line,) = listing(dsns)
    shown = show(dsns, line["ref"])
    assert (shown["reason"], shown["field"]) == ("fact.invalid", None)
    assert "1999" not in str(shown) and "somebody" not in str(shown)
    assert not shown.keys() & {"key", "headers", "value", "details"}


def test_a_fact_about_a_minor_that_was_refused_is_counted_for_nobody_else(database: str, dsn_of: Callable[[str], str]) -> None:
    """The page counts what partners have to correct: "1, of the youth office" would say that something has happened, on every desk."""
    record = RawRecord("koop.partner.landkreis-jugendamt.facts.v1", 0, 7, b"key", b"{}", [])
    row = Parked("facts", record, "lane", "minors.siblings_apart", "apart", datetime(2016, 7, 4, tzinfo=UTC)).row()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(PARK.format(schema="minors.").encode(), row)
        assert connection.execute("SELECT service, partner, reason, n FROM bi.parked_facts").fetchall() == []
    (line,) = listing({"minors": dsn_of("minors")})
    assert (line["reason"], line["field"]) == ("fact.behind_the_wall", None)


def test_a_metric_says_that_a_rule_refused_and_not_which(store: Store) -> None:
    texts = Texts.load(ROOT / "shared" / "texts.toml", ROOT / "services" / "minors" / "texts.toml")
    clock = FixedClock(datetime(2016, 7, 12, tzinfo=UTC))
    routes = {fact: FactRoute(command) for fact, command in FACTS.items()}
    desk = Desk(domain(LAW), routes, Topology.load(ROOT / "agreement" / "topology.toml"), store, clock, LAW, texts)
    source, type_ = "/partner/landkreis-jugendamt", "koop.fact.MinorNotified.v1"
    headers = headers_of({"id": "e1", "source": source, "type": type_, "subject": "6c3d1f0a-2e5b-4b7e-9d14-5a8f0b612016"})
    topic = "koop.partner.landkreis-jugendamt.facts.v1"
    before = PARKED.labels("minors", "rule")._value.get()
    desk.apply([RawRecord(topic, 0, 0, None, b'{"on": "2016-07-12"}', headers)], [Move("facts", topic, 0, 0, 1)])
    assert PARKED.labels("minors", "rule")._value.get() == before + 1
    assert b"minors.no_file" not in generate_latest(REGISTRY)


def test_what_the_views_could_not_read_of_a_minor_is_not_shown_either(database: str, dsn_of: Callable[[str], str]) -> None:
    value = b'{"on":"2016-07-05","minor":"6c3d1f0a-2e5b-4b7e-9d14-5a8f0b612016","vg":"vg-landstuhl","state":"in_care"}'
    record = RawRecord("koop.minors.v1", 0, 7, b"6c3d1f0a-2e5b-4b7e-9d14-5a8f0b612016", value, [("ce_koopstream", b"minor-6c3d1f0a")])
    row = Parked("views", record, "6c3d1f0a-2e5b-4b7e-9d14-5a8f0b612016", "invalid", "time", datetime(2016, 7, 4, tzinfo=UTC)).row()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(PARK.format(schema="reporting.").encode(), row)
    dsns = {"reporting": dsn_of("reporting")}
    (line,) = listing(dsns)
    assert (line["reason"], line["lane"], line["field"]) == ("invalid", "koop.minors.v1[0]@7", None)
    assert "6c3d1f0a" not in str(line | show(dsns, line["ref"])) and "landstuhl" not in str(show(dsns, line["ref"]))


def test_a_fact_about_a_minor_is_read_again_without_telling_which_rule_refuses_it(database: str, dsn_of: Callable[[str], str]) -> None:
    record = RawRecord("koop.partner.landkreis-jugendamt.facts.v1", 0, 7, b"key", b"{}", [])
    row = Parked("facts", record, "lane", "minors.siblings_apart", "apart", datetime(2016, 7, 4, tzinfo=UTC)).row()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(PARK.format(schema="minors.").encode(), row)
    receipt = Receipt(
        on=date(2016, 7, 12), partner="landkreis-jugendamt", partition=0, offset=7, outcome="parked", rule="minors.siblings_apart"
    )
    dsns = {"minors": dsn_of("minors")}
    (line,) = listing(dsns)
    said = redrive(
        dsns, line["ref"], views=NoViews(), facts=lambda service: Refusing(receipt), now=lambda: datetime(2016, 7, 12, tzinfo=UTC)
    )
    assert said == {"ref": line["ref"], "ok": False}


class Refusing:
    """A facts desk that answers with this receipt."""

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt

    def redrive(self, record: RawRecord) -> Receipt:
        return self.receipt


class NoViews:
    """None are asked for here."""

    def redrive(self, lane: str) -> int:
        raise AssertionError(lane)

    def dismiss(self, row: ParkedRow, note: str) -> int:
        raise AssertionError(note)
