"""Parking: what cannot be processed is kept byte for byte with its reason, and re-read later with that day's code."""

import base64
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

PARK = """
INSERT INTO {schema}parked (consumer, topic, partition, kafka_offset, key, headers, value, lane, reason, field, details, parked_at)
VALUES (%(consumer)s, %(topic)s, %(partition)s, %(offset)s, %(key)s, %(headers)s, %(value)s, %(lane)s, %(reason)s, %(field)s,
        %(details)s, %(parked_at)s)
ON CONFLICT (consumer, topic, partition, kafka_offset) DO UPDATE
SET reason = excluded.reason, field = excluded.field, details = excluded.details, parked_at = excluded.parked_at, status = 'waiting'
"""

Headers = Sequence[tuple[str, bytes | None]]


@dataclass(frozen=True)
class RawRecord:
    """A Kafka record as any client read it: nothing decoded, nothing trusted."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers


@dataclass(frozen=True)
class Parked:
    """`lane`: what waits in sequence. The key on domain topics; each fact by itself on partner topics."""

    consumer: str
    record: RawRecord
    lane: str
    reason: str
    field: str | None
    parked_at: datetime
    details: dict[str, Any] = dataclasses.field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        record = self.record
        return {
            "consumer": self.consumer,
            "topic": record.topic,
            "partition": record.partition,
            "offset": record.offset,
            "key": record.key,
            "value": record.value,
            "headers": Jsonb([[_text(name.encode("utf-8", "surrogatepass")), _text(value)] for name, value in record.headers]),
            "lane": self.lane,
            "reason": self.reason,
            "field": self.field,
            "details": Jsonb(self.details),
            "parked_at": self.parked_at,
        }


@dataclass(frozen=True)
class ParkedRow:
    """A parked record as it lies in the database."""

    id: int
    consumer: str
    record: RawRecord
    lane: str
    reason: str
    field: str | None
    details: dict[str, Any]
    status: str
    note: str | None
    parked_at: datetime


def plain(text: str, most: int = 80) -> str:
    """What a sender called a field, fit for a database, a log and a screen: no NUL, no lone surrogate, no bidi trick."""
    return "".join(char if char.isprintable() else "?" for char in text[:most])


def _text(data: bytes | None) -> str | None:
    """JSON in PostgreSQL cannot hold every string: names and values are kept as base64."""
    return None if data is None else base64.b64encode(data).decode()


def parked_rows(
    connection: psycopg.Connection[Any], *, schema: str = "", status: str | None = "waiting", ids: Sequence[int] | None = None
) -> list[ParkedRow]:
    """In the order of their arrival; `status` None is all."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            f"SELECT * FROM {schema}parked WHERE (%(status)s::text IS NULL OR status = %(status)s) "
            "AND (%(ids)s::bigint[] IS NULL OR id = ANY(%(ids)s)) ORDER BY id",
            {"status": status, "ids": None if ids is None else list(ids)},
        )
        return [parked_row(row) for row in cursor.fetchall()]


def parked_row(row: dict[str, Any]) -> ParkedRow:
    record = RawRecord(
        row["topic"],
        row["partition"],
        row["kafka_offset"],
        row["key"],
        row["value"],
        [
            (base64.b64decode(name).decode("utf-8", "surrogatepass"), None if value is None else base64.b64decode(value))
            for name, value in row["headers"]
        ],
    )
    return ParkedRow(
        row["id"],
        row["consumer"],
        record,
        row["lane"],
        row["reason"],
        row["field"],
        row["details"],
        row["status"],
        row["note"],
        row["parked_at"],
    )


def settle(connection: psycopg.Connection[Any], ids: Sequence[int], status: str, note: str | None, at: datetime, schema: str = "") -> None:
    """Mark as redriven or dismissed; a dismissal says why."""
    connection.execute(
        f"UPDATE {schema}parked SET status = %s, note = %s, settled_at = %s WHERE id = ANY(%s)", (status, note, at, list(ids))
    )
