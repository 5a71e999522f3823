"""Is the published log what the events say? Every event is put through today's outbox again and compared byte for byte."""

import hashlib
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import zip_longest
from typing import Any

import psycopg

from shared.contracts.base import Contract
from shared.messages import Recorded, from_json
from shared.unit import outgoing

Line = tuple[str, int, str, bytes]
"""Stream, number, type, value."""

EVENTS = 'SELECT originator_id, originator_version, topic, state FROM {}.events ORDER BY originator_id COLLATE "C", originator_version'
PUBLISHED = """
SELECT stream, number, headers->>'type', value FROM {}.published WHERE stream NOT LIKE 'receipts-%' ORDER BY stream COLLATE "C", number
"""


def store(connection: psycopg.Connection[Any], service: str) -> dict[str, Any]:
    """Counts and hashes of both sides, from one snapshot; `difference` names the first place where they part."""
    import_module(f"services.{service}.commands")  # registers every event of the service
    outbox = import_module(f"services.{service}.outbox").outbox
    events, told, logged = _Counted(_events(connection, service)), _Hashed(), _Hashed()
    difference = None
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for want, have in zip_longest(rendered(service, events, outbox), _published(connection, service)):
            told.add(want)
            logged.add(have)
            if want != have and difference is None:
                difference = _name(want or have)
    return {
        "ok": difference is None,
        "events": events.count,
        "rendered": told.said(),
        "published": logged.said(),
        "difference": difference,
    }


def rendered(service: str, events: Iterator[Recorded], outbox: Callable[[Recorded], Contract | None]) -> Iterator[Line]:
    """What the outbox makes of the events, numbered anew within each stream."""
    stream, number = "", 0
    for recorded in events:
        if recorded.stream != stream:
            stream, number = recorded.stream, 0
        contract = outbox(recorded)
        if contract is not None:
            number += 1
            yield stream, number, contract.type, outgoing(service, recorded, contract, number).value


def _events(connection: psycopg.Connection[Any], service: str) -> Iterator[Recorded]:
    with connection.cursor("events") as cursor:
        cursor.itersize = 5000
        for stream, version, name, state in cursor.execute(EVENTS.format(service)):
            yield Recorded(stream, version, *from_json(name, bytes(state)))


def _published(connection: psycopg.Connection[Any], service: str) -> Iterator[Line]:
    with connection.cursor("published") as cursor:
        cursor.itersize = 5000
        for stream, number, kind, value in cursor.execute(PUBLISHED.format(service)):
            yield stream, number, kind, bytes(value)


class _Counted:
    def __init__(self, events: Iterator[Recorded]) -> None:
        self.count = 0
        self._events = events

    def __iter__(self) -> Iterator[Recorded]:
        return self

    def __next__(self) -> Recorded:
        event = next(self._events)
        self.count += 1
        return event


class _Hashed:
    """Count and sha256 over lines, each with its lengths, so that no two sequences of lines read alike."""

    def __init__(self) -> None:
        self.count = 0
        self._sha = hashlib.sha256()

    def add(self, line: Line | None) -> None:
        if line is None:
            return
        stream, number, kind, value = line
        self.count += 1
        self._sha.update(f"{len(stream)}:{stream}{number}:{len(kind)}:{kind}{len(value)}:".encode())
        self._sha.update(value)

    def said(self) -> dict[str, Any]:
        return {"count": self.count, "sha256": self._sha.hexdigest()}


def _name(line: Line | None) -> str | None:
    return None if line is None else f"{line[0]}@{line[1]} ({line[2]})"
