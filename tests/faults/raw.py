"""What lies in the stores and in the topics, read without a line of the product: psycopg, kafka-python, JSON."""

import time
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import psycopg
from kafka import KafkaConsumer, TopicPartition
from psycopg.rows import dict_row

Row = dict[str, Any]
Place = tuple[str, int, int]

EVENTS = """
SELECT originator_id AS stream, originator_version AS version, topic AS type, convert_from(state, 'UTF8')::jsonb AS said
FROM {}.events ORDER BY originator_id COLLATE "C", originator_version
"""


@dataclass(frozen=True)
class Store:
    """One service's tables. `commands`: by id; `published`: in the order of ids."""

    events: list[Row]
    commands: dict[str, Row]
    published: list[Row]
    parked: list[Row]


@dataclass(frozen=True)
class Seen:
    """A record as it lies in Kafka. `headers`: the last of each name, as text where it is text."""

    place: Place
    key: bytes | None
    value: bytes | None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes = b""

    @property
    def stream(self) -> str:
        return self.headers.get("ce_koopstream", "")

    @property
    def number(self) -> int:
        text = self.headers.get("ce_koopnumber", "")
        return int(text) if text.isdecimal() else 0


def store(dsn: str, service: str) -> Store:
    with psycopg.connect(dsn, row_factory=dict_row) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

        def rows(query: str) -> list[Row]:
            return connection.execute(query.format(service).encode()).fetchall()

        commands = {str(row["command_id"]): row["result"] for row in rows("SELECT command_id, result FROM {}.commands")}
        return Store(rows(EVENTS), commands, rows("SELECT * FROM {}.published ORDER BY id"), rows("SELECT * FROM {}.parked ORDER BY id"))


def table(dsn: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(query.encode()).fetchall()


def topics(login: dict[str, Any], names: Collection[str], seconds: float = 60) -> list[Seen]:
    """Every record of these topics, by partition and offset. Raises TimeoutError."""
    consumer = KafkaConsumer(**login, enable_auto_commit=False, auto_offset_reset="earliest", check_crcs=True, max_poll_records=5000)
    try:
        places = [TopicPartition(name, number) for name in names for number in sorted(consumer.partitions_for_topic(name) or ())]
        left = {place for place, end in consumer.end_offsets(places).items() if end > consumer.beginning_offsets([place])[place]}
        ends = consumer.end_offsets(places)
        consumer.assign(list(left))
        found: list[Seen] = []
        until = time.monotonic() + seconds
        while left:
            for records in consumer.poll(timeout_ms=200).values():
                found.extend(map(_seen, records))
            left = {place for place in left if consumer.position(place) < ends[place]}
            if left and time.monotonic() > until:
                raise TimeoutError(f"not read in {seconds:.0f} s: {sorted(left)[:3]}")
        return sorted(found, key=lambda one: one.place)
    finally:
        consumer.close()


def ends(login: dict[str, Any], names: Collection[str]) -> dict[tuple[str, int], int]:
    """The next offset of each partition."""
    consumer = KafkaConsumer(**login, enable_auto_commit=False)
    try:
        places = [TopicPartition(name, number) for name in names for number in sorted(consumer.partitions_for_topic(name) or ())]
        return {(place.topic, place.partition): end for place, end in consumer.end_offsets(places).items()}
    finally:
        consumer.close()


def _seen(record: Any) -> Seen:
    headers = {name: (value or b"").decode("utf-8", "replace") for name, value in record.headers}
    parts = [record.key or b"", record.value or b"", *(name.encode() + b":" + (value or b"") for name, value in record.headers)]
    return Seen((record.topic, record.partition, record.offset), record.key, record.value, headers, b"\n".join(parts))
