"""Are the deadlines what the events say? Every stream is folded again; only what has fallen due may be missing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from koop.verify_stores import EVENTS
from shared.append import DueCommand
from shared.clock import business_now
from shared.deadlines import ClearDeadline, Deadline
from shared.messages import Event, Recorded, from_json
from shared.sealing import lock_of, read_keys, subject_of
from shared.unit import due_command

Places = dict[tuple[str, str], DueCommand]
"""By stream and key."""


def deadlines(connection: psycopg.Connection[Any], service: str) -> dict[str, Any]:
    """Counts, and the first place where stored and recomputed part. `connection`: as the service's role or the administrator's."""
    import_module(f"services.{service}.commands")  # registers every event of the service
    rule = import_module(f"services.{service}.policies").deadlines
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        connection.execute(f"SET LOCAL search_path = {service}")
        now = business_now(connection)
        wanted, present = recomputed(events(connection, service), rule), stored(connection)
        done = answered(connection, wanted)
    missing = sorted(place for place, due in wanted.items() if place not in present and due.due > now and due.command_id not in done)
    surplus = sorted(place for place, due in present.items() if wanted.get(place) != due)
    different = [*missing, *surplus]
    return {
        "ok": not different,
        "running": len(present),
        "fired": len(wanted.keys() - present.keys()) - len(missing),
        "difference": " ".join(different[0]) if different else None,
    }


def recomputed(history: Iterator[Recorded], rule: Callable[[Recorded], Sequence[Deadline]]) -> Places:
    """What would be due if nothing had fallen due yet. A deadline belongs to the stream whose event set it."""
    found: Places = {}
    for recorded in history:
        for deadline in rule(recorded):
            place = (recorded.stream, deadline.key)
            if isinstance(deadline, ClearDeadline):
                found.pop(place, None)
            else:
                found[place] = due_command(recorded, deadline)
    return found


def answered(connection: psycopg.Connection[Any], wanted: Places) -> frozenset[UUID]:
    """Whose command was handled. What was refused is not among them. Before its day only rules of a former release can have fired one."""
    ids = [due.command_id for due in wanted.values()]
    return frozenset(row[0] for row in connection.execute("SELECT command_id FROM commands WHERE command_id = ANY(%s)", (ids,)))


def stored(connection: psycopg.Connection[Any]) -> Places:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute("SELECT * FROM deadlines").fetchall()
    return {(due.stream, due.key): due for due in map(DueCommand.read, rows)}


def events(connection: psycopg.Connection[Any], service: str) -> Iterator[Recorded]:
    keys: dict[str, Mapping[str, bytes | None]] = {}
    with connection.cursor("deadlines") as cursor:
        cursor.itersize = 5000
        for stream, version, name, state in cursor.execute(EVENTS.format(service)):
            lock = None
            if Event.registry[name].sealed:
                lock = lock_of(keys.setdefault(stream, read_keys(connection, [subject_of(stream)])), stream, version)
            yield Recorded(stream, version, *from_json(name, bytes(state), lock))
