"""`koop verify`: events = published log = topic = view, by counts and hashes; deadlines = events; nothing waits unexplained."""

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Any

import psycopg

from koop import projections
from koop.verify_deadlines import deadlines
from koop.verify_stores import store
from koop.verify_topics import topics
from shared.inbox import positions
from shared.kafka import KafkaLogin
from shared.projection.lanes import CONSUMER
from shared.reading import ends
from shared.topology import Topology

SETTLE_SECONDS = 20.0
FACTS = "facts"


def verify(
    dsns: Mapping[str, str], login: KafkaLogin, topology: Topology, *, seconds: float = SETTLE_SECONDS, **options: Any
) -> dict[str, Any]:
    """One object with `ok`, `stores`, `deadlines`, `topics`, `views`, `parked`.

    `dsns`: each service's own role; `login`: the broker's admin, who may read every topic. What is on its way has
    `seconds` to arrive: whatever was published before must then be in its topic, and in the views.
    `options`: of the rebuild that the views are compared with. Raises psycopg.Error, Unreachable, Busy, WorkerDied.
    """
    with ExitStack() as stack:
        databases = {service: stack.enter_context(psycopg.connect(dsn, autocommit=True)) for service, dsn in dsns.items()}
        published = {service: _last_published(connection, service) for service, connection in databases.items()}
        relayed = _settled(lambda: {s: _relayed(connection, s) for s, connection in databases.items()}, published, seconds)
        behind = _views_behind(databases["reporting"], login, topology, seconds)
        found: dict[str, dict[str, Any]] = {
            "stores": {service: store(connection, service) for service, connection in databases.items()},
            "deadlines": {service: deadlines(connection, service) for service, connection in databases.items()},
            "topics": topics(databases, login, _ours(topology), published),
            "not_relayed": {service: at - relayed[service] for service, at in published.items() if relayed[service] < at},
            "parked": {service: _parked(connection, service) for service, connection in databases.items()},
        }
    views = projections.rebuild(dsns["reporting"], login, **options) | {"behind": behind}
    return {"ok": _clean(found) and views["ok"] and not behind, **found, "views": views}


def _clean(found: Mapping[str, Mapping[str, Any]]) -> bool:
    """A waiting partner fact is an answer to its sender; any other record that waits is a fault."""
    waiting = [n for by in found["parked"].values() for consumer, n in by["waiting"].items() if consumer != FACTS]
    parts = [*found["stores"].values(), *found["deadlines"].values(), *found["topics"].values()]
    return all(part["ok"] for part in parts) and not waiting and not found["not_relayed"]


def _ours(topology: Topology) -> dict[str, int]:
    """The topics that services write, with their partitions: partners' facts stand in no log of ours."""
    return {spec.name: spec.partitions for spec in topology.topics() if topology.partner_of(spec.name) is None}


def _last_published(connection: psycopg.Connection[Any], service: str) -> int:
    return _number(connection, f"SELECT coalesce(max(id), 0) FROM {service}.published")


def _relayed(connection: psycopg.Connection[Any], service: str) -> int:
    return _number(connection, f"SELECT coalesce(max(last_id), 0) FROM {service}.relay_cursor")


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


def _parked(connection: psycopg.Connection[Any], service: str) -> dict[str, dict[str, int]]:
    """Status -> consumer -> count."""
    found: dict[str, dict[str, int]] = {"waiting": {}, "redriven": {}, "dismissed": {}}
    query = f"SELECT status, consumer, count(*) FROM {service}.parked GROUP BY status, consumer ORDER BY 1, 2"
    for status, consumer, n in connection.execute(query.encode()).fetchall():
        found[status][consumer] = n
    return found
