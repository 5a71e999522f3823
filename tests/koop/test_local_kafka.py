"""The local broker as clients meet it: nobody anonymous, nothing by accident, nothing lost."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, UserScramCredentialUpsertion
from kafka.errors import KafkaError, KafkaTimeoutError

from koop.local.kafka import LocalKafka
from koop.local.ports import PortTaken, answers, free_ports
from tests.conftest import LOCAL, Stack


def login(kafka: LocalKafka, **other: Any) -> dict[str, Any]:
    return {
        "bootstrap_servers": kafka.admin_bootstrap,
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "PLAIN",
        "sasl_plain_username": "admin",
        "sasl_plain_password": kafka.admin_password,
        "bootstrap_timeout_ms": 2000,
    } | other


def as_partner(kafka: LocalKafka, name: str, password: str) -> dict[str, Any]:
    return login(
        kafka,
        bootstrap_servers=kafka.bootstrap,
        sasl_mechanism="SCRAM-SHA-512",
        sasl_plain_username=name,
        sasl_plain_password=password,
    )


def topics(**how: Any) -> set[str]:
    client = KafkaAdminClient(**how)
    try:
        return set(client.list_topics())
    finally:
        client.close()


def publish(kafka: LocalKafka, topic: str, *values: bytes) -> None:
    producer = KafkaProducer(**login(kafka), max_block_ms=2000)
    try:
        sent = [producer.send(topic, value) for value in values]
        producer.flush(10)
        assert [record.get(10).offset for record in sent] == list(range(len(values)))
    finally:
        producer.close()


def read(kafka: LocalKafka, topic: str) -> list[bytes]:
    consumer = KafkaConsumer(**login(kafka), group_id=None, auto_offset_reset="earliest", consumer_timeout_ms=2000)
    try:
        consumer.assign([TopicPartition(topic, 0)])
        return [record.value for record in consumer]
    finally:
        consumer.close()


@pytest.fixture
def broker(tmp_path: Path, stack: Stack) -> Iterator[LocalKafka]:
    """A broker of the test's own, that it may stop and kill. `stack` has fetched the jars and is needed no further."""
    kafka = LocalKafka(tmp_path / "kafka", *free_ports(3), libs=stack.kafka.libs)
    kafka.start()
    yield kafka
    kafka.kill()


def test_the_admin_is_refused_with_a_wrong_password(stack: Stack) -> None:
    with pytest.raises(KafkaTimeoutError):
        topics(**login(stack.kafka, sasl_plain_password="wrong"))


def test_a_partner_is_let_in_with_its_password_and_refused_with_another(
    stack: Stack, kafka_admin: KafkaAdminClient, namespace: str
) -> None:
    name = f"partner-{namespace}"
    assert kafka_admin.alter_user_scram_credentials([UserScramCredentialUpsertion(name, "SCRAM-SHA-512", "right", iterations=8192)]) == {
        name: None
    }
    assert topics(**as_partner(stack.kafka, name, "right")) == set()
    with pytest.raises(KafkaTimeoutError):
        topics(**as_partner(stack.kafka, name, "wrong"))


@pytest.mark.parametrize("listener", ["internal", "partner", "controller"])
def test_nobody_is_anonymous_on_any_listener(stack: Stack, listener: str) -> None:
    with pytest.raises(KafkaError):
        topics(bootstrap_servers=f"127.0.0.1:{stack.kafka.ports[listener]}", security_protocol="PLAINTEXT", bootstrap_timeout_ms=2000)


def test_the_admin_cannot_log_in_where_partners_do(stack: Stack) -> None:
    with pytest.raises(KafkaTimeoutError):
        topics(**login(stack.kafka, bootstrap_servers=stack.kafka.bootstrap))


def test_no_topic_is_created_by_writing_to_it(stack: Stack, kafka_admin: KafkaAdminClient, namespace: str) -> None:
    with pytest.raises(KafkaError):
        publish(stack.kafka, f"{namespace}.typo", b"x")
    assert f"{namespace}.typo" not in set(kafka_admin.list_topics())


def test_records_survive_a_restart_and_a_kill(broker: LocalKafka) -> None:
    client = KafkaAdminClient(**login(broker))
    client.create_topics({"kept": {"num_partitions": 1, "replication_factor": 1}}, wait_for_metadata=True)
    client.close()
    publish(broker, "kept", b"one", b"two")
    broker.stop()
    broker.start()
    assert read(broker, "kept") == [b"one", b"two"]
    broker.kill()
    broker.start()
    assert read(broker, "kept") == [b"one", b"two"]


def test_a_running_broker_is_taken_over_and_stopped_by_another_launcher(broker: LocalKafka) -> None:
    other = LocalKafka(broker.home, *broker.ports.values(), libs=broker.libs)
    pid = (broker.home / "kafka.pid").read_text()
    other.start()
    assert (broker.home / "kafka.pid").read_text() == pid
    other.stop()
    assert not answers(broker.ports["partner"])
    broker.stop()


def test_a_pid_file_that_names_a_stranger_harms_nobody(broker: LocalKafka) -> None:
    broker.kill()
    (broker.home / "kafka.pid").write_text("1")
    broker.start()
    assert answers(broker.ports["partner"])
    assert (broker.home / "kafka.pid").read_text() != "1"


def test_a_taken_port_is_named(stack: Stack, tmp_path: Path) -> None:
    taken = stack.kafka.ports["partner"]
    internal, controller = free_ports(2)
    with pytest.raises(PortTaken, match=rf"port {taken} \(Kafka's partner listener\) is taken"):
        LocalKafka(tmp_path, internal, taken, controller, libs=stack.kafka.libs).start()


def test_secrets_are_private_and_not_in_the_log(stack: Stack, kafka_admin: KafkaAdminClient, namespace: str) -> None:
    kafka_admin.alter_user_scram_credentials(
        [UserScramCredentialUpsertion(f"partner-{namespace}", "SCRAM-SHA-512", "secret", iterations=8192)]
    )
    for name in ("admin.password", "server.properties", "kafka.log"):
        assert stat.S_IMODE((stack.kafka.home / name).stat().st_mode) == 0o600
    log = stack.kafka.log.read_text()
    assert "Kafka Server started" in log
    assert not [word for word in (stack.kafka.admin_password, "storedKey", "serverKey", "salt") if word in log]


def test_the_jars_are_shared_with_the_local_stack(stack: Stack) -> None:
    assert stack.kafka.libs == (LOCAL / "kafka" / "libs").resolve()
    assert (stack.kafka.libs / "kafka_2.13-4.3.1.jar").exists()


def test_a_cluster_id_may_begin_with_a_hyphen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One in 64 does, and the format tool would take it for an option."""
    monkeypatch.setattr("koop.local.kafka.uuid4", lambda: UUID(int=0xF8 << 120))
    kafka = LocalKafka(tmp_path, *free_ports(3), libs=LOCAL / "kafka" / "libs")
    kafka.start()
    try:
        assert answers(kafka.ports["partner"])
        assert "cluster.id=-AAA" in (tmp_path / "data" / "meta.properties").read_text()
    finally:
        kafka.reset()
