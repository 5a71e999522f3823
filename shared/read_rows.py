"""The tables of read models, and how rows get into them: by the set, and only what differs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """Rows of a view. The first `key` columns identify a row; a counter's last column is a sum of contributions."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: int
    counter: bool = False
    indexes: tuple[str, ...] = ()

    @property
    def names(self) -> str:
        return ", ".join(name for name, _ in self.columns)

    def ddl(self, version: int) -> str:
        columns = ", ".join(f"{name} {kind} NOT NULL" for name, kind in self.columns)
        return f"CREATE TABLE {self.at(version)} ({columns})"

    def keys(self, version: int) -> Iterable[str]:
        """Of a table with many rows best made at once: to sort them takes less than to put each in its place."""
        names = ", ".join(name for name, _ in self.columns[: self.key])
        yield f"ALTER TABLE {self.at(version)} ADD PRIMARY KEY ({names})"
        for i, index in enumerate(self.indexes):
            yield f"CREATE INDEX {self.at(version)}_{i} ON {self.at(version)} ({index})"

    def at(self, version: int) -> str:
        return f"{self.name}_v{version}"


def replace(connection: psycopg.Connection[Any], table: Table, version: int, old: Sequence[Row], new: Sequence[Row]) -> None:
    had, has = {row[: table.key]: row for row in old}, {row[: table.key]: row for row in new}
    gone = [key for key in had if key not in has]
    fresh = [row for key, row in has.items() if had.get(key) != row]
    if gone:
        keys = table.columns[: table.key]
        arrays = ", ".join(f"%b::{kind}[]" for _, kind in keys)
        match = " AND ".join(f"t.{name} = gone.{name}" for name, _ in keys)
        connection.execute(
            f"DELETE FROM {table.at(version)} t USING unnest({arrays}) AS gone({', '.join(n for n, _ in keys)}) WHERE {match}",
            [list(column) for column in zip(*gone, strict=True)],
        )
    put(connection, table, version, fresh)


def put(connection: psycopg.Connection[Any], table: Table, version: int, rows: Sequence[Row]) -> None:
    """Insert or overwrite by key."""
    if not rows:
        return
    names = [name for name, _ in table.columns]
    values = ", ".join(f"{name} = excluded.{name}" for name in names[table.key :])
    connection.execute(
        f"INSERT INTO {table.at(version)} ({table.names}) SELECT * FROM unnest({_arrays(table)}) "
        f"ON CONFLICT ({', '.join(names[: table.key])}) DO " + (f"UPDATE SET {values}" if values else "NOTHING"),
        [_exact(kind, column) for (_, kind), column in zip(table.columns, zip(*rows, strict=True), strict=True)],
    )


def add(connection: psycopg.Connection[Any], table: Table, version: int, sums: Mapping[Row, int]) -> None:
    """Move a counter by contributions; in a fixed order, so that two writers never wait in a ring."""
    rows = [(*key, n) for key, n in sorted(sums.items(), key=lambda item: tuple(map(str, item[0]))) if n]
    if not rows:
        return
    keys = ", ".join(name for name, _ in table.columns[: table.key])
    total = table.columns[-1][0]
    connection.execute(
        f"INSERT INTO {table.at(version)} AS t ({table.names}) SELECT * FROM unnest({_arrays(table)}) "
        f"ON CONFLICT ({keys}) DO UPDATE SET {total} = t.{total} + excluded.{total}",
        [list(column) for column in zip(*rows, strict=True)],
    )
    if any(n < 0 for n in sums.values()):  # else nothing can have come down to 0, and looking for it reads the whole table
        connection.execute(f"DELETE FROM {table.at(version)} WHERE {total} = 0")


def _arrays(table: Table) -> str:
    """In binary: quoting every element of a text array takes longer than the insert."""
    return ", ".join(f"%b::{kind}[]" for _, kind in table.columns)


def _exact(kind: str, column: Sequence[Any]) -> list[Any]:
    """A numeric as `copy` writes it, digits and all: on its way through a binary float 8.0 becomes 8, another row to a digest."""
    return [str(value) for value in column] if kind == "numeric" else list(column)


def copy(connection: psycopg.Connection[Any], table: Table, version: int, rows: Sequence[Row]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {table.at(version)} ({table.names}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def sums(rows: Iterable[Row]) -> Counter[Row]:
    """Contributions by key: the last column is added up."""
    found: Counter[Row] = Counter()
    for row in rows:
        found[row[:-1]] += row[-1]
    return found


def difference(old: Iterable[Row], new: Iterable[Row]) -> Counter[Row]:
    moved = sums(new)
    moved.subtract(sums(old))
    return moved
