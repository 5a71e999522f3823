"""Records as a view hears them, and a view on a real database."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import psycopg

from shared import read_model
from shared.contracts.base import Contract
from shared.contracts.cases import PersonMoved, PersonRegistered
from shared.read_model import Record, Row, View

VERSION = 1


def person(n: int) -> UUID:
    return UUID(int=n)


def day(text: str) -> date:
    """Of the first year: `09-01` is 1 Sep 2016, `2017-01-16` itself."""
    return date.fromisoformat(text if len(text) > 5 else f"2016-{text}")


def instant(text: str) -> datetime:
    """Noon of that day, UTC."""
    on = day(text)
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


def record(contract: Contract, stream: str, number: int, known: str) -> Record:
    return Record(0, stream, number, contract.subject, instant(known), contract)


def heard(own: str, *said: "Contract | tuple[Contract, str]") -> list[Record]:
    """In the order of their streams, that of the person and `<own>-<person>`; known on the day itself unless another day is said."""
    numbers: Counter[str] = Counter()
    records = []
    for one in said:
        contract, known = one if isinstance(one, tuple) else (one, one.on.isoformat())
        kind = "person" if isinstance(contract, PersonRegistered | PersonMoved) else own
        stream = f"{kind}-{contract.subject}"
        numbers[stream] += 1
        records.append(record(contract, stream, numbers[stream], known))
    return records


def folded(view: View[Any], records: Sequence[Record]) -> dict[str, list[Row]]:
    """The rows of all subjects, in a fixed order; each state goes through its stored form after every record."""
    states: dict[str, Any] = {}
    for one in records:
        view.fold(states, [one])
        states = {subject: type(state).model_validate_json(state.model_dump_json()) for subject, state in states.items()}
    shown = read_model.shown(view, states)
    return {table.name: _rows(shown[table.name], counter=table.counter) for table in view.tables}


def _rows(rows: Sequence[Row], *, counter: bool) -> list[Row]:
    return sorted((*key, n) for key, n in read_model.sums(rows).items()) if counter else sorted(rows, key=str)


@contextmanager
def live(dsn: str, view: View[Any], *batches: Sequence[Record]) -> Iterator[psycopg.Connection[Any]]:
    """The view's tables in the schema of reporting, with these batches applied one after the other."""
    with psycopg.connect(dsn, options="-c search_path=reporting", autocommit=True) as connection:
        read_model.create(connection, view, VERSION)
        read_model.publish(connection, view, VERSION)
        for batch in batches:
            with connection.transaction():
                read_model.apply(connection, view, VERSION, batch)
        yield connection
