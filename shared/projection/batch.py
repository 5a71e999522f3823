"""One batch of published records against the live versions, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import psycopg

from shared import read_model
from shared.parking import Parked, ParkedRow
from shared.projection import lanes, versions
from shared.read_model import Before, Folding, Record, View
from shared.sequence import Item, Place, lane_of
from shared.sequence import Sequence as Order


class Batch:
    """Loads what the records may touch with a fixed number of queries, then takes them in memory, then writes by the set."""

    def __init__(self, connection: psycopg.Connection[Any], views: Iterable[View[Any]], *, careful: bool = False) -> None:
        """Raises nothing; holds the live versions until the commit."""
        self.connection = connection
        self.versions = versions.live(connection)
        self.folding = Folding([view for view in views if view.name in self.versions], careful=careful)
        self.order = Order(self.folding)
        self.waited: Mapping[Place, ParkedRow] = {}
        self.heads: dict[str, int] = {}
        self.before: Before = {}

    def load(self, items: Sequence[Item], more: Iterable[str] = ()) -> None:
        """`more`: lanes that are to be settled though no record of them is in the batch."""
        names = {lane_of(item.raw) for item in items} | set(more)
        lanes.lock(self.connection, names)
        self.waited = lanes.remember(self.order, lanes.parked(self.connection, names))
        touched = [*items, *(item for item, _ in self.order.waits())]
        self.heads = lanes.heads(self.connection, lanes.streams_of(touched))
        self.order.heads = dict(self.heads)
        records = (item.said for item in touched if isinstance(item.said, Record))
        self.before = read_model.begin(self.connection, self.folding, self.versions, records)

    def write(self, at: datetime) -> list[Parked]:
        """Returns what was parked. Raises RowsFailed."""
        read_model.finish(self.connection, self.folding, self.versions, self.before)
        return lanes.keep(self.connection, self.order, self.waited, self.heads, at)
