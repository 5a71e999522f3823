"""The event store: streams loaded by the batch, and everything that must happen together written in one transaction."""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

import psycopg
from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.postgres import PostgresDatastore
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from shared.append import Append, DueCommand
from shared.crash import crash_point
from shared.messages import Event, Meta, Recorded, from_json, to_json
from shared.recorder import Recorder
from shared.sealing import Keys, lock_of, make_keys, read_keys, subject_of

LIBPQ = "-c statement_timeout=15s -c idle_in_transaction_session_timeout=5s -c transaction_timeout=20s -c search_path={schema}"
"""The last limit (PostgreSQL 17 and later) is for a process that freezes within a pipeline: the server takes it for busy, not idle, and
would let it keep its locks for ever.
"""


class Conflict(Exception):
    """Another writer was faster on this stream: load and decide again."""


class Repeated(Exception):
    """A command id that is stored already: its answer is in `commands`."""


class Fenced(Exception):
    """Another reader has moved the position: everything of this batch is already done, or someone else's to do."""


@dataclass(frozen=True)
class Snapshot:
    version: int
    fingerprint: str
    state: Any


@dataclass
class History:
    """What is stored of one stream: an old state, the events after it, and how much of it was published."""

    snapshot: Snapshot | None = None
    events: list[Recorded] = field(default_factory=list)
    published: int = 0


class Stored(NamedTuple):
    """An event as it lies in its table."""

    stream: str
    version: int
    name: str
    state: bytes


