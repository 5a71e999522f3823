"""eventsourcing's recorder, made to write a whole `Append` in its own transaction."""

from collections.abc import Sequence
from typing import Any

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresProcessRecorder
from psycopg.types.json import Jsonb

from shared import inbox
from shared.append import Append, DueCommand, Outgoing
from shared.deadlines import Frist
from shared.parking import PARK

ANEW = ", ".join(f"{name} = excluded.{name}" for name in ("due", "command_id", "type", "command", *Frist.model_fields))


class Recorder(PostgresProcessRecorder):
    """Writes an `Append` in the recorder's own transaction: first what needs no lock, then events, then the published log."""

    def _insert_events(self, curs: psycopg.Cursor[Any], stored_events: Sequence[StoredEvent], **kwargs: Any) -> None:
        super()._insert_events(curs, stored_events, **kwargs)
        append: Append = kwargs["append"]
        write_beside(curs, append, f"{self.datastore.schema}.")
        if append.outgoing and not stored_events:
            curs.execute(f"SET LOCAL lock_timeout = '{self.datastore.lock_timeout}s'")
            self._publish(curs, append.outgoing)

    def _insert_stored_events(self, curs: psycopg.Cursor[Any], stored_events: Sequence[StoredEvent], **kwargs: Any) -> None:
        super()._insert_stored_events(curs, stored_events, **kwargs)
        with curs.connection.cursor() as after:
            self._publish(after, kwargs["append"].outgoing)

    def _publish(self, curs: psycopg.Cursor[Any], outgoing: list[Outgoing]) -> None:
        """Always after the events' lock, so that two writers never wait for each other in a ring."""
        if not outgoing:
            return
        curs.execute(f"LOCK TABLE {self.datastore.schema}.published IN EXCLUSIVE MODE")
        curs.execute(
            f"INSERT INTO {self.datastore.schema}.published (topic, key, stream, number, headers, value) "
            "SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[], %s::jsonb[], %s::bytea[])",
            (
                [o.topic for o in outgoing],
                [o.key for o in outgoing],
                [o.stream for o in outgoing],
                [o.number for o in outgoing],
                [Jsonb(o.headers) for o in outgoing],
                [o.value for o in outgoing],
            ),
        )


def write_beside(curs: psycopg.Cursor[Any], append: Append, schema: str) -> None:
    """The rows that need no lock of their own."""
    for answer in append.answers:
        curs.execute(
            f"INSERT INTO {schema}commands VALUES (%s, %s, %s, %s)",
            (answer.command_id, answer.body_hash, Jsonb(answer.result), answer.recorded_at),
        )
    inbox.move(curs, append.moves, schema)
    for stream, key in append.cleared:
        curs.execute(f"DELETE FROM {schema}deadlines WHERE stream = %s AND key = %s", (stream, key))
    for done in append.done:
        curs.execute(
            f"DELETE FROM {schema}deadlines WHERE stream = %s AND key = %s AND command_id = %s", (done.stream, done.key, done.command_id)
        )
    for row in map(DueCommand.row, append.deadlines):
        curs.execute(
            f"INSERT INTO {schema}deadlines VALUES ({', '.join(['%s'] * len(row))}) ON CONFLICT (stream, key) DO UPDATE SET {ANEW}", row
        )
    for parked in append.parked:
        curs.execute(PARK.format(schema=schema), parked.row())
    for statement, parameters in append.rows:
        curs.execute(statement, parameters)
