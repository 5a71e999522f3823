"""A partner's hands in two libraries. What the broker refuses is a `No` with the protocol's name for it, or UNREACHABLE."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import confluent_kafka
from confluent_kafka.admin import AdminClient, NewTopic
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError, for_code

from shared.kafka import KafkaLogin

UNREACHABLE = "UNREACHABLE"
Header = tuple[str, bytes | None]


class No(Exception):
    """`str` is the protocol's name of the error."""


@dataclass(frozen=True)
class Message:
    value: bytes | None
    headers: tuple[Header, ...] = ()
    key: bytes | None = None


class Client(Protocol):
    """Every method raises No."""

    def send(self, topic: str, messages: Sequence[Message], **settings: Any) -> list[int]:
        """Returns the offsets."""

    def read(self, topic: str) -> int:
        """Returns how many records lie in the topic, having fetched the first if there is one."""

    def join(self, topic: str, group: str) -> None: ...
    def create(self, topic: str) -> None: ...
    def delete(self, topic: str) -> None: ...


class PythonClient:
    """kafka-python."""

    can_send_null_headers = False

    def __init__(self, login: KafkaLogin, group: str, **settings: Any) -> None:
        self.group = group
        self.login = login.python() | settings

    def send(self, topic: str, messages: Sequence[Message], **settings: Any) -> list[int]:
        with _python_errors():
            producer = KafkaProducer(
                **self.login, max_block_ms=5000, delivery_timeout_ms=6000, request_timeout_ms=5000, max_request_size=1 << 27, **settings
            )
            try:
                sent = [producer.send(topic, one.value, key=one.key, headers=list(one.headers)) for one in messages]
                return [int(future.get(timeout=8).offset) for future in sent]
            finally:
                producer.close(timeout=2)

    def read(self, topic: str) -> int:
        with _python_errors(), contextlib.closing(KafkaConsumer(**self.login, enable_auto_commit=False)) as consumer:
            partition = TopicPartition(topic, 0)
            consumer.assign([partition])
            end = int(consumer.end_offsets([partition])[partition])
            consumer.seek(partition, 0)
            consumer.poll(timeout_ms=3000 if end else 100)
            return end

    def join(self, topic: str, group: str) -> None:
        consumer = KafkaConsumer(**self.login, group_id=group, enable_auto_commit=False)
        with _python_errors(), contextlib.closing(consumer):
            consumer.assign([TopicPartition(topic, 0)])
            consumer.committed(TopicPartition(topic, 0))

    def create(self, topic: str) -> None:
        with _python_errors(), contextlib.closing(KafkaAdminClient(**self.login)) as admin:
            admin.create_topics({topic: {"num_partitions": 1}})

    def delete(self, topic: str) -> None:
        with _python_errors(), contextlib.closing(KafkaAdminClient(**self.login)) as admin:
            answer = admin.delete_topics([topic])
            _raise_first(one["error_code"] for one in answer.get("responses", ()))


class ConfluentClient:
    """librdkafka, with the partitioner that the others have."""

    can_send_null_headers = True

    def __init__(self, login: KafkaLogin, group: str, **settings: Any) -> None:
        self.group = group
        self.login: dict[str, Any] = {
            "bootstrap.servers": login.bootstrap,
            "security.protocol": login.protocol,
            "sasl.mechanism": login.mechanism,
            "sasl.username": login.username,
            "sasl.password": login.password,
            "log_level": 0,
        } | settings

    def send(self, topic: str, messages: Sequence[Message], **settings: Any) -> list[int]:
        limits = {"partitioner": "murmur2_random", "message.timeout.ms": 5000, "message.max.bytes": 100_000_000, "batch.num.messages": 1}
        producer = confluent_kafka.Producer(limits | self.login | settings)
        answers: list[tuple[Any, Any]] = []
        for one in messages:
            producer.produce(topic, one.value, one.key, headers=list(one.headers), on_delivery=lambda e, m: answers.append((e, m)))
        producer.flush(settings.get("message.timeout.ms", 5000) / 1000 + 3)
        for error, _ in answers:
            _refuse(error)
        assert len(answers) == len(messages), "no answer at all"
        return sorted(int(message.offset()) for _, message in answers)

    def read(self, topic: str) -> int:
        with self._consumer(self.group) as consumer, _confluent_errors():
            partition = confluent_kafka.TopicPartition(topic, 0, 0)
            found = consumer.list_topics(topic, timeout=5).topics[topic]
            _refuse(found.error)
            consumer.assign([partition])
            _, end = consumer.get_watermark_offsets(partition, timeout=5)
            _first(consumer, seconds=3 if end else 0.1)
            return int(end)

    def join(self, topic: str, group: str) -> None:
        with self._consumer(group) as consumer, _confluent_errors():
            consumer.subscribe([topic])
            _first(consumer, seconds=5)

    def create(self, topic: str) -> None:
        with self.admin() as admin:
            admin.create_topics([NewTopic(topic, 1, 1)])[topic].result(8)

    def delete(self, topic: str) -> None:
        with self.admin() as admin:
            admin.delete_topics([topic])[topic].result(8)

    @contextlib.contextmanager
    def admin(self) -> Iterator[Any]:
        """Raises No for what is asked inside."""
        with _confluent_errors():
            yield AdminClient(self.login)

    @contextlib.contextmanager
    def _consumer(self, group: str) -> Iterator[Any]:
        consumer = confluent_kafka.Consumer(self.login | {"group.id": group, "enable.auto.commit": False, "auto.offset.reset": "earliest"})
        try:
            yield consumer
        finally:
            consumer.close()


CLIENTS: dict[str, Callable[..., Any]] = {"kafka-python": PythonClient, "confluent-kafka": ConfluentClient}


def _first(consumer: Any, seconds: float) -> None:
    message = consumer.poll(seconds)
    if message is not None:
        _refuse(message.error())


def _refuse(error: Any) -> None:
    if error is not None:
        raise No(UNREACHABLE if error.name().startswith("_") else error.name())


def _raise_first(codes: Any) -> None:
    for code in codes:
        if code:
            raise for_code(code)


@contextlib.contextmanager
def _confluent_errors() -> Iterator[None]:
    try:
        yield
    except confluent_kafka.KafkaException as error:
        _refuse(error.args[0])


@contextlib.contextmanager
def _python_errors() -> Iterator[None]:
    try:
        yield
    except KafkaError as error:
        raise No(error.message if getattr(error, "errno", -1) > 0 else UNREACHABLE) from error
