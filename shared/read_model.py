"""Read models: a view is a pure fold per subject; this kernel keeps its rows, live and rebuilt, with one definition.

Live: a batch of records is one transaction of view rows, parked records, stream heads and positions. All writes are
set-based. A version of a view is a set of tables with its number as suffix; one version is live.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

import psycopg
from pydantic import TypeAdapter

from shared.contracts.base import Contract
from shared.read_rows import Row, Table, add, copy, difference, put, replace, sums

__all__ = ["Row", "Table", "sums"]  # besides what is defined here

S = TypeVar("S")


class Record(NamedTuple):
    """A published message that passed the door: typed, in its stream's order, counted once."""

    position: int
    stream: str
    number: int
    subject: str
    recorded_at: datetime
    contract: Contract


@dataclass(frozen=True)
class View(Generic[S]):
    """A read model, whole: what it reads, how it folds, which rows it shows. Delete its file and the feature is gone.

    A state is immutable, of any type that pydantic knows; a `NamedTuple` costs a quarter of what a model does.
    """

    name: str
    title: str
    reads: tuple[type[Contract], ...]
    initial: S
    evolve: Callable[[S, Record], S]
    tables: tuple[Table, ...]
    rows: Callable[[str, S], Mapping[str, Iterable[Row]]]
    published: Mapping[str, str] = field(default_factory=dict)
    """SQL views for dashboards, by name: a SELECT over `{table}` names that follows the live version."""
    tally: Callable[[S, Record], Sequence[Row]] | None = None
    """Counters that nothing corrects: (table, *key) of each row that grows by one with this record, which led to this state.

    The cheapest way to count: nothing of it is kept per subject. What a later record may take back belongs into `rows`.
    """

    @property
    def subjects(self) -> Table:
        return Table(f"{self.name}_subjects", (("subject", "text"), ("state", "text")), 1)

    @cached_property
    def stored(self) -> TypeAdapter[S]:
        """How a state lies in the database."""
        return TypeAdapter(type(self.initial))

    def fold(self, states: dict[str, S], records: Iterable[Record]) -> None:
        """In memory, in place: the one fold of live and rebuild."""
        for record in records:
            if isinstance(record.contract, self.reads):
                states[record.subject] = self.evolve(states.get(record.subject, self.initial), record)


class RowsFailed(Exception):
    """A view folded a subject's records and then could not show them."""


class Folding:
    """Several views in memory: a record goes into all of them or into none."""

    def __init__(self, views: Iterable[View[Any]], *, careful: bool = False) -> None:
        """`careful`: also ask for the rows after each record. Slow; it finds the record that makes a view unshowable."""
        self.views = tuple(views)
        self.careful = careful
        self.states: dict[str, dict[str, Any]] = {view.name: {} for view in self.views}
        self.tallies: dict[str, Counter[Row]] = {view.name: Counter() for view in self.views}
        self._readers: dict[type[Contract], list[_Reader]] = {}

    def readers(self, kind: type[Contract]) -> list[View[Any]]:
        return [reader.view for reader in self._reading(kind)]

    def take(self, record: Record) -> None:
        """Raises what a view's code raises, and then has changed nothing."""
        subject, readers = record.subject, self._reading(type(record.contract))
        after, grown = [], []
        for states, initial, evolve, view, tally, counts in readers:
            after.append((states, state := evolve(states.get(subject, initial), record)))
            if tally is not None:
                grown.append((counts, tally(state, record)))
            if self.careful:
                shown(view, {subject: state})
        for states, state in after:
            states[subject] = state
        for counts, rows in grown:
            for row in rows:
                counts[row] += 1

    def _reading(self, kind: type[Contract]) -> list["_Reader"]:
        found = self._readers.get(kind)
        if found is None:
            readers = [view for view in self.views if issubclass(kind, view.reads)]
            found = self._readers[kind] = [
                _Reader(self.states[view.name], view.initial, view.evolve, view, view.tally, self.tallies[view.name]) for view in readers
            ]
        return found


class _Reader(NamedTuple):
    """A view that reads a type, with its states: looked up once for each type, not for each record."""

    states: dict[str, Any]
    initial: Any
    evolve: Callable[[Any, Record], Any]
    view: View[Any]
    tally: Callable[[Any, Record], Sequence[Row]] | None
    counts: Counter[Row]


def create(connection: psycopg.Connection[Any], view: View[Any], version: int, *, to_fill: bool = False) -> None:
    """`to_fill`: without keys, until `filled`; only counters, which are added up, need theirs at once."""
    for table in (view.subjects, *view.tables):
        connection.execute(table.ddl(version))
        if table.counter or not to_fill:
            _key(connection, table, version)


def filled(connection: psycopg.Connection[Any], view: View[Any], version: int) -> None:
    """Keys, indexes and statistics of what was made to be filled. Raises psycopg.errors.UniqueViolation for two rows of one key."""
    for table in (view.subjects, *view.tables):
        if not table.counter:
            _key(connection, table, version)
        # States are only ever looked up by their subject, and to sample them would take longest of all.
        connection.execute(f"ANALYZE {table.at(version)}" + (" (subject)" if table == view.subjects else ""))


