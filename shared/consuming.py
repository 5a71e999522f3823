"""One hardened FastStream factory: nothing skipped, nothing committed past, position in PostgreSQL, commit to Kafka only advisory."""

import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import structlog
from aiokafka import ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.annotations import KafkaMessage
from faststream.security import SASLScram512
from kafka import KafkaAdminClient

from shared.crash import crash_point
from shared.halving import halves
from shared.health import Health
from shared.inbox import Move
from shared.kafka import KafkaLogin, assert_codecs
from shared.metrics import BATCH_SECONDS, FENCED, PARTITIONS, RETRIES
from shared.parking import RawRecord
from shared.store import Fenced

log = structlog.get_logger()

Apply = Callable[[Sequence[RawRecord], Sequence[Move]], None]


class Positions(Protocol):
    """Where a consumer stands, by the database."""

    def positions(self) -> Mapping[tuple[str, int], int]: ...
    def topic_ids(self) -> Mapping[str, str]: ...


async def raw_parser(record: Any, original: Callable[[Any], Any]) -> Any:
    """The built-in parser decodes headers and loses a whole batch over a bad one: it never sees them, and of a batch one record only."""
    last = record[-1] if isinstance(record, tuple) else record
    blank = replace(last, headers=())
    message = await original((blank,) if isinstance(record, tuple) else blank)
    message.raw_message = record
    return message


async def no_decoder(message: Any) -> Any:
    return message.body


def build_broker(login: KafkaLogin) -> KafkaBroker:
    assert_codecs()
    return KafkaBroker(
        login.bootstrap.split(","),
        security=SASLScram512(username=login.username, password=login.password, use_ssl=False),
        allow_auto_create_topics=False,
        acks="all",
        enable_idempotence=True,
        graceful_timeout=25,
        parser=raw_parser,
        decoder=no_decoder,
        logger=None,
    )


