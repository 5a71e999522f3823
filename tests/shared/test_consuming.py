"""The reader of topics beside its happy path, which the services' own tests walk."""

import asyncio
from collections.abc import Mapping
from typing import Any

import psycopg
from aiokafka import TopicPartition

from shared.consuming import Consumer, _Seeker
from shared.health import Health
from shared.kafka import KafkaLogin


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
