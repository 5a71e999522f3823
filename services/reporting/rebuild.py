"""Rebuild beside live traffic: a new version from offset 0, caught up, compared with the live one, switched in one transaction.

Killed at any point it has changed nothing that anyone reads: its tables are dropped by the next rebuild.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from shared import read_model
from shared.crash import crash_point
from shared.inbox import positions
from shared.kafka import KafkaLogin
from shared.parking import parked_rows
from shared.projection import bulk, versions
from shared.projection.bulk import Job
from shared.projection.following import Follower
from shared.projection.lanes import CONSUMER
from shared.read_model import View
from shared.reading import stretches

CATALOGUE = "services.reporting.views"
OPTIONS = "-c search_path=reporting -c idle_in_transaction_session_timeout=120s"
LOCK = 2016_07_04
FEW = 500
ROUNDS = 5

Progress = Callable[[str, int, int], None]
"""Phase, records done, records to do."""


class Busy(Exception):
    """Another rebuild is running."""


class NothingKept(Exception):
    """There is no former version to go back to."""


@dataclass(frozen=True)
class Compared:
    """A view's new version beside the live one. `live` None: there was none, and nothing to compare with."""

    view: str
    version: int
    live: int | None
    digest: str
    live_digest: str | None
    code_changed: bool

    @property
    def equal(self) -> bool:
        return self.live is None or self.digest == self.live_digest


@dataclass(frozen=True)
class Rebuilt:
    views: list[Compared]
    records: int
    seconds: float
    locked_seconds: float
    switched: bool

    @property
    def equal(self) -> bool:
        return all(view.equal for view in self.views)


def quiet(phase: str, done: int, total: int) -> None:
    """No progress wanted."""


@dataclass(frozen=True)
class Wish:
    """`names` None is every view. A difference is only ever accepted for a view whose code has changed since its live version."""

    names: Sequence[str] | None = None
    switch: bool = False
    accept_difference: bool = False
    processes: int = 2
    progress: Progress = quiet
    catalogue: str = CATALOGUE

    def grants(self, compared: Sequence[Compared]) -> bool:
        return self.switch and all(one.equal or (self.accept_difference and one.code_changed) for one in compared)


def rebuild(dsn: str, login: KafkaLogin, wish: Wish) -> Rebuilt:
    """Build, compare and, if asked and allowed, switch; else drop what was built. `dsn`: reporting's own role.

    Raises Busy, Unsound, Unreachable, RowsFailed, WorkerDied, KeyError for an unknown view.
    """
    started = time.monotonic()
    views = bulk.views_of(wish.catalogue, wish.names)
    with _operator(dsn) as connection:
        built = _begin(connection, views)
        try:
            follower, folded = _bulk(connection, views, built, Source(dsn, login, wish))
            followed = _catch_up(connection, follower, login, wish.progress)
            locked = time.monotonic()
            last, compared, switched = _finish(connection, follower, login, wish)
        finally:
            with connection.transaction():
                versions.remove(connection, views, "building")
    now = time.monotonic()
    return Rebuilt(compared, folded + followed + last, now - started, now - locked, switched)


def rollback(dsn: str, login: KafkaLogin, names: Sequence[str] | None = None, *, catalogue: str = CATALOGUE) -> list[Compared]:
    """Let the kept versions catch up and make them live again; those that were live are kept. All views or none.

    Raises Busy, NothingKept, Unsound, Unreachable, KeyError.
    """
    views = bulk.views_of(catalogue, names)
    with _operator(dsn) as connection, connection.transaction():
        live = versions.live(connection, exclusively=True)
        to, compared = positions(connection, CONSUMER), []
        for view in views:
            found = versions.kept(connection, view)
            if found is None:
                raise NothingKept(view.name)
            version, stands, heads = found
            Follower([view], {view.name: version}, stands, heads).advance(connection, login, to)
            compared.append(_compare(connection, view, version, live.get(view.name)))
            versions.switch(connection, view, version, to)
        return compared


def _begin(connection: psycopg.Connection[Any], views: Sequence[View[Any]]) -> dict[str, int]:
    """Drop what a killed rebuild left, and make the new tables."""
    with connection.transaction():
        versions.remove(connection, views, "building")
        return {view.name: versions.make(connection, view, "building", to_fill=True) for view in views}


@dataclass(frozen=True)
class Source:
    dsn: str
    login: KafkaLogin
    wish: Wish


def _bulk(connection: psycopg.Connection[Any], views: Sequence[View[Any]], built: dict[str, int], source: Source) -> tuple[Follower, int]:
    """Everything up to where the live views stood in one snapshot."""
    wish = source.wish
    with _snapshot(connection):
        to = positions(connection, CONSUMER)
        parked = [row for row in parked_rows(connection, status=None) if row.consumer == CONSUMER]
    wanted = stretches({}, to)
    total, done = sum(one.end - one.start for one in wanted), 0

    def count(n: int) -> None:
        nonlocal done
        done += n
        wish.progress("fold", done, total)

    jobs = [Job(source.dsn, OPTIONS, source.login, wish.catalogue, built, share, parked) for share in bulk.shares(wanted, wish.processes)]
    heads = bulk.run(jobs, count)
    for view in views:
        read_model.filled(connection, view, built[view.name])
    return Follower(views, built, to, heads), done


def _catch_up(connection: psycopg.Connection[Any], follower: Follower, login: KafkaLogin, progress: Progress) -> int:
    """While the live views go on, until little is left to be read under the lock. Returns the records read."""
    total = 0
    for _ in range(ROUNDS):
        with _snapshot(connection):
            read = follower.advance(connection, login, positions(connection, CONSUMER))
        total += read
        progress("catch up", total, total)
        if read < FEW:
            break
    return total


def _finish(connection: psycopg.Connection[Any], follower: Follower, login: KafkaLogin, wish: Wish) -> tuple[int, list[Compared], bool]:
    """While the live views wait: the last records, the comparison, the switch. One transaction."""
    with connection.transaction():
        live = versions.live(connection, exclusively=True)
        read = follower.advance(connection, login, positions(connection, CONSUMER))
        compared = [_compare(connection, view, follower.versions[view.name], live.get(view.name)) for view in follower.views]
        switched = wish.grants(compared)
        for view in follower.views if switched else ():
            versions.switch(connection, view, follower.versions[view.name], follower.stands)
        crash_point("rebuild.before_switch")
    crash_point("rebuild.after_switch")
    return read, compared, switched


def _compare(connection: psycopg.Connection[Any], view: View[Any], version: int, live: int | None) -> Compared:
    digest = read_model.digest(connection, view, version)
    if live is None:
        return Compared(view.name, version, None, digest, None, code_changed=True)
    row = connection.execute("SELECT code FROM view_versions WHERE view = %s AND version = %s", (view.name, live)).fetchone()
    changed = row is not None and row[0] != versions.code(view)
    return Compared(view.name, version, live, digest, read_model.digest(connection, view, live), changed)


@contextmanager
def _operator(dsn: str) -> Iterator[psycopg.Connection[Any]]:
    """One at a time; the lock dies with the connection. Raises Busy."""
    with psycopg.connect(dsn, autocommit=True, options=OPTIONS, application_name="koop-rebuild") as connection:
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone()
        if row is None or not row[0]:
            raise Busy("another rebuild is running")
        yield connection


@contextmanager
def _snapshot(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Positions and parked records of one instant."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
