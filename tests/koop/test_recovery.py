"""What an operator says after a loss at the broker: on a real broker and a real database, and only while nobody reads."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

from koop import recovery
from shared.kafka import KafkaLogin
from shared.parking import PARK, Parked, RawRecord
from shared.topology import Topology
from tests.conftest import Stack
from tests.services.reporting.published import NOW

TOPOLOGY = Topology.load(Path(__file__).parents[2] / "agreement" / "topology.toml")


@pytest.fixture
def topology(namespace: str) -> Topology:
    return TOPOLOGY.namespaced(f"{namespace}-")


@pytest.fixture
def login(stack: Stack) -> KafkaLogin:
    return KafkaLogin(stack.kafka.admin_bootstrap, "admin", stack.kafka.admin_password, mechanism="PLAIN")


@pytest.fixture
def topic(topology: Topology, kafka_admin: KafkaAdminClient, login: KafkaLogin) -> Iterator[str]:
    """Two partitions, four records in the first."""
    name = topology.name("koop.volunteers.v1")
    kafka_admin.create_topics([NewTopic(name, 2, 1)])
    producer = KafkaProducer(**login.python(), acks="all")
    for _ in range(4):
        producer.send(name, b"x", partition=0).get(timeout=10)
    producer.close()
    yield name
    kafka_admin.delete_topics([name])


@pytest.fixture
def dsns(dsn_of: Callable[[str], str]) -> dict[str, str]:
    return {service: dsn_of(service) for service in ("volunteers", "reporting")}


def stand(dsns: dict[str, str], topic: str, position: int = 2) -> None:
    with psycopg.connect(dsns["reporting"]) as connection:
        connection.execute("INSERT INTO reporting.positions VALUES ('views', %s, 0, %s, 'id')", (topic, position))


def positions(dsns: dict[str, str]) -> dict[tuple[str, int], int]:
    with psycopg.connect(dsns["reporting"]) as connection:
        return {(row[0], row[1]): row[2] for row in connection.execute("SELECT topic, partition, next FROM reporting.positions")}


def test_a_log_is_sent_again_from_its_first_row(dsns: dict[str, str]) -> None:
    with psycopg.connect(dsns["volunteers"]) as connection:
        connection.execute(
            "INSERT INTO volunteers.relay_cursor (name, holder, epoch, lease_until, last_id) VALUES ('kafka', 'a', 1, now(), 9)"
        )
    assert recovery.resend(dsns, ["volunteers"]) == [{"service": "volunteers", "to_send": 0}]
    with psycopg.connect(dsns["volunteers"]) as connection:
        assert connection.execute("SELECT last_id FROM volunteers.relay_cursor").fetchone() == (0,)


def test_positions_in_a_topic_that_was_made_anew_are_forgotten_and_others_kept(
    dsns: dict[str, str], login: KafkaLogin, topology: Topology, topic: str
) -> None:
    stand(dsns, topic)
    stand(dsns, "another", 7)
    (said,) = recovery.forget(dsns, login, topology, topic)
    assert (said["consumer"], said["place"], said["was"]) == ("views", f"{topic}[0]", 2)
    assert positions(dsns) == {("another", 0): 7}
    recovery.forget(dsns, login, topology, None)
    assert positions(dsns) == {}


def test_what_lies_parked_from_the_former_topic_takes_no_place_in_the_new_one(
    dsns: dict[str, str], login: KafkaLogin, topology: Topology, topic: str
) -> None:
    def parked(value: bytes) -> None:
        row = Parked("views", RawRecord(topic, 0, 3, b"key", value, []), "key", "invalid", "data", NOW).row()
        with psycopg.connect(dsns["reporting"]) as connection:
            connection.execute(PARK.format(schema="reporting.").encode(), row)

    parked(b"old")
    recovery.forget(dsns, login, topology, topic)
    parked(b"new")
    with psycopg.connect(dsns["reporting"]) as connection:
        rows = connection.execute("SELECT kafka_offset, value, details ->> 'former_offset' FROM reporting.parked ORDER BY id").fetchall()
    assert [(bytes(value), former) for _, value, former in rows] == [(b"old", "3"), (b"new", None)]
    assert rows[0][0] < 0 and rows[1][0] == 3


def test_a_reader_whose_position_has_been_passed_goes_on_at_the_topics_beginning(
    dsns: dict[str, str], login: KafkaLogin, topology: Topology, topic: str, kafka_admin: KafkaAdminClient
) -> None:
    stand(dsns, topic)
    assert recovery.begin(dsns, login, topology, topic) == []  # nothing has passed it
    kafka_admin.delete_records({TopicPartition(topic, 0): 3})
    (said,) = recovery.begin(dsns, login, topology, topic)
    assert (said["was"], said["now"]) == (2, 3)
    assert positions(dsns) == {(topic, 0): 3}


def test_nothing_is_said_over_the_head_of_a_reader(dsns: dict[str, str], login: KafkaLogin, topology: Topology, topic: str) -> None:
    stand(dsns, topic)
    reader = KafkaConsumer(topic, **login.python(), group_id=topology.service_group("reporting", "views"))
    try:
        reader.poll(timeout_ms=8000)
        for say in (recovery.forget, recovery.begin):
            with pytest.raises(recovery.StillReading, match=r"koop\.reporting\.views"):
                say(dsns, login, topology, topic)
    finally:
        reader.close()
    assert positions(dsns) == {(topic, 0): 2}
