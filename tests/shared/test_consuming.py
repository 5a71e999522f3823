"""The reader of topics beside its happy path, which the services' own tests walk."""

import asyncio
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

import psycopg
from aiokafka import TopicPartition

from shared.consuming import Consumer, _Seeker
from shared.health import Health
from shared.inbox import Move
from shared.kafka import KafkaLogin
from shared.parking import RawRecord


class Unsteady:
    """Positions in a database that does not answer the first times."""

    def __init__(self, failures: int) -> None:
        self.failures = failures

    def positions(self) -> Mapping[tuple[str, int], int]:
        if self.failures:
            self.failures -= 1
            raise psycopg.OperationalError("the database is down")
        return {("t", 0): 7}

    def topic_ids(self) -> Mapping[str, str]:
        return {}


class Client:
    """What `seek` needs of an aiokafka consumer."""

    def __init__(self) -> None:
        self.sought: list[tuple[TopicPartition, int]] = []

    async def beginning_offsets(self, places: list[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(places, 0)

    def seek(self, place: TopicPartition, at: int) -> None:
        self.sought.append((place, at))


def test_a_reader_that_gets_partitions_while_the_database_is_down_waits_and_does_not_die() -> None:
    """Found by fault 10: readers whose session ended in the same outage came back to a database that was not there yet, and died."""
    health, client, none = Health(), Client(), KafkaLogin("nowhere:1", "u", "p")

    def apply(records: Any, moves: Any) -> None:
        raise AssertionError("nothing is read here")

    consumer = Consumer(service="s", name="views", topics=["t"], login=none, positions=Unsteady(2), apply=apply, health=health)
    asyncio.run(_Seeker(consumer, lambda: client).on_partitions_assigned({TopicPartition("t", 0)}))
    assert client.sought == [(TopicPartition("t", 0), 7)] and consumer.assigned
    assert health.fatal is None


def test_a_batch_that_is_more_than_a_transaction_may_take_gets_through_in_halves() -> None:
    """Found by fault 9 in the long run: many facts about one person at once took longer than the database lets a transaction last."""
    applied: list[tuple[list[int], list[Move]]] = []

    def apply(records: Sequence[RawRecord], moves: Sequence[Move]) -> None:
        if len(records) > 2:
            raise psycopg.OperationalError("terminating connection due to transaction timeout")
        applied.append(([record.offset for record in records], list(moves)))

    health, none = Health(), KafkaLogin("nowhere:1", "u", "p")
    consumer = Consumer(service="s", name="views", topics=["t"], login=none, positions=Unsteady(0), apply=apply, health=health)
    records = [RawRecord("t", n % 2, n // 2, None, b"", ()) for n in range(7)]  # 0..3 of partition 0, 0..2 of partition 1
    whole = [Move("views", "t", 0, 0, 4), Move("views", "t", 1, 0, 3)]
    asyncio.run(consumer._until_applied(cast(Any, None), records, whole))
    assert [offset for offsets, _ in applied for offset in offsets] == [record.offset for record in records]
    for partition, end in ((0, 4), (1, 3)):
        steps = [(move.start, move.end) for _, moves in applied for move in moves if move.partition == partition]
        assert steps[0][0] == 0 and steps[-1][1] == end
        assert all(before[1] == after[0] for before, after in pairwise(steps))
    assert consumer.at == {("t", 0): 4, ("t", 1): 3}


def test_a_single_record_is_tried_until_it_is_applied() -> None:
    tries = []

    def apply(records: Sequence[RawRecord], moves: Sequence[Move]) -> None:
        tries.append(len(records))
        if len(tries) < 4:
            raise psycopg.OperationalError("the database is down")

    health, none = Health(), KafkaLogin("nowhere:1", "u", "p")
    consumer = Consumer(service="s", name="views", topics=["t"], login=none, positions=Unsteady(0), apply=apply, health=health)
    asyncio.run(consumer._until_applied(cast(Any, None), [RawRecord("t", 0, 0, None, b"", ())], [Move("views", "t", 0, 0, 1)]))
    assert tries == [1, 1, 1, 1]
