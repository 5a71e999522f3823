"""Rows of counts made into tables: by Verbandsgemeinde and column, with the district's sums."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.reporting.disclosure import TOTAL

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Crossed:
    """Counts by row and column."""

    cells: Mapping[tuple[str, str], int]

    @classmethod
    def of(cls, found: Iterable[Row], row: str, column: str, n: str = "n") -> "Crossed":
        cells: dict[tuple[str, str], int] = {}
        for one in found:
            key = (one[row], one[column])
            cells[key] = cells.get(key, 0) + int(one[n])
        return cls(cells)

    @property
    def rows(self) -> list[str]:
        return sorted({row for row, _ in self.cells})

    def at(self, row: str, column: str) -> int:
        return self.cells.get((row, column), 0)

    def total(self, column: str) -> int:
        return sum(n for (_, at), n in self.cells.items() if at == column)

    def across(self, row: str, columns: Iterable[str]) -> int:
        return sum(self.at(row, column) for column in columns)

    def used(self, columns: Iterable[str], always: Collection[str] = ()) -> list[str]:
        """Those of the columns, in their order, that hold anything."""
        return [column for column in columns if column in always or self.total(column)]


@dataclass(frozen=True)
class Withheld:
    """Cells as disclosure lets them be seen, with their sums: None is not shown, what is missing is 0."""

    cells: Mapping[tuple[str, str], int | None]

    @classmethod
    def of(cls, found: Iterable[Row], row: str, column: str) -> "Withheld":
        return cls({(one[row], one[column]): one["n"] for one in found})

    @property
    def rows(self) -> list[str]:
        return sorted({row for row, _ in self.cells if row != TOTAL})

    def at(self, row: str, column: str) -> int | None:
        return self.cells.get((row, column), 0)


def where(found: Iterable[Row], name: Callable[[Row], str], n: str) -> list[tuple[str, int]]:
    """Names and counts of the rows that count anything, the largest first."""
    named = [(name(row), int(row[n])) for row in found if row[n]]
    return sorted(named, key=lambda one: (-one[1], one[0]))
