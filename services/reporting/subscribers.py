"""The live reader of the published language: one transaction per batch, of view rows, parked records, heads and positions."""

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import psycopg
import structlog
from psycopg_pool import ConnectionPool

from services.reporting.views import VIEWS
from services.reporting.wall import walled
from shared import inbox
from shared.clock import Clock
from shared.crash import crash_point
from shared.inbox import Move
from shared.metrics import BREAKER_OPEN, LAG, PARKED, RECORDS
from shared.parking import Parked, ParkedRow, RawRecord, settle
from shared.projection import lanes, versions
from shared.projection.batch import Batch
from shared.projection.lanes import CONSUMER
from shared.published import Unfit, parse
from shared.read_model import Record, RowsFailed, View
from shared.sequence import Item, Outcome
from shared.store import Fenced

SERVICE = "reporting"
SILENT = frozenset({"duplicate", "behind"})
BREAKER_RECORDS, WINDOW = 20, 100
"""The breaker looks at the last records of this process, once there are so many: batches of live traffic are small."""

log = structlog.get_logger()


class BreakerOpen(Exception):
    """More than half of the last records cannot be read or folded: our fault, most likely. Nothing is parked; the reader waits."""


class NotWaiting(Exception):
    """What was to be dismissed has been applied or dismissed already."""


class ViewsDesk:
    """Keeps the live version of every view."""

    def __init__(self, pool: ConnectionPool, clock: Clock, views: Sequence[View[Any]] = VIEWS) -> None:
        self.pool = pool
        self.clock = clock
        self.views = views
        self.recent: deque[bool] = deque(maxlen=WINDOW)
        """Of the last records that say something: whether each failed."""

    def ensure_live(self) -> None:
        """On start: a first, empty version of each view while nothing has been read yet; later a new view needs a rebuild."""
        with self.pool.connection() as connection:
            for name, problem in versions.ensure_live(connection, self.views).items():
                log.warning("view needs a rebuild: koop projections rebuild --switch", view=name, problem=problem)

    def apply(self, records: Sequence[RawRecord], moves: Sequence[Move]) -> None:
        """All of the batch or nothing. Raises Fenced when another reader was here already, BreakerOpen."""
        try:
            self._apply(records, moves, careful=False)
        except RowsFailed as error:
            log.warning("a view cannot show what it folded: looking for the record", error=str(error))
            self._apply(records, moves, careful=True)

    def positions(self) -> Mapping[tuple[str, int], int]:
        with self.pool.connection() as connection:
            return inbox.positions(connection, CONSUMER)

    def topic_ids(self) -> Mapping[str, str]:
        with self.pool.connection() as connection:
            return inbox.topic_ids(connection, CONSUMER)

    def redrive(self, lane: str) -> int:
        """Read a lane again with today's code, in order. Returns how many of its records still wait."""
        with self.pool.connection() as connection, connection.transaction():
            batch = Batch(connection, self.views, careful=True)
            batch.load([], [lane])
            batch.order.retake(lane)
            batch.write(self.clock.now())
            return len(batch.order.waiting.get(lane, {}))

    def dismiss(self, row: ParkedRow, note: str) -> int:
        """Give a record up for good; what stood behind it goes on. Returns how many of its lane still wait.

        Raises NotWaiting when it has been settled meanwhile.
        """
        with self.pool.connection() as connection, connection.transaction():
            batch = Batch(connection, self.views, careful=True)
            batch.load([], [row.lane])
            item = lanes.item_of(row)
            if item.place not in batch.waited:
                raise NotWaiting(f"record {row.id} is settled already")
            settle(connection, [row.id], "dismissed", note, self.clock.now())
            batch.order.dismiss(item)
            batch.write(self.clock.now())
            return len(batch.order.waiting.get(row.lane, {}))

    def _apply(self, records: Sequence[RawRecord], moves: Sequence[Move], *, careful: bool) -> None:
        now = self.clock.now()
        items = [Item(raw, parse(raw)) for raw in records]
        try:
            # In a pipeline the server works on one statement while the next is prepared.
            with self.pool.connection() as connection, connection.pipeline() as pipeline, connection.transaction():
                batch = Batch(connection, self.views, careful=careful)
                batch.load(items)
                outcomes = _failures(items, [batch.order.take(item) for item in items])
                _breaker([*self.recent, *outcomes])
                parked = batch.write(now)
                with connection.cursor() as cursor:
                    inbox.move(cursor, moves)
                pipeline.sync()  # what is wrong is told here, under its own name, before the commit
                crash_point("apply.before_commit")
        except psycopg.errors.NotNullViolation as error:
            if error.diag.table_name == "positions":
                raise Fenced(f"position moved by another reader: {error}") from error
            raise
        crash_point("apply.after_commit")
        self.recent.extend(outcomes)
        _measure(batch, items, parked, now)


def _failures(items: Sequence[Item], outcomes: Sequence[Outcome]) -> list[bool]:
    """What was seen before, or stands behind a failed one, says nothing: one bad key is no reason to stop all, nor do its many
    records hide that every other key fails."""
    pairs = zip(items, outcomes, strict=True)
    return [outcome == "view_failed" or isinstance(item.said, Unfit) for item, outcome in pairs if outcome not in SILENT]


def _breaker(failed: Sequence[bool]) -> None:
    """Raises BreakerOpen."""
    if len(failed) >= BREAKER_RECORDS and 2 * sum(failed) > len(failed):
        BREAKER_OPEN.labels(SERVICE).set(1)
        raise BreakerOpen(f"{sum(failed)} of {len(failed)} records cannot be read or folded")


def _measure(batch: Batch, items: Sequence[Item], parked: Sequence[Parked], now: datetime) -> None:
    BREAKER_OPEN.labels(SERVICE).set(0)
    for kind, n in batch.order.counts.items():
        RECORDS.labels(SERVICE, kind).inc(n)
    for one in parked:
        PARKED.labels(SERVICE, one.reason).inc()
    # every answer says how old the newest record is
    newest = max((item.said.recorded_at for item in items if isinstance(item.said, Record) and not walled(item.raw.topic)), default=None)
    if newest is not None:
        LAG.labels(SERVICE).set((now - newest).total_seconds())