class Consumer:
    """A group's reader of some topics: hands each batch to `apply` with the moves that fence it."""

    def __init__(
        self,
        *,
        service: str,
        name: str,
        topics: Sequence[str],
        login: KafkaLogin,
        positions: Positions,
        apply: Apply,
        health: Health,
        session_timeout_ms: int = 10_000,
    ) -> None:
        self.service = service
        self.name = name
        self.topics = list(topics)
        self.login = login
        self.positions = positions
        self.apply = apply
        self.health = health
        self.session_timeout_ms = session_timeout_ms
        self.at: dict[tuple[str, int], int] = {}
        self.topic_ids: dict[str, str] = {}
        self.assigned = False
        health.checks[f"consumer {name}"] = lambda: self.assigned

    def subscribe(self, broker: KafkaBroker, group: str) -> None:
        subscriber = broker.subscriber(
            *self.topics,
            group_id=group,
            batch=True,
            max_records=500,
            batch_timeout_ms=200,
            auto_offset_reset="none",
            isolation_level="read_committed",
            ack_policy=AckPolicy.MANUAL,
            no_reply=True,
            session_timeout_ms=self.session_timeout_ms,
            heartbeat_interval_ms=min(3000, self.session_timeout_ms // 3),
            rebalance_timeout_ms=60_000,
            max_poll_interval_ms=300_000,
            listener=_Seeker(self, lambda: subscriber.consumer),
        )

        async def consume(message: KafkaMessage) -> None:
            await self._consume(message)

        subscriber(consume)

    def read_topic_ids(self) -> None:
        """A recreated topic keeps its name and its positions, and everything after would be silently skipped. Dies on a change."""
        admin = KafkaAdminClient(**self.login.python())
        try:
            found = {t["name"]: str(t["topic_id"]) for t in admin.describe_topics(self.topics)}
        finally:
            admin.close()
        for topic, known in self.positions.topic_ids().items():
            if topic in found and found[topic] != known:
                self.health.die(f"topic {topic} was recreated: rebuild the views, then reset the positions of {self.name}")
        self.topic_ids = found

    async def seek(self, consumer: Any, assigned: Sequence[TopicPartition]) -> None:
        """To the position in PostgreSQL, else to 0. A position that retention has overtaken is a loss of input, and fatal."""
        stands = await asyncio.to_thread(self.positions.positions)
        begins = await consumer.beginning_offsets(list(assigned)) if assigned else {}
        for partition in assigned:
            key = (partition.topic, partition.partition)
            at = stands.get(key, 0)
            if key not in stands and self.name == "facts":
                at = begins[partition]
            if at < begins[partition]:
                self.health.die(f"{partition.topic}[{partition.partition}]: retention has overtaken position {at}")
                return
            self.at[key] = at
            consumer.seek(partition, at)
        self.assigned = True

    async def _consume(self, message: KafkaMessage) -> None:
        self.health.beat(self.name)
        records = message.raw_message if isinstance(message.raw_message, tuple) else (message.raw_message,)
        raw, moves = self._fresh(records)
        if raw:
            await self._until_applied(message, raw, moves)
        crash_point("consume.before_kafka_commit")
        await message.ack()
        self.health.rest(self.name)

    def _fresh(self, records: Sequence[ConsumerRecord[Any, Any]]) -> tuple[list[RawRecord], list[Move]]:
        raw, ends = [], dict[tuple[str, int], int]()
        for record in records:
            key = (record.topic, record.partition)
            if record.offset < self.at.get(key, sys.maxsize):
                continue  # done already, or no longer ours
            raw.append(RawRecord(record.topic, record.partition, record.offset, record.key, record.value, tuple(record.headers)))
            ends[key] = record.offset + 1
        moves = [
            Move(self.name, topic, partition, self.at[topic, partition], end, self.topic_ids.get(topic))
            for (topic, partition), end in ends.items()
        ]
        return raw, moves

    async def _until_applied(self, message: KafkaMessage, raw: Sequence[RawRecord], moves: Sequence[Move]) -> None:
        """Never raises: FastStream would go on with the next batch. An error is tried again until it is gone; a batch that has failed
        twice in halves, for it may be more than a transaction may take.
        """
        wait, failed = 0.1, 0
        while not self.health.stopping:
            try:
                with BATCH_SECONDS.labels(self.service, self.name).time():
                    await asyncio.to_thread(self.apply, raw, moves)
                self.at |= {(m.topic, m.partition): m.end for m in moves}
                return
            except Fenced:
                FENCED.labels(self.service).inc()
                log.warning("fenced", consumer=self.name)
                await self.seek(message.consumer, [TopicPartition(m.topic, m.partition) for m in moves])
                return
            except Exception as error:
                RETRIES.labels(self.service).inc()
                log.warning("batch failed, trying again", consumer=self.name, error=repr(error), wait=wait)
                self.health.beat(self.name)
                await asyncio.sleep(wait)
                wait, failed = min(wait * 2, 5.0), failed + 1
            if failed > 1 and len(raw) > 1:
                for part, share in halves(raw, moves):
                    await self._until_applied(message, part, share)
                return


class _Seeker(ConsumerRebalanceListener):  # type: ignore[misc]
    def __init__(self, owner: Consumer, consumer: Callable[[], Any]) -> None:
        self.owner = owner
        self.consumer = consumer

    async def on_partitions_revoked(self, revoked: Any) -> None:
        self.owner.at.clear()

    async def on_partitions_assigned(self, assigned: Any) -> None:
        """Tried again until the database answers: that it is down is no reason to be killed. Nothing is read before."""
        wait = 0.1
        while not self.owner.health.stopping:
            try:
                await self.owner.seek(self.consumer(), sorted(assigned))
                PARTITIONS.labels(self.owner.service, self.owner.name).inc(len(assigned))
                return
            except Exception as error:
                RETRIES.labels(self.owner.service).inc()
                log.warning("cannot take partitions yet, trying again", consumer=self.owner.name, error=repr(error), wait=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, 5.0)
