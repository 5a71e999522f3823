"""A partner's two hands: facts to its own topic, receipts from it."""

import json
import time
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from shared.cloudevents import headers_of
from shared.kafka import PRODUCER, KafkaLogin
from shared.topology import Topology

WAIT_SECONDS = 30.0


class PartnerClient:
    """Publishes CloudEvents in binary mode. Not thread-safe."""

    def __init__(self, login: KafkaLogin, topology: Topology, partner: str) -> None:
        self.topic = topology.facts_topic(partner)
        self.source = f"/partner/{partner}"
        self._producer = KafkaProducer(**login.python(), **(PRODUCER | {"compression_type": None}))
        self._sent: list[Any] = []

    def send(self, type_: str, subject: str, data: dict[str, Any], event_id: str) -> None:
        attributes = {"id": event_id, "source": self.source, "type": type_, "subject": subject}
        self._sent.append(self._producer.send(self.topic, value=json.dumps(data).encode(), headers=headers_of(attributes)))

    def flush(self) -> None:
        """Returns when Kafka has all of it. Raises what went wrong with any."""
        self._producer.flush(timeout=10)
        sent, self._sent = self._sent, []
        for future in sent:
            future.get(timeout=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._producer.close(timeout=5)


class Receipts:
    """Reads the receipts of one partner, or (for an operator) of all, from now on."""

    def __init__(self, login: KafkaLogin, topology: Topology, partners: Sequence[str] | None = None) -> None:
        self.topics = {topology.receipts_topic(partner): partner for partner in partners or topology.participants}
        self._consumer = KafkaConsumer(**login.python(), enable_auto_commit=False, auto_offset_reset="latest", fetch_max_wait_ms=50)
        self._consumer.assign([TopicPartition(topic, 0) for topic in self.topics])
        for partition in self._consumer.assignment():
            self._consumer.position(partition)

    def wait(self, facts: Sequence[tuple[str, str]], seconds: float = WAIT_SECONDS) -> Counter[str]:
        """Outcomes of these (partner, event id), each as often as it was sent. Raises TimeoutError for one without an answer."""
        return Counter(receipt["outcome"] for receipt in self.of(facts, seconds))

    def of(self, facts: Sequence[tuple[str, str]], seconds: float = WAIT_SECONDS) -> list[dict[str, Any]]:
        """The receipts themselves, in the order of their arrival."""
        waiting, found = Counter(facts), []
        until = time.monotonic() + seconds
        while waiting:
            for records in self._consumer.poll(timeout_ms=100).values():
                for record in records:
                    receipt = json.loads(record.value)
                    fact = (self.topics[record.topic], receipt.get("event_id"))
                    if fact in waiting:
                        found.append(receipt)
                        waiting -= Counter([fact])
            if waiting and time.monotonic() > until:
                raise TimeoutError(f"no receipt for {len(waiting)} facts, the first {next(iter(waiting))}")
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._consumer.close()
