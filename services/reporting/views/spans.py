"""What views of two times and of small numbers have in common: stretches of days, figures, and counts with small cells left out."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.reporting.disclosure import TOTAL, Limits, Shown, share, shown
from services.reporting.views.asking import Answer, Connection, ask, cells
from shared.bitemporal import Chronicle
from shared.read_model import Row, Table

KNOWN = "known_from <= %(known)s AND known_to > %(known)s"
HELD = f"valid_from <= %(day)s AND valid_to > %(day)s AND {KNOWN}"

MIDDLE_AND_MEAN = "percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS median, round(avg(value))::int AS mean"
"""Of `value`, days. The mean in whole days: by two exact ones, before and after, the one value that came in between is known (N15)."""

Column = tuple[str, str]

Rows = Callable[[str, Chronicle], Mapping[str, Iterable[Row]]]


def spans_table(name: str, subject: str, *more: Column) -> Table:
    """On which days, as known when, a subject's track stood in which state, where it lived, and `more`."""
    told: tuple[Column, ...] = (("vg", "text"), ("state", "text"), *more)
    index = ", ".join(["track, known_to, valid_to, valid_from, known_from", *(column for column, _ in told)])
    since = (("valid_from", "date"), ("known_from", "timestamptz"), ("valid_to", "date"), ("known_to", "timestamptz"))
    return Table(name, ((subject, "uuid"), ("track", "text"), *since, *told), key=4, indexes=(index,))


def figures_table(name: str, subject: str, *more: Column) -> Table:
    """A subject's number of a kind, as known when, by month, home and `more`."""
    told: tuple[Column, ...] = (("month", "text"), ("vg", "text"), *more, ("value", "int"))
    index = ", ".join(["kind, known_to, known_from", *(column for column, _ in told)])
    since = (("known_from", "timestamptz"), ("known_to", "timestamptz"))
    return Table(name, ((subject, "uuid"), ("kind", "text"), *since, *told), key=3, indexes=(index,))


def rows_of(spans: Table, figures: Table) -> Rows:
    """By subject: ("span", track, from, to, …) and ("figure", kind, …) of a chronicle, each with its known interval, as the tables have
    them.
    """

    def rows(subject: str, state: Chronicle) -> Mapping[str, Iterable[Row]]:
        found: dict[str, list[Row]] = {spans.name: [], figures.name: []}
        for tag, *row, since, until in state.rows():
            if tag == "span":
                track, valid_from, valid_to, *rest = row
                found[spans.name].append((subject, track, valid_from, since, valid_to, until, *rest))
            else:
                kind, *rest = row
                found[figures.name].append((subject, kind, since, until, *rest))
        return found

    return rows


def states_on(connection: Connection, spans: str, limits: Limits, over: Collection[str], *, day: date, known: datetime) -> Answer:
    """What is open on a day, per VG and state. `spans`: the table of a version; `over`: the states that are not open."""
    found = ask(
        connection,
        f"SELECT vg, state, count(*) AS n FROM {spans} WHERE track = 'process' AND {HELD} AND state <> ALL(%(over)s) GROUP BY vg, state",
        day=day,
        known=known,
        over=list(over),
    )
    return cells(shown({(row["vg"], row["state"]): row["n"] for row in found}, limits), "vg", "state")


def part_of(found: Answer, part: str, rest: str, limits: Limits) -> Answer:
    """Rows of a VG and two counts: how many are `part` of what is open, per VG. That all or none are says as much as a small number (d6).

    How many are open, another figure of the same answer tells. So where this one would have to hide the sum, it hides the part.
    """
    table = shown({(row["vg"], column): row[column] for row in found for column in (part, rest)}, limits)
    return [{"vg": vg, "n": n if table[vg, TOTAL] is not None else None} for (vg, column), n in sorted(table.items()) if column == part]


def shares(found: Answer, kinds: Sequence[str], part: str, rest: str, limits: Limits, *, same: Collection[str]) -> Answer:
    """Rows of kind, place and two counts: per kind and place, and for all places, of how many it is known, how many are `part`, and the
    share from enough of them.

    `same`: kinds that count the same people. Of how many is then left out in all of them where it is in one, else that one could be
    filled in from another.
    """
    tables = {kind: _table(found, kind, part, rest, limits) for kind in kinds}
    withheld = {(kind, place) for place in _withheld([tables[kind] for kind in same]) for kind in same}
    return [
        _share(kind, place, part, table[place, part], None if (kind, place) in withheld else table[place, TOTAL], limits)
        for kind, table in tables.items()
        for place in dict.fromkeys(place for place, _ in table)
    ]


def _table(found: Answer, kind: str, part: str, rest: str, limits: Limits) -> Shown:
    return shown({(row["place"], column): row[column] for row in found if row["kind"] == kind for column in (part, rest)}, limits)


def _withheld(tables: Iterable[Shown]) -> set[str]:
    """The places whose sum one of the tables leaves out."""
    return {place for table in tables for (place, column), n in table.items() if column == TOTAL and n is None}


def _share(kind: str, place: str, part: str, n: int | None, known: int | None, limits: Limits) -> dict[str, Any]:
    return {"kind": kind, "place": place, part: n, "known": known, "share": share(n, known, limits)}
