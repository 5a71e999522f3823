"""Monatszahlen: the figures of months that are over, put where SQL reads them; small cells are left out by the engine of all answers.

An edition holds a figure of a month as it was known at the end of a month: the first at its own, another at each later one by which it
had changed. What was published stays (R41), and is the same whether it is put there each month or once a year.
"""

from collections.abc import Callable, Iterator, Mapping
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
KINDS = ("state", "kind", "months")

Ask = Callable[[Snapshot, AsOf, Law], Figures]


class Edition(NamedTuple):
    """The figure at the end of `month`, as known at the end of the month that ends with `known`."""

    facet: str
    figure: str
    month: date
    known: date


class Line(NamedTuple):
    """A number of a figure. `value` None: not shown, few people."""

    place: str
    kind: str
    measure: str
    value: float | None


Lines = frozenset[Line]


class NotLive(Exception):
    """A view that figures rest on has no live version."""


@dataclass(frozen=True)
class Facet:
    """`on`: figures of a day, which a later word can change; `of_all`: of whatever is known by an instant. `begins`: the table whose first
    knowledge is where the months begin."""

    name: str
    begins: Table
    on: Ask
    of_all: Ask


FACETS = (
    Facet("transition", transition.SPANS, figures.transition_on, figures.transition_known),
    Facet("minors", minors.SPANS, figures.minors_on, figures.minors_known),
)


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
        return [edition for facet in FACETS for edition in _Publishing(facet, Snapshot(connection, live, {}), law, now).run()]


@dataclass(frozen=True)
class _Publishing:
    facet: Facet
    snapshot: Snapshot
    law: Law
    now: datetime

    def run(self) -> Iterator[Edition]:
        (first,) = self._row(f"SELECT min(known_from) FROM {self.facet.begins.at(self.snapshot.live[self.facet.name])}")
        (closed,) = self._row("SELECT max(known) FROM month_closings WHERE facet = %s", self.facet.name)
        if first is None:
            return
        begin, today, newest = local_day(first), local_day(self.now), self._newest()
        for known in _month_ends(closed + ONE_DAY if closed else begin, today):
            self.snapshot.connection.execute("INSERT INTO month_closings VALUES (%s, %s, %s)", (self.facet.name, known, self.now))
            for month in _month_ends(begin, known + ONE_DAY):
                for figure, lines in self._asked(month, known).items():
                    if lines != newest.get((figure, month)):
                        newest[figure, month] = lines
                        yield self._write(Edition(self.facet.name, figure, month, known), lines)

    def _asked(self, month: date, known: date) -> Mapping[str, Lines]:
        as_of = AsOf(month, day_end(known), False, local_day(self.now))
        found = self.facet.on(self.snapshot, as_of, self.law)
        return flat(found | self.facet.of_all(self.snapshot, as_of, self.law) if month == known else found)

    def _newest(self) -> dict[tuple[str, date], Lines]:
        """By figure and month, what the newest edition says."""
        connection, facet = self.snapshot.connection, self.facet.name
        editions = "SELECT figure, month, max(known) FROM month_editions WHERE facet = %s GROUP BY 1, 2"
        lines = "SELECT place, kind, measure, value FROM month_figures WHERE facet = %s AND figure = %s AND month = %s AND known = %s"
        return {
            (figure, month): frozenset(Line(*row) for row in connection.execute(lines, (facet, figure, month, known)))
            for figure, month, known in connection.execute(editions, (facet,)).fetchall()
        }

    def _write(self, edition: Edition, lines: Lines) -> Edition:
        connection = self.snapshot.connection
        connection.execute("INSERT INTO month_editions VALUES (%s, %s, %s, %s, %s)", (*edition, self.law.version(edition.month)))
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO month_figures VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", [(*edition, *line) for line in lines])
        return edition

    def _row(self, query: str, *values: Any) -> tuple[Any, ...]:
        row: tuple[Any, ...] | None = self.snapshot.connection.execute(query.encode(), values).fetchone()
        assert row is not None
        return row


def flat(found: Figures) -> dict[str, Lines]:
    """An answer's figures, each with a line for every number in it; one that is given along several axes is a figure for each."""
    lines: dict[str, Lines] = {}
    for name, part in found.items():
        if isinstance(part, dict) and all(isinstance(rows, list) for rows in part.values()):
            lines |= flat({f"{name}_by_{axis}": rows for axis, rows in part.items()})
        else:
            rows = part if isinstance(part, list) else [part]
            lines[name] = frozenset(line for row in rows for line in _numbers(name, row))
    return lines


def _numbers(figure: str, row: Mapping[str, Any]) -> Iterator[Line]:
    place = next((str(row[name]) for name in PLACES if name in row), "total")
    kind = next((str(row[name]) for name in KINDS if name in row), figure)
    for measure, value in row.items():
        if measure not in PLACES + KINDS:
            yield Line(place, kind, measure, None if value is None else float(value))


def _month_ends(begin: date, today: date) -> Iterator[date]:
    """Of the months from that of `begin` on that are over when `today` begins."""
    end = month_end(begin)
    while end < today:
        yield end
        end = month_end(end + ONE_DAY)
