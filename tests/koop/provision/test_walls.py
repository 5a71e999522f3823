"""The walls between partners: on the real broker, with each one's own login."""

import pytest
from kafka import TopicPartition
from kafka.admin import (
    KafkaAdminClient,
    UserScramCredentialDeletion,
)
from kafka.errors import (
    GroupAuthorizationFailedError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    TopicAuthorizationFailedError,
)

from koop.provision import MECHANISM
from tests.koop.provision.world import World, consumer, send


def test_a_partner_states_its_own_facts_and_its_receipts_can_be_read(world: World) -> None:
    caritas, facts, receipts = world.partner("caritas"), world.topology.facts_topic("caritas"), world.topology.receipts_topic("caritas")
    stated = send(caritas, facts)
    assert (stated.topic, stated.partition) == (facts, 0)
    send(world.login(world.topology.service_principal("cases")), receipts, b"receipt")
    mine = consumer(caritas, receipts, world.topology.partner_group("caritas", "desk"))
    found = [record.value for records in mine.poll(timeout_ms=5000).values() for record in records]
    mine.commit()
    mine.close()
    assert found == [b"receipt"]


@pytest.mark.parametrize(
    "topic",
    [
        "koop.partner.drk.facts.v1",
        "koop.partner.caritas.receipts.v1",
        "koop.cases.v1",
        "koop.cooperation.v1",
        "koop.partner.nobody.facts.v1",
    ],
)
def test_a_partner_writes_nowhere_else(world: World, topic: str) -> None:
    with pytest.raises(TopicAuthorizationFailedError):
        send(world.partner("caritas"), world.topology.name(topic))


def test_a_name_that_begins_like_the_partners_own_is_not_its_own(world: World, evil: str) -> None:
    with pytest.raises(TopicAuthorizationFailedError):
        send(world.partner("caritas"), evil)


@pytest.mark.parametrize("topic", ["koop.partner.drk.receipts.v1", "koop.partner.drk.facts.v1", "koop.cases.v1"])
def test_a_partner_reads_nothing_of_others(world: World, topic: str) -> None:
    """pitfalls K6: asked for the end, not polled, for a poll without READ may be silently empty."""
    name = world.topology.name(topic)
    reader = consumer(world.partner("caritas"), name)
    with pytest.raises(TopicAuthorizationFailedError):
        reader.end_offsets([TopicPartition(name, 0)])
    reader.close()


def test_a_partner_does_not_even_read_its_own_facts_back(world: World) -> None:
    reader = consumer(world.partner("caritas"), world.topology.facts_topic("caritas"))
    with pytest.raises(TopicAuthorizationFailedError):
        reader.poll(timeout_ms=5000)
    reader.close()


@pytest.mark.parametrize("group", ["koop.partner.drk.desk", "koop.cases.facts", "koop.partner.caritas-evil.desk", "koop.partner.caritas"])
def test_a_partner_uses_no_foreign_group(world: World, group: str) -> None:
    reader = consumer(world.partner("caritas"), world.topology.receipts_topic("caritas"), world.topology.name(group))
    with pytest.raises(GroupAuthorizationFailedError):
        reader.committed(TopicPartition(world.topology.receipts_topic("caritas"), 0))
    reader.close()


def test_a_partner_sees_only_its_own_two_topics(world: World) -> None:
    admin = KafkaAdminClient(**world.partner("caritas"))
    seen = sorted(admin.list_topics())
    admin.close()
    assert seen == [world.topology.facts_topic("caritas"), world.topology.receipts_topic("caritas")]


def test_a_partner_creates_no_topic_not_even_in_its_own_prefix(world: World) -> None:
    admin = KafkaAdminClient(**world.partner("caritas"))
    with pytest.raises(TopicAuthorizationFailedError):
        admin.create_topics({world.topology.name("koop.partner.caritas.more.v1"): {"num_partitions": 1}})
    admin.close()


def test_a_partner_changes_no_password_but_the_refusal_is_only_a_value(world: World) -> None:
    admin = KafkaAdminClient(**world.partner("caritas"))
    victim = world.topology.partner_principal("drk")
    answer = admin.alter_user_scram_credentials([UserScramCredentialDeletion(victim, MECHANISM)])
    admin.close()
    assert answer[victim] is not None
    assert send(world.partner("drk"), world.topology.facts_topic("drk")).partition == 0


def test_a_fact_over_the_limit_is_refused_by_the_broker(world: World) -> None:
    with pytest.raises(MessageSizeTooLargeError):
        send(world.partner("caritas"), world.topology.facts_topic("caritas"), b"x" * 70_000)


@pytest.mark.parametrize("service", ["cases", "reporting"])
def test_a_service_states_no_facts_and_writes_no_other_services_topic(world: World, service: str) -> None:
    login = world.login(world.topology.service_principal(service))
    for topic in (world.topology.facts_topic("caritas"), world.topology.name("koop.volunteers.v1")):
        with pytest.raises(TopicAuthorizationFailedError):
            send(login, topic)


def test_reporting_answers_no_facts(world: World) -> None:
    with pytest.raises(TopicAuthorizationFailedError):
        send(world.login(world.topology.service_principal("reporting")), world.topology.receipts_topic("caritas"))


@pytest.mark.parametrize("who", ["partner-caritas", "admin", "nobody"])
def test_a_wrong_password_opens_nothing(world: World, who: str) -> None:
    """pitfalls K7: kafka-python says only that it timed out."""
    login = world.login(world.topology.name(who) if who != "admin" else who, "wrong") | {"bootstrap_timeout_ms": 1500}
    with pytest.raises(KafkaTimeoutError):
        KafkaAdminClient(**login)
