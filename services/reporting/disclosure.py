"""Geheimhaltung: which cells of a table of counts may be shown, so that nobody can work out the others (R40, N15).

Small cells are left out, then as many more as it takes that every value a small cell can have fits what is shown: each row and column
with its total is a sum, so a table is a network of flows, and how far a cell can move without touching a shown one is a maximum flow
(Cox 1995, "Network models for complementary cell suppression"). The reader of a table is taken to know that counts are not negative,
and that no row or column is listed for nobody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import networkx as nx

from shared.law import Law

TOTAL = "total"
"""The row or the column of the sums."""

Cell = tuple[str, str]
"""Row, column."""

Shown = dict[Cell, int | None]


@dataclass(frozen=True)
class Limits:
    """Domain d6. `small`: a count from 1 to below this is not shown. `denominator`: no share of fewer."""

    small: int
    denominator: int

    @classmethod
    def of(cls, law: Law, day: date, *, sensitive: bool) -> "Limits":
        """`sensitive`: a table about minors or health. Raises NoLaw for a key that no law has."""
        small = law.nearest(day, "disclosure.small_where_sensitive" if sensitive else "disclosure.small").number
        return cls(small, law.nearest(day, "disclosure.denominator").number)


def shown(counts: Mapping[Cell, int], limits: Limits) -> Shown:
    """The table with its sums; None where a cell is left out. The same counts give the same table, in whatever order they come.

    A row whose people all stand in one column says of each of them where: it is left out as a small one is (d6, "100 %"). The sums over
    all rows stay: that nobody in the whole district is late is what the table is asked for.
    """
    return dict(_shown(tuple(sorted(counts.items())), limits))


@lru_cache(maxsize=1024)
def _shown(counts: tuple[tuple[Cell, int], ...], limits: Limits) -> Mapping[Cell, int | None]:
    """A table is asked for far more often than it changes, and the flows through a large one take a tenth of a second."""
    table = _with_totals(dict(counts))
    sensitive = [cell for cell, n in table.items() if 0 < n < limits.small] + _unanimous(table)
    hidden = dict.fromkeys(sensitive)
    for cell in sensitive:
        while not _safe(cell, table, hidden, limits.small) and (more := _cheapest(cell, table, hidden)):
            hidden[more] = None
    for cell in [cell for cell in hidden if cell not in sensitive]:  # a later one may have made an earlier one needless
        without = hidden.keys() - {cell}
        if all(_safe(one, table, without, limits.small) for one in sensitive):
            del hidden[cell]
    return {cell: None if cell in hidden else n for cell, n in table.items()}


def share(part: int | None, whole: int | None, limits: Limits) -> float | None:
    """From cells as they are shown, so that it says no more than they do; neither of few, nor of all or none."""
    if part is None or whole is None or whole < limits.denominator or part in (0, whole):
        return None
    return part / whole


def _with_totals(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    rows, columns = (list(dict.fromkeys(names)) for names in zip(*counts, strict=True)) if counts else ([], [])
    table = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    table |= {(row, TOTAL): sum(table[row, column] for column in columns) for row in rows}
    return table | {(TOTAL, column): sum(table[row, column] for row in rows) for column in [*columns, TOTAL] if counts}


def _unanimous(table: Mapping[Cell, int]) -> list[Cell]:
    """Whole rows, for their zeros say as much as their only count."""
    rows = {row for (row, column), n in table.items() if TOTAL not in (row, column) and n == table[row, TOTAL] > 0}
    return [cell for cell in table if cell[0] in rows and cell[1] != TOTAL]


def _safe(cell: Cell, table: Mapping[Cell, int], hidden: Iterable[Cell], small: int) -> bool:
    """Could it be any count from 1 to below `small`, for all that is shown?"""
    flows: nx.DiGraph[str] = nx.DiGraph()
    tail, head = _arc(cell)
    for other in hidden:
        if other != cell:
            flows.add_edge(*_arc(other))  # it may grow without limit
            least = 1 if TOTAL in other else 0  # a row or column that is listed holds somebody
            flows.add_edge(*reversed(_arc(other)), capacity=max(table[other] - least, 0))
    return _carries(flows, head, tail, small - 1 - table[cell]) and _carries(flows, tail, head, table[cell] - 1)


def _carries(flows: "nx.DiGraph[str]", source: str, sink: str, wanted: int) -> bool:
    if wanted <= 0:
        return True
    if not (flows.has_node(source) and flows.has_node(sink)):
        return False
    flows.add_edge("", source, capacity=wanted)
    carried = nx.maximum_flow_value(flows, "", sink)
    flows.remove_node("")
    return bool(carried >= wanted)


def _arc(cell: Cell) -> tuple[str, str]:
    """What leaves a row enters its columns; a sum runs the other way."""
    row, column = f"row {cell[0]}", f"column {cell[1]}"
    return (column, row) if (cell[0] == TOTAL) != (cell[1] == TOTAL) else (row, column)


def _cheapest(cell: Cell, table: Mapping[Cell, int], hidden: Iterable[Cell]) -> Cell | None:
    """The next to be left out: beside those that are, sums after cells, nothing after something, the small before the large."""
    rows, columns = ({other[i] for other in hidden} for i in (0, 1))
    open_ = [other for other in table if other not in hidden]
    return min(open_, key=lambda one: _cost(one, cell, rows, columns, table[one]), default=None)


def _cost(one: Cell, cell: Cell, rows: set[str], columns: set[str], n: int) -> tuple[Any, ...]:
    beside = one[0] == cell[0] or one[1] == cell[1]
    closes = one[0] in rows and one[1] in columns
    return (not beside and not closes, TOTAL in one, n == 0, not closes, n)
