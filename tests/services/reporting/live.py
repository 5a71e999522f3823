"""A live reader of views on a real database, driven by hand: what a consumer would hand over, and what then stands there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool

from services.reporting.subscribers import ViewsDesk
from shared.clock import FixedClock
from shared.inbox import Move
from shared.parking import RawRecord
from shared.read_model import View
from shared.store import LIBPQ
from tests.services.reporting.published import NOW, VIEWS


@dataclass
class Live:
    desk: ViewsDesk
    pool: ConnectionPool
    dsn: str

    def deliver(self, *records: RawRecord, desk: ViewsDesk | None = None) -> None:
        """One batch, read on from where the views stand."""
        stands = self.desk.positions()
        ends = {(r.topic, r.partition): r.offset + 1 for r in records}
        moves = [Move("views", topic, partition, stands.get((topic, partition), 0), end) for (topic, partition), end in ends.items()]
        (desk or self.desk).apply(records, moves)

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with self.pool.connection() as connection:
            return connection.execute(query.encode(), parameters).fetchall()

    def courses(self, version: int = 1) -> list[str]:
        return [course for (course,) in self.rows(f"SELECT course FROM seen_courses_v{version} ORDER BY person, place")]

    def counts(self, version: int = 1) -> dict[str, int]:
        return dict(self.rows(f"SELECT vg, n FROM seen_counts_v{version}"))

    def parked(self) -> list[tuple[str, str]]:
        return self.rows("SELECT status, reason FROM parked ORDER BY id")

    def heads(self) -> dict[str, int]:
        """By kind of stream; tests that use it have one person."""
        return {stream.partition("-")[0]: number for stream, number in self.rows("SELECT stream, number FROM heads")}


@contextmanager
def live(dsn: str, views: Sequence[View[Any]] = VIEWS, cursor: type[psycopg.Cursor[Any]] = psycopg.Cursor) -> Iterator[Live]:
    kwargs = {"autocommit": True, "options": LIBPQ.format(schema="reporting"), "cursor_factory": cursor}
    with ConnectionPool(dsn, min_size=1, max_size=4, kwargs=kwargs, open=True) as pool:
        desk = ViewsDesk(pool, FixedClock(NOW), views)
        desk.ensure_live()
        yield Live(desk, pool, dsn)
