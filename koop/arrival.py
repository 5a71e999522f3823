"""Has everything that the services have said arrived: in its topic, and in the views?"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg

from shared.inbox import positions
from shared.kafka import KafkaLogin
from shared.projection.lanes import CONSUMER
from shared.reading import ends
from shared.topology import Topology

SETTLE_SECONDS = 20.0

Databases = Mapping[str, psycopg.Connection[Any]]
"""By service, as its own role."""


@dataclass(frozen=True)
class Arrival:
    """`published`: the last number of each service's log when the wait began; `not_relayed`, `behind`: records still on their way."""

    published: Mapping[str, int]
    not_relayed: Mapping[str, int]
    behind: int

    @property
    def whole(self) -> bool:
        return not self.not_relayed and not self.behind


def arrival(databases: Databases, login: KafkaLogin, topology: Topology, seconds: float) -> Arrival:
    """Wait until what was published before is relayed and read by the views, at most `seconds` for each. Raises psycopg.Error."""
    published = {service: _number(connection, LAST.format(service)) for service, connection in databases.items()}
    relayed = _settled(lambda: {s: _number(connection, SENT.format(s)) for s, connection in databases.items()}, published, seconds)
    missing = {service: at - relayed[service] for service, at in published.items() if relayed[service] < at}
    return Arrival(published, missing, _views_behind(databases["reporting"], login, topology, seconds))


LAST = "SELECT coalesce(max(id), 0) FROM {}.published"
SENT = "SELECT coalesce(max(last_id), 0) FROM {}.relay_cursor"


def _number(connection: psycopg.Connection[Any], query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return int(row[0])


def _settled(look: Callable[[], Mapping[Any, int]], wanted: Mapping[Any, int], seconds: float) -> Mapping[Any, int]:
    """Look until everything has come as far as wanted, or the time is over; what was seen last."""
    until = time.monotonic() + seconds
    while any((seen := look()).get(key, 0) < at for key, at in wanted.items()) and time.monotonic() < until:
        time.sleep(0.1)
    return look() if not wanted else seen


def _views_behind(connection: psycopg.Connection[Any], login: KafkaLogin, topology: Topology, seconds: float) -> int:
    """Records of the domain topics that the views have not read in time."""
    wanted = {place: end for place, (_, end) in ends(login, {topology.name(t.name): t.partitions for t in topology.domain.topics}).items()}
    stands = _settled(lambda: positions(connection, CONSUMER, "reporting."), wanted, seconds)
    return sum(max(0, end - stands.get(place, 0)) for place, end in wanted.items())
