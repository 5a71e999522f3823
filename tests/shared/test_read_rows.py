"""Rows come into a table by two ways, put live and copied by a rebuild, and are the same rows: digests compare their text."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest

from shared.read_rows import Row, Table, copy, put, replace

KINDS = (
    ("id", "uuid"),
    ("day", "date"),
    ("at", "timestamptz"),
    ("n", "int"),
    ("many", "bigint"),
    ("hours", "numeric"),
    ("yes", "bool"),
    ("vg", "text"),
)
PUT, COPIED = Table("put_rows", KINDS, 1), Table("copied_rows", KINDS, 1)
NOON = datetime(2016, 7, 1, 12, tzinfo=UTC)
ROWS: list[Row] = [
    (UUID(int=1), date(2016, 7, 1), NOON, 1, 2**40, 8.0, True, "vg-landstuhl"),
    (UUID(int=2), date(2016, 7, 2), datetime(9999, 12, 31, tzinfo=UTC), -1, 0, 2.25, False, 'with "quotes", {braces} and \\\\'),
]


@pytest.fixture
def connection(database: str) -> Any:
    with psycopg.connect(database, autocommit=True) as opened:
        for table in (PUT, COPIED):
            opened.execute(table.ddl(1))
            for statement in table.keys(1):
                opened.execute(statement)
        yield opened


def texts(connection: Any, table: Table) -> list[str]:
    return [row[0] for row in connection.execute(f"SELECT t::text FROM {table.at(1)} t ORDER BY id")]


def test_put_and_copied_are_the_same_rows(connection: Any) -> None:
    put(connection, PUT, 1, ROWS)
    copy(connection, COPIED, 1, ROWS)
    assert texts(connection, PUT) == texts(connection, COPIED)
    assert "8.0" in texts(connection, PUT)[0]


def test_what_is_put_again_is_overwritten_and_what_is_gone_is_deleted(connection: Any) -> None:
    put(connection, PUT, 1, ROWS)
    changed = (*ROWS[0][:3], 7, *ROWS[0][4:])
    replace(connection, PUT, 1, ROWS, [changed])
    copy(connection, COPIED, 1, [changed])
    assert texts(connection, PUT) == texts(connection, COPIED)
