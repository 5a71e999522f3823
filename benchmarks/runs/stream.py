"""What FastStream costs over the client beneath it: processor time of this process per message, from the first batch on."""

import asyncio
import time
from typing import Any
from uuid import uuid4

from aiokafka import AIOKafkaConsumer
from faststream import AckPolicy
from faststream.kafka.annotations import KafkaMessage

from benchmarks.ground import Figures, Ground, topic_of
from shared.consuming import build_broker

BATCH = 500


def raw(ground: Ground) -> Figures:
    """aiokafka in a group, batches of up to 500, nothing done with them."""
    return asyncio.run(_raw(ground))


def batch(ground: Ground) -> Figures:
    """FastStream as the suite sets it up, nothing acknowledged."""
    return asyncio.run(_stream(ground, ack=False))


def acked(ground: Ground) -> Figures:
    """The same, every batch acknowledged."""
    return asyncio.run(_stream(ground, ack=True))


class Stopwatch:
    """Processor microseconds a message; the first batch only starts it."""

    def __init__(self, wanted: int) -> None:
        self.wanted, self.seen, self.first, self.over = wanted, 0, 0, asyncio.Event()
        self.started = self.spent = 0.0

    def take(self, n: int) -> None:
        if not self.seen:
            self.started, self.first = time.process_time(), n
        self.seen += n
        if self.seen == self.wanted:
            self.spent = time.process_time() - self.started
            self.over.set()

    def figures(self) -> Figures:
        return {"micros": 1e6 * self.spent / (self.wanted - self.first)}


async def _raw(ground: Ground) -> Figures:
    watch = Stopwatch(ground.sizes.some)
    consumer = AIOKafkaConsumer(
        topic_of(ground.sizes.some),
        **ground.login.aio(),
        group_id=f"raw-{uuid4()}",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
    )
    await consumer.start()
    while not watch.over.is_set():
        for records in (await consumer.getmany(timeout_ms=200, max_records=BATCH)).values():
            watch.take(len(records))
    await consumer.stop()
    return watch.figures()


async def _stream(ground: Ground, *, ack: bool) -> Figures:
    watch, broker = Stopwatch(ground.sizes.some), build_broker(ground.login)
    subscriber: Any = broker.subscriber(
        topic_of(ground.sizes.some),
        group_id=f"stream-{uuid4()}",
        batch=True,
        max_records=BATCH,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
        ack_policy=AckPolicy.MANUAL,
        no_reply=True,
    )

    async def consume(message: KafkaMessage) -> None:
        watch.take(len(message.raw_message))
        if ack:
            await message.ack()

    subscriber(consume)
    await broker.start()
    await watch.over.wait()
    await broker.stop()
    return watch.figures()
