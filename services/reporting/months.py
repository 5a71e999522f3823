"""Monatszahlen: the figures of months that are over, put where SQL reads them; small cells are left out by the engine of all answers.

An edition of a month holds its figures as they were known at the end of a month: the first at its own, another at each later one by
which they had changed. What was published stays (R41), so that it is the same whether it is put there each month or once a year.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import psycopg

from services.reporting.views import minors, transition
from services.reporting.web import figures
from services.reporting.web.figures import Figures
from services.reporting.web.reading import AsOf, Snapshot
from shared.calendar import ONE_DAY, day_end, local_day, month_end
from shared.law import Law
from shared.read_model import Table

PLACES = ("vg", "place")
KINDS = ("state", "age", "kind", "months")


class Figure(NamedTuple):
    """`value` None: not shown, few people."""

    figure: str
    place: str
    kind: str
    measure: str
    value: float | None


class Edition(NamedTuple):
    """The state at the end of `month`, as known at the end of the month that ends with `known`."""

    facet: str
    month: date
    known: date


class NotLive(Exception):
    """A view that figures rest on has no live version."""


@dataclass(frozen=True)
class Facet:
    """`begins`: the table whose first knowledge is where the months begin."""

    name: str
    begins: Table
    ask: Callable[[Snapshot, AsOf, Law], Figures]


FACETS = (Facet("transition", transition.SPANS, figures.of_transition), Facet("minors", minors.SPANS, figures.of_minors))


def publish(connection: psycopg.Connection[Any], law: Law, now: datetime) -> list[Edition]:
    """All editions that are missing up to the last month that is over; of two at once, the second finds nothing to do.

    The caller has seen to it that the views have read whatever was said by then. Raises NotLive, psycopg.Error, NoLaw.
    """
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        connection.execute("LOCK TABLE month_closings IN EXCLUSIVE MODE")
        live = dict(connection.execute("SELECT view, version FROM view_versions WHERE status = 'live'").fetchall())
        if missing := [facet.name for facet in FACETS if facet.name not in live]:
            raise NotLive(f"not live: {', '.join(missing)}; `koop projections rebuild --all --switch` builds what is missing")
        snapshot = Snapshot(connection, live, {})
        return [edition for facet in FACETS for edition in _missing(facet, snapshot, law, now)]


def flat(found: Figures) -> Iterator[Figure]:
    """An answer's rows, a line for each number."""
    for name, part in found.items():
        if isinstance(part, list):
            for row in part:
                yield from _numbers(name, row)
        elif all(isinstance(rows, list) for rows in part.values()):
            yield from flat({f"{name}_by_{axis}": rows for axis, rows in part.items()})
        else:
            yield from _numbers(name, part)


def _numbers(figure: str, row: Mapping[str, Any]) -> Iterator[Figure]:
    place = next((str(row[name]) for name in PLACES if name in row), "total")
    kind = next((str(row[name]) for name in KINDS if name in row), figure)
    for measure, value in row.items():
        if measure not in PLACES + KINDS:
            yield Figure(figure, place, kind, measure, None if value is None else float(value))


def _missing(facet: Facet, snapshot: Snapshot, law: Law, now: datetime) -> Iterator[Edition]:
    connection, today = snapshot.connection, local_day(now)
    (first,) = _asked(connection, f"SELECT min(known_from) FROM {facet.begins.at(snapshot.live[facet.name])}")
    (closed,) = _asked(connection, "SELECT max(known) FROM month_closings WHERE facet = %s", facet.name)
    if first is None:
        return
    begin, published = local_day(first), _newest(connection, facet.name)
    for known in _month_ends(closed + ONE_DAY if closed else begin, today):
        connection.execute("INSERT INTO month_closings VALUES (%s, %s, %s)", (facet.name, known, now))
        for month in _month_ends(begin, known + ONE_DAY):
            said = set(flat(facet.ask(snapshot, AsOf(month, day_end(known), False, today), law)))
            if said != published.get(month):
                published[month] = said
                yield _write(connection, Edition(facet.name, month, known), law.version(month), said)


def _month_ends(begin: date, today: date) -> Iterator[date]:
    """Of the months from that of `begin` on that are over when `today` begins."""
    end = month_end(begin)
    while end < today:
        yield end
        end = month_end(end + ONE_DAY)


def _newest(connection: psycopg.Connection[Any], facet: str) -> dict[date, set[Figure]]:
    """By month, what its newest edition says."""
    editions = connection.execute("SELECT month, max(known) FROM month_editions WHERE facet = %s GROUP BY month", (facet,)).fetchall()
    query = "SELECT figure, place, kind, measure, value FROM month_figures WHERE facet = %s AND month = %s AND known = %s"
    return {month: {Figure(*row) for row in connection.execute(query, (facet, month, known))} for month, known in editions}


def _asked(connection: psycopg.Connection[Any], query: str, *values: Any) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = connection.execute(query.encode(), values).fetchone()
    assert row is not None
    return row


def _write(connection: psycopg.Connection[Any], edition: Edition, law_version: str, said: Iterable[Figure]) -> Edition:
    connection.execute("INSERT INTO month_editions VALUES (%s, %s, %s, %s)", (*edition, law_version))
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO month_figures VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", [(*edition, *one) for one in sorted(said)])
    return edition
