"""How a view is asked: one statement, rows as dicts. Answers are counts; no query returns a person's row."""

from typing import Any

import psycopg
from psycopg.rows import dict_row

from services.reporting.disclosure import Shown

Connection = psycopg.Connection[Any]
Answer = list[dict[str, Any]]


def ask(connection: Connection, statement: str, **values: Any) -> Answer:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(statement.encode(), values).fetchall()


def cells(table: Shown, row: str, column: str) -> Answer:
    """`n` None: not shown. Sums are named `total`."""
    return [{row: one, column: other, "n": n} for (one, other), n in sorted(table.items())]
