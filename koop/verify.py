"""`koop verify`: events = published log = topic = view, by counts and hashes; deadlines = events; nothing waits unexplained."""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

import psycopg

from koop import projections
from koop.arrival import SETTLE_SECONDS, arrival
from koop.migrate import WALLED
from koop.verify_deadlines import deadlines
from koop.verify_stores import store
from koop.verify_topics import topics
from shared.kafka import KafkaLogin
from shared.topology import Topology

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
        arrived = arrival(databases, login, topology, seconds)
        found: dict[str, dict[str, Any]] = {
            "stores": {service: discreet(service, store(connection, service)) for service, connection in databases.items()},
            "deadlines": {service: discreet(service, deadlines(connection, service)) for service, connection in databases.items()},
            "topics": topics(databases, login, _ours(topology), arrived.published),
            "not_relayed": dict(arrived.not_relayed),
            "parked": {service: _parked(connection, service) for service, connection in databases.items()},
        }
    views = projections.rebuild(dsns["reporting"], login, **options) | {"behind": arrived.behind}
    return {"ok": _clean(found) and views["ok"] and not arrived.behind, **found, "views": views}


def discreet(service: str, found: dict[str, Any]) -> dict[str, Any]:
    """Behind the wall it is said that something differs: neither in whose file, nor how many periods run (ADR 9)."""
    if service not in WALLED:
        return found
    hidden = {"difference": found["difference"] and "behind the wall"} | dict.fromkeys({"running", "fired"} & found.keys())
    return found | hidden


def _clean(found: Mapping[str, Mapping[str, Any]]) -> bool:
    """A waiting partner fact is an answer to its sender; any other record that waits is a fault."""
    waiting = [n for by in found["parked"].values() for consumer, n in by["waiting"].items() if consumer != FACTS]
    parts = [*found["stores"].values(), *found["deadlines"].values(), *found["topics"].values()]
    return all(part["ok"] for part in parts) and not waiting and not found["not_relayed"]


def _ours(topology: Topology) -> dict[str, int]:
    """The topics that services write, with their partitions: partners' facts stand in no log of ours."""
    return {spec.name: spec.partitions for spec in topology.topics() if topology.partner_of(spec.name) is None}


def _parked(connection: psycopg.Connection[Any], service: str) -> dict[str, dict[str, int]]:
    """Status -> consumer -> count."""
    found: dict[str, dict[str, int]] = {"waiting": {}, "redriven": {}, "dismissed": {}}
    query = f"SELECT status, consumer, count(*) FROM {service}.parked GROUP BY status, consumer ORDER BY 1, 2"
    for status, consumer, n in connection.execute(query.encode()).fetchall():
        found[status][consumer] = n
    return found
