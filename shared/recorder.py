"""eventsourcing's recorder, made to write a whole `Append` in its own transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresProcessRecorder
from psycopg.types.json import Jsonb
from pydantic_core import to_json

from shared import inbox
from shared.append import CHANNEL, Append, Outgoing
from shared.deadlines import Frist
from shared.parking import PARK

PUBLISH = """
INSERT INTO {schema}published (topic, key, stream, number, headers, value)
SELECT * FROM unnest(%b::text[], %b::text[], %b::text[], %b::bigint[], %b::jsonb[], %b::bytea[])
"""
EVENTS = """
INSERT INTO {schema}events (originator_id, originator_version, topic, state)
SELECT * FROM unnest(%b::text[], %b::bigint[], %b::text[], %b::bytea[]) RETURNING notification_id
"""
ANSWERS = "INSERT INTO {schema}commands SELECT * FROM unnest(%b::uuid[], %b::bytea[], %b::jsonb[], %b::timestamptz[])"
CLEARED = (
    "DELETE FROM {schema}deadlines d USING unnest(%b::text[], %b::text[]) AS c(stream, key) WHERE (d.stream, d.key) = (c.stream, c.key)"
)
DONE = (
    "DELETE FROM {schema}deadlines d USING unnest(%b::text[], %b::text[], %b::uuid[]) AS c(stream, key, id) "
    "WHERE (d.stream, d.key, d.command_id) = (c.stream, c.key, c.id)"
)
ANEW = ", ".join(f"{name} = excluded.{name}" for name in ("due", "command_id", "type", "command", *Frist.model_fields))
DEADLINES = (
    "INSERT INTO {schema}deadlines SELECT * FROM jsonb_populate_recordset(NULL::{schema}deadlines, %s) "
    f"ON CONFLICT (stream, key) DO UPDATE SET {ANEW}"
)


class Recorder(PostgresProcessRecorder):
    """Writes an `Append` in the recorder's own transaction: first what needs no lock, then events, then the published log.

    One statement for each table, however many rows: a batch of facts would else pay for thousands.
    """

    def _insert_events(self, curs: psycopg.Cursor[Any], stored_events: Sequence[StoredEvent], **kwargs: Any) -> None:
        super()._insert_events(curs, stored_events, **kwargs)
        append: Append = kwargs["append"]
        write_beside(curs, append, f"{self.datastore.schema}.")
        if append.outgoing and not stored_events:
            curs.execute(f"SET LOCAL lock_timeout = '{self.datastore.lock_timeout}s'")
            self._notify_channel(curs)
            self._publish(curs, append.outgoing)

    def _insert_stored_events(self, curs: psycopg.Cursor[Any], stored_events: Sequence[StoredEvent], **kwargs: Any) -> None:
        self._lock_table(curs)
        self._notify_channel(curs)
        events = [(one.originator_id, one.originator_version, one.topic, one.state) for one in stored_events]
        curs.execute(EVENTS.format(schema=f"{self.datastore.schema}."), columns(events), prepare=True)
        with curs.connection.cursor() as after:
            self._publish(after, kwargs["append"].outgoing)

    def _notify_channel(self, curs: psycopg.Cursor[Any]) -> None:
        curs.execute(f"NOTIFY {CHANNEL.format(schema=self.datastore.schema)}")

    def _publish(self, curs: psycopg.Cursor[Any], outgoing: list[Outgoing]) -> None:
        """Always after the events' lock, so that two writers never wait for each other in a ring."""
        if not outgoing:
            return
        curs.execute(f"LOCK TABLE {self.datastore.schema}.published IN EXCLUSIVE MODE", prepare=True)
        rows = [(o.topic, o.key, o.stream, o.number, Jsonb(o.headers), o.value) for o in outgoing]
        curs.execute(PUBLISH.format(schema=f"{self.datastore.schema}."), columns(rows), prepare=True)


def write_beside(curs: psycopg.Cursor[Any], append: Append, schema: str) -> None:
    """The rows that need no lock of their own."""

    def put(statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        if found := list(rows):
            curs.execute(statement.format(schema=schema), columns(found), prepare=True)

    put(ANSWERS, ((one.command_id, one.body_hash, Jsonb(one.result), one.recorded_at) for one in append.answers))
    inbox.move(curs, append.moves, schema)
    put(CLEARED, append.cleared)
    put(DONE, ((one.stream, one.key, one.command_id) for one in append.done))
    if append.deadlines:
        latest = {(one.stream, one.key): one.row() for one in append.deadlines}
        curs.execute(DEADLINES.format(schema=schema), (Jsonb(list(latest.values()), dumps=to_json),))
    for parked in append.parked:
        curs.execute(PARK.format(schema=schema), parked.row())
    for statement, parameters in append.rows:
        curs.execute(statement, parameters)


def columns(rows: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    """Turned, as `unnest` takes them."""
    return [list(column) for column in zip(*rows, strict=True)]
