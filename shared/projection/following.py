"""A version that is not live comes after the live ones: from where it stands to where they stand."""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg

from shared import read_model
from shared.kafka import KafkaLogin
from shared.parking import ParkedRow, RawRecord, parked_rows
from shared.projection import lanes
from shared.projection.versions import Positions
from shared.published import parse
from shared.read_model import Folding, Record, View
from shared.reading import read, stretches
from shared.sequence import Item, Place
from shared.sequence import Sequence as Order


class Unsound(Exception):
    """Records that the live views have taken in cannot be taken in now: today's code is not fit to be switched to."""


class Follower:
    """Applies what the live views have applied, in the same order rules, to other versions of the same views."""

    def __init__(self, views: Sequence[View[Any]], versions: Mapping[str, int], stands: Positions, heads: dict[str, int]) -> None:
        self.views = views
        self.versions = versions
        self.stands = dict(stands)
        self.order = Order(Folding(views), heads)

    def advance(self, connection: psycopg.Connection[Any], login: KafkaLogin, to: Positions) -> int:
        """`to` and what is parked must be of one snapshot: this connection's. Returns how many records were read.

        Raises Unsound, Unreachable, RowsFailed.
        """
        rows = [row for row in parked_rows(connection, status=None) if row.consumer == lanes.CONSUMER]
        skipped = set_aside(self.order, rows)
        late = [row.record for row in rows if row.status == "redriven" and row.record.offset < self.stands.get(_partition(row.record), 0)]
        self._take(connection, late, skipped)
        count = 0

        def take(records: list[RawRecord]) -> None:
            nonlocal count
            count += len(records)
            self._take(connection, records, skipped)

        read(login, stretches(self.stands, to), take)
        self.stands = dict(to)
        sound(self.order)
        return count

    def _take(self, connection: psycopg.Connection[Any], records: Sequence[RawRecord], skipped: set[Place]) -> None:
        items = [Item(raw, parse(raw)) for raw in records]
        items = [item for item in items if item.place not in skipped]
        folding = Folding(self.views)
        self.order.fold = folding
        touched = (item.said for item in [*items, *(item for item, _ in self.order.waits())])
        before = read_model.begin(connection, folding, self.versions, [said for said in touched if isinstance(said, Record)])
        for item in items:
            self.order.take(item)
        read_model.finish(connection, folding, self.versions, before)


def set_aside(order: Order, rows: Sequence[ParkedRow]) -> set[Place]:
    """What the live views have not applied: what waits is left out, what was dismissed is stepped over."""
    for row in rows:
        if row.status != "dismissed":
            continue
        said = parse(row.record)
        if said.stream is not None and said.number is not None:
            order.dismissed.add((said.stream, said.number))
    return {lanes.place_of(row.record) for row in rows if row.status != "redriven"}


def sound(order: Order) -> None:
    """Raises Unsound when anything waits that the live views have applied."""
    waits = order.waits()
    if not waits:
        return
    (item, verdict), raw = waits[0], waits[0][0].raw
    why = " ".join(filter(None, [verdict.outcome, verdict.problem, verdict.field]))
    raise Unsound(
        f"{len(waits)} records that the live views hold do not fold today, first {raw.topic}[{raw.partition}]@{raw.offset} "
        f"({item.said.stream}@{item.said.number}): {why}"
    )


def _partition(raw: RawRecord) -> tuple[str, int]:
    return (raw.topic, raw.partition)
