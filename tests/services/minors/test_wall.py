"""The wall: another service's role reads nothing here, this one reads nothing elsewhere, and the operator's tool shows no file."""

from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
import pytest

from koop.migrate import SERVICES
from koop.parked import listing, show
from shared.parking import PARK, Parked, RawRecord
from tests.services.minors.office import YouthOffice

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
        row = Parked("facts", record, "lane", "fact.invalid", "data", datetime(2016, 7, 4, tzinfo=UTC)).row()
        connection.execute(PARK.format(schema="minors.").encode(), row)
    dsns = {"minors": dsn_of("minors")}
    (line,) = listing(dsns)
    shown = show(dsns, line["ref"])
    assert (shown["reason"], shown["field"]) == ("fact.invalid", "data")
    assert "1999" not in str(shown)
    assert not shown.keys() & {"key", "headers", "value", "details"}
