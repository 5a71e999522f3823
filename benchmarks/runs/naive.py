"""What one would write first: FastStream message by message, a pydantic model, three UPSERTs, a commit. Timed from its first message."""

import asyncio
import time
from uuid import uuid4

import psycopg
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.annotations import KafkaMessage

from benchmarks.ground import Figures, Ground, topic_of
from benchmarks.views import ABOUT_COURSES
from shared.consuming import build_broker
from shared.contracts.base import Contract

TABLES = """
CREATE TABLE n_persons (person uuid PRIMARY KEY, records int, last date);
CREATE TABLE n_days (day date PRIMARY KEY, n bigint);
CREATE TABLE n_courses (course text, kind text, n bigint, PRIMARY KEY (course, kind));
"""
PERSON = (
    "INSERT INTO n_persons VALUES (%s, 1, %s) ON CONFLICT (person) "
    "DO UPDATE SET records = n_persons.records + 1, last = greatest(n_persons.last, excluded.last)"
)
DAY = "INSERT INTO n_days VALUES (%s, 1) ON CONFLICT (day) DO UPDATE SET n = n_days.n + 1"
COURSE = "INSERT INTO n_courses VALUES (%s, %s, 1) ON CONFLICT (course, kind) DO UPDATE SET n = n_courses.n + 1"


def upserts(ground: Ground) -> Figures:
    """NAIVE."""
    return {"rate": asyncio.run(_consumed(ground, build_broker(ground.login)))}


async def _consumed(ground: Ground, broker: KafkaBroker) -> float:
    wanted, seen, started, over = ground.sizes.naive, 0, 0.0, asyncio.Event()
    connection = await psycopg.AsyncConnection.connect(ground.dsn, autocommit=True)
    await connection.execute(TABLES)
    subscriber = broker.subscriber(
        topic_of(ground.sizes.some),
        group_id=f"naive-{uuid4()}",
        auto_offset_reset="earliest",
        ack_policy=AckPolicy.ACK_FIRST,
        no_reply=True,
    )

    async def consume(message: KafkaMessage) -> None:
        nonlocal seen, started
        started = started or time.perf_counter()
        if seen < wanted:
            await _write(connection, message)
        seen += 1
        if seen == wanted:
            over.set()

    subscriber(consume)
    await broker.start()
    await over.wait()
    seconds = time.perf_counter() - started
    await broker.stop()
    await connection.close()
    return wanted / seconds


async def _write(connection: psycopg.AsyncConnection, message: KafkaMessage) -> None:
    record = message.raw_message
    name = next(value for key, value in record.headers if key == "ce_type")  # type: ignore[union-attr]
    contract = Contract.registry[name.decode()].read(record.value)  # type: ignore[union-attr]
    async with connection.transaction():
        await connection.execute(PERSON, (contract.subject, contract.on))
        await connection.execute(DAY, (contract.on,))
        if type(contract) in ABOUT_COURSES:
            await connection.execute(COURSE, (contract.course, type(contract).__name__))  # type: ignore[attr-defined]