class Store:
    """Loads streams by the batch, appends in one transaction."""

    def __init__(self, dsn: str, schema: str, *, lock_timeout: int = 5, pool_size: int = 4) -> None:
        """`lock_timeout` in seconds: how long an append waits for the events' lock (1 for HTTP, 5 for consumers)."""
        if os.environ.get("POSTGRES_ENABLE_DB_FUNCTIONS", "").lower() in {"y", "yes", "t", "true", "on", "1"}:
            raise RuntimeError("POSTGRES_ENABLE_DB_FUNCTIONS loses events for a tailing reader: unset it")
        part = conninfo_to_dict(dsn)
        self.schema = schema
        self.datastore = PostgresDatastore(
            str(part["dbname"]),
            str(part["host"]),
            str(part.get("port", 5432)),
            str(part["user"]),
            str(part.get("password", "")),
            schema=schema,
            originator_id_type="text",
            lock_timeout=lock_timeout,
            pool_size=1,
            max_overflow=pool_size - 1,
            idle_in_transaction_session_timeout=5,
        )
        limits = {"options": LIBPQ.format(schema=schema), "tcp_user_timeout": 10_000, "application_name": f"koop-{schema}"}
        self.datastore.pool.kwargs = {**cast(dict[str, Any], self.datastore.pool.kwargs), **limits}
        self.recorder = Recorder(self.datastore, events_table_name="events", tracking_table_name="tracking")

    def close(self) -> None:
        self.datastore.close()

    def load(self, streams: Collection[str], commands: Collection[UUID] = ()) -> tuple[dict[str, History], dict[UUID, tuple[bytes, Any]]]:
        """The streams' histories and the answers that stand under these command ids, with one round trip."""
        names, found = list(streams), {stream: History() for stream in streams}
        with self.datastore.get_connection() as connection, connection.pipeline(), connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            with connection.cursor(row_factory=dict_row) as cursor:
                snapshots = connection.cursor().execute("SELECT * FROM snapshots WHERE stream = ANY(%s)", (names,))
                events = cursor.execute(
                    "SELECT e.* FROM events e LEFT JOIN snapshots s ON s.stream = e.originator_id WHERE originator_id = ANY(%s) "
                    "AND originator_version > coalesce(s.version, 0) ORDER BY originator_id, originator_version",
                    (names,),
                )
                heads = connection.cursor().execute(
                    "SELECT stream, max(number) AS number FROM published WHERE stream = ANY(%s) GROUP BY stream", (names,)
                )
                answers = connection.cursor().execute("SELECT * FROM commands WHERE command_id = ANY(%s)", (list(commands),))
                for row in snapshots.fetchall():
                    found[row["stream"]].snapshot = Snapshot(row["version"], row["fingerprint"], row["state"])
                stored = events.fetchall()
                for row in heads.fetchall():
                    found[row["stream"]].published = row["number"]
                known = {row["command_id"]: (bytes(row["body_hash"]), row["result"]) for row in answers.fetchall()}
        for recorded in self._opened([_stored(row) for row in stored]):
            found[recorded.stream].events.append(recorded)
        return found, known

    def whole(self, stream: str) -> list[Recorded]:
        """Every event of a stream, whatever snapshots exist."""
        return self.wholes([stream])[stream]

    def wholes(self, streams: Collection[str]) -> dict[str, list[Recorded]]:
        """The same of many, by one query."""
        with self.datastore.get_connection() as connection:
            rows = connection.execute(
                "SELECT * FROM events WHERE originator_id = ANY(%s) ORDER BY originator_id, originator_version", (list(streams),)
            ).fetchall()
        found: dict[str, list[Recorded]] = {stream: [] for stream in streams}
        for one in self._opened([_stored(row) for row in rows]):
            found[one.stream].append(one)
        return found

    def _opened(self, rows: Sequence[Stored]) -> list[Recorded]:
        """Keys are asked for only where a field is sealed. Raises KeyLost."""
        keys = self._keys([row.stream for row in rows if Event.registry[row.name].sealed])
        return [Recorded(row.stream, row.version, *_read(row, keys)) for row in rows]

    def _keys(self, streams: Sequence[str], *, make: bool = False) -> Keys:
        if not streams:
            return {}
        with self.datastore.get_connection() as connection:
            return (make_keys if make else read_keys)(connection, {subject_of(stream) for stream in streams})

    def append(self, append: Append) -> None:
        """Write all of it or nothing.

        Raises Conflict, Repeated or Fenced, told apart by what PostgreSQL refused; Refused for a sealed field of somebody erased.
        """
        keys = self._keys([e.stream for e in append.events if e.event.sealed], make=True)
        stored = [
            StoredEvent(originator_id=e.stream, originator_version=e.version, topic=e.event.name, state=_closed(e, keys))
            for e in append.events
        ]
        crash_point("append.before_commit")
        try:
            self.recorder.insert_events(stored, append=append)
        except IntegrityError as error:
            raise _refusal(error) from error
        crash_point("append.after_commit")

    def save_snapshot(self, stream: str, version: int, fingerprint: str, state: Any) -> None:
        with self.datastore.get_connection() as connection:
            connection.execute(
                "INSERT INTO snapshots VALUES (%s, %s, %s, %s) ON CONFLICT (stream) DO UPDATE SET version = excluded.version, "
                "fingerprint = excluded.fingerprint, state = excluded.state WHERE snapshots.version < excluded.version "
                "OR snapshots.fingerprint <> excluded.fingerprint",
                (stream, version, fingerprint, Jsonb(state)),
            )

    def due(self, now: datetime, after: DueCommand | None = None, limit: int = 100) -> list[DueCommand]:
        """The first of them, or those that come after one."""
        with self.datastore.get_connection() as connection:
            rows = connection.execute(
                "SELECT * FROM deadlines WHERE due <= %s AND (%s::text IS NULL OR (due, stream, key) > (%s, %s, %s)) "
                "ORDER BY due, stream, key LIMIT %s",
                (now, after and after.key, after and after.due, after and after.stream, after and after.key, limit),
            )
            return [DueCommand.read(row) for row in rows.fetchall()]

    def periods(self, owner: str | None = None, until: date | None = None) -> list[DueCommand]:
        """The periods that run for somebody, the first to end first: of one organisation, with a last day up to `until`."""
        with self.datastore.get_connection() as connection:
            rows = connection.execute(
                "SELECT * FROM deadlines WHERE owner IS NOT NULL AND owner = coalesce(%s, owner) AND last_day <= coalesce(%s, last_day) "
                "ORDER BY last_day, stream, key",
                (owner, until),
            )
            return [DueCommand.read(row) for row in rows.fetchall()]


def _stored(row: Mapping[str, Any]) -> Stored:
    return Stored(row["originator_id"], row["originator_version"], row["topic"], bytes(row["state"]))


def _closed(recorded: Recorded, keys: Keys) -> bytes:
    lock = lock_of(keys, recorded.stream, recorded.version) if recorded.event.sealed else None
    return to_json(recorded.event, recorded.meta, lock)


def _read(row: Stored, keys: Keys) -> tuple[Event, Meta]:
    lock = lock_of(keys, row.stream, row.version) if Event.registry[row.name].sealed else None
    return from_json(row.name, row.state, lock)


def _refusal(error: IntegrityError) -> Exception:
    """Three causes share eventsourcing's IntegrityError; the database names the constraint."""
    cause = error.__cause__
    diagnosis = cause.diag if isinstance(cause, psycopg.Error) else None
    if diagnosis is not None and diagnosis.table_name == "positions":
        return Fenced(f"position moved by another reader: {cause}")
    if diagnosis is not None and diagnosis.table_name == "commands":
        return Repeated(str(cause))
    return Conflict(str(cause))
