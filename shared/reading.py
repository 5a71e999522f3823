"""Reading stretches of topics from offset to offset, outside any group: for rebuild and verification. Commits nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaConnectionError

from shared.kafka import KafkaLogin, assert_codecs
from shared.parking import RawRecord

MAX_RECORDS = 500
"""As many as stay in the processor's cache until they are folded: with 5000 each record takes a tenth longer."""

STALL_SECONDS = 30.0


class Unreachable(Exception):
    """What was to be read is not there: overtaken by retention or cut off; or the broker refuses the login or is silent."""


@dataclass(frozen=True)
class Stretch:
    """Offsets from `start` up to, not including, `end`."""

    topic: str
    partition: int
    start: int
    end: int


def stretches(start: Mapping[tuple[str, int], int], end: Mapping[tuple[str, int], int]) -> list[Stretch]:
    """From one set of positions to another; a partition without a start begins at 0."""
    return [
        Stretch(topic, partition, start.get((topic, partition), 0), at)
        for (topic, partition), at in sorted(end.items())
        if start.get((topic, partition), 0) < at
    ]


def read(login: KafkaLogin, wanted: Collection[Stretch], take: Callable[[list[RawRecord]], None]) -> None:
    """Hand over every record of the stretches, in order within a partition, in portions. Raises Unreachable."""
    if wanted:
        asyncio.run(_read(login, wanted, take))


def ends(login: KafkaLogin, partitions: Mapping[str, int]) -> dict[tuple[str, int], tuple[int, int]]:
    """First and next offset of every partition, by topic and number of partitions. Raises Unreachable."""
    return asyncio.run(_ends(login, [TopicPartition(topic, number) for topic, n in partitions.items() for number in range(n)]))


async def _read(login: KafkaLogin, wanted: Collection[Stretch], take: Callable[[list[RawRecord]], None]) -> None:
    async with _consumer(login) as consumer:
        left = {TopicPartition(s.topic, s.partition): s for s in wanted}
        consumer.assign(list(left))
        for partition, stretch in left.items():
            consumer.seek(partition, stretch.start)  # at once: without a position the fetcher would ask for one
        await _all_there(consumer, left)
        silent_since = asyncio.get_running_loop().time()
        while left:
            found = await consumer.getmany(*left, timeout_ms=500, max_records=MAX_RECORDS)
            for partition, records in found.items():
                take(_before(left[partition].end, records))
            if found:
                silent_since = asyncio.get_running_loop().time()
            elif asyncio.get_running_loop().time() - silent_since > STALL_SECONDS:
                raise Unreachable(f"nothing read for {STALL_SECONDS:.0f} s; missing {sorted(map(str, left.values()))}")
            for partition in list(left):
                if await consumer.position(partition) >= left[partition].end:
                    consumer.pause(partition)
                    del left[partition]


async def _all_there(consumer: Any, wanted: Mapping[TopicPartition, Stretch]) -> None:
    begins, after = await _bounds(consumer, list(wanted))
    for partition, stretch in wanted.items():
        if not begins[partition] <= stretch.start <= stretch.end <= after[partition]:
            raise Unreachable(f"{stretch} lies outside of {begins[partition]}..{after[partition]}")


async def _ends(login: KafkaLogin, partitions: list[TopicPartition]) -> dict[tuple[str, int], tuple[int, int]]:
    async with _consumer(login) as consumer:
        consumer.assign(partitions)  # else aiokafka asks for each topic's metadata by itself, 0.1 s each
        begins, after = await _bounds(consumer, partitions)
        return {(tp.topic, tp.partition): (begins[tp], after[tp]) for tp in partitions}


async def _bounds(consumer: Any, partitions: list[TopicPartition]) -> tuple[dict[TopicPartition, int], dict[TopicPartition, int]]:
    """aiokafka asks for ever for a topic that does not exist or may not be read."""
    try:
        async with asyncio.timeout(STALL_SECONDS):
            return await consumer.beginning_offsets(partitions), await consumer.end_offsets(partitions)
    except TimeoutError:
        raise Unreachable(f"no offsets of {sorted({tp.topic for tp in partitions})} within {STALL_SECONDS:.0f} s") from None


@asynccontextmanager
async def _consumer(login: KafkaLogin) -> AsyncIterator[Any]:
    assert_codecs()
    consumer = AIOKafkaConsumer(
        **login.aio(),
        enable_auto_commit=False,
        auto_offset_reset="none",
        isolation_level="read_committed",
        fetch_max_wait_ms=100,
        max_partition_fetch_bytes=4 * 1024 * 1024,
    )
    try:
        await consumer.start()
        yield consumer
    except KafkaConnectionError as error:
        raise Unreachable(str(error)) from error
    finally:
        await consumer.stop()


def _before(end: int, records: list[Any]) -> list[RawRecord]:
    """The client's own records: they have all that a `RawRecord` has, and to copy each of a million takes a second."""
    return records if records[-1].offset < end else [record for record in records if record.offset < end]