def _key(connection: psycopg.Connection[Any], table: Table, version: int) -> None:
    for statement in table.keys(version):
        connection.execute(statement)


def drop(connection: psycopg.Connection[Any], view: View[Any], version: int) -> None:
    for table in (view.subjects, *view.tables):
        connection.execute(f"DROP TABLE IF EXISTS {table.at(version)} CASCADE")


def publish(connection: psycopg.Connection[Any], view: View[Any], version: int) -> None:
    """Point the dashboards' SQL views at this version."""
    names = {table.name: table.at(version) for table in view.tables}
    for name, select in view.published.items():
        connection.execute(f"DROP VIEW IF EXISTS bi.{name}")
        connection.execute(f"CREATE VIEW bi.{name} AS {select.format(**names)}")
        connection.execute(f"GRANT SELECT ON bi.{name} TO PUBLIC")


def apply(connection: psycopg.Connection[Any], view: View[S], version: int, records: Sequence[Record]) -> None:
    """Fold records, in order, into a version's tables. Raises what `evolve` raises."""
    folding = Folding([view])
    before = begin(connection, folding, {view.name: version}, records)
    for record in records:
        folding.take(record)
    finish(connection, folding, {view.name: version}, before)


Before = Mapping[str, Mapping[str, Any]]


def begin(connection: psycopg.Connection[Any], folding: Folding, versions: Mapping[str, int], records: Iterable[Record]) -> Before:
    """Load what these records may change, one query per view; returned as it stands now."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for view in folding.readers(type(record.contract)):
            wanted[view.name].add(record.subject)
    before = {view.name: load(connection, view, versions[view.name], wanted[view.name]) for view in folding.views if wanted[view.name]}
    for name, states in before.items():
        folding.states[name].update(states)
    return before


def finish(connection: psycopg.Connection[Any], folding: Folding, versions: Mapping[str, int], before: Before) -> None:
    """Write what has changed since `begin`."""
    for view in folding.views:
        had = before.get(view.name, {})
        changed = {
            subject: state
            for subject, state in folding.states[view.name].items()
            if (old := had.get(subject)) is not state and old != state
        }
        if changed:
            write(connection, view, versions[view.name], {subject: had.get(subject) for subject in changed}, changed)
        grow(connection, view, versions[view.name], folding.tallies[view.name])


def load(connection: psycopg.Connection[Any], view: View[S], version: int, subjects: Iterable[str]) -> dict[str, S]:
    rows = connection.execute(
        f"SELECT subject, state::text FROM {view.subjects.at(version)} WHERE subject = ANY(%b)", (list(subjects),)
    ).fetchall()
    return {subject: view.stored.validate_json(state) for subject, state in rows}


def write(connection: psycopg.Connection[Any], view: View[S], version: int, before: Mapping[str, S | None], after: Mapping[str, S]) -> None:
    """Write only what differs: rows deleted and inserted by key, counters moved by the difference."""
    old, new = shown(view, before), shown(view, after)
    for table in view.tables:
        if table.counter:
            add(connection, table, version, difference(old[table.name], new[table.name]))
        else:
            replace(connection, table, version, old[table.name], new[table.name])
    put(connection, view.subjects, version, _stored(view, after))


def grow(connection: psycopg.Connection[Any], view: View[Any], version: int, tally: Mapping[Row, int]) -> None:
    """Add up what was tallied."""
    for table in view.tables:
        mine = {row[1:]: n for row, n in tally.items() if row[0] == table.name}
        add(connection, table, version, mine)


def fill(connection: psycopg.Connection[Any], view: View[Any], version: int, folding: Folding) -> None:
    """Write subjects that a version does not have yet, all rows at once. Raises RowsFailed."""
    states = folding.states[view.name]
    new = shown(view, states)
    for table in view.tables:
        if table.counter:
            add(connection, table, version, sums(new[table.name]))
        else:
            copy(connection, table, version, new[table.name])
    grow(connection, view, version, folding.tallies[view.name])
    copy(connection, view.subjects, version, _stored(view, states))


def _stored(view: View[S], states: Mapping[str, S]) -> list[Row]:
    dump = view.stored.dump_json
    return [(subject, dump(state).decode()) for subject, state in states.items()]


def shown(view: View[S], states: Mapping[str, S | None]) -> dict[str, list[Row]]:
    """All rows of these subjects, by table. Raises RowsFailed."""
    found: dict[str, list[Row]] = defaultdict(list)
    try:
        for subject, state in states.items():
            if state is not None:
                for name, rows in view.rows(subject, state).items():
                    found[name].extend(rows)
    except Exception as error:
        raise RowsFailed(f"{view.name}: {error!r}") from error
    return found


def digest(connection: psycopg.Connection[Any], view: View[Any], version: int) -> str:
    """Count and order-free hash of every row of every table: equal views have equal digests, whatever the session's settings."""
    parts = []
    connection.execute("SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO', true)")
    for table in view.tables:
        row = connection.execute(
            f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {table.at(version)} t"
        ).fetchone()
        assert row is not None
        parts.append(f"{table.name}:{row[0]}:{row[1]}")
    return ";".join(parts)
