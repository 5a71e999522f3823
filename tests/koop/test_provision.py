"""The broker as the topology wants it, and the walls between partners: on the real broker, with each one's own login."""

import re
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ConfigResource,
    KafkaAdminClient,
    ResourcePattern,
    ResourceType,
    UserScramCredentialDeletion,
)
from kafka.errors import (
    GroupAuthorizationFailedError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    TopicAuthorizationFailedError,
)
from kafka.net.manager import KafkaConnectionManager

from koop.provision import MECHANISM, Plan, ProvisioningFailed, Report, plan, provision, write_partner_properties
from shared.kafka import KafkaLogin
from shared.topology import Topology
from tests.conftest import Stack

AGREEMENT = Path(__file__).parents[2] / "agreement"


@dataclass(frozen=True)
class World:
    """One provisioned topology in a namespace of its own."""

    topology: Topology
    stack: Stack
    passwords: dict[str, str]
    report: Report

    def again(self) -> Report:
        kafka = self.stack.kafka
        return provision(self.topology, kafka.admin_bootstrap, kafka.admin_password, self.passwords)

    def login(self, principal: str, password: str | None = None) -> dict[str, Any]:
        known = KafkaLogin(self.stack.kafka.bootstrap, principal, password or self.passwords[principal])
        return known.python()

    def partner(self, slug: str) -> dict[str, Any]:
        return self.login(self.topology.partner_principal(slug))


def provisioned(stack: Stack) -> World:
    topology = Topology.load(AGREEMENT / "topology.toml").namespaced(f"t{secrets.token_hex(4)}-")
    passwords = {principal: secrets.token_urlsafe(24) for principal in topology.principals()}
    report = provision(topology, stack.kafka.admin_bootstrap, stack.kafka.admin_password, passwords)
    return World(topology, stack, passwords, report)


@pytest.fixture(scope="module")
def world(stack: Stack) -> World:
    return provisioned(stack)


@pytest.fixture
def evil(world: World, kafka_admin: KafkaAdminClient) -> Iterator[str]:
    """A topic that looks like one of caritas, and is not."""
    topic = world.topology.name("koop.partner.caritas-evil.facts.v1")
    kafka_admin.create_topics({topic: {"num_partitions": 1}}, wait_for_metadata=True)
    yield topic
    kafka_admin.delete_topics([topic])


def send(login: dict[str, Any], topic: str, value: bytes = b"{}") -> Any:
    """Raises what the broker answers."""
    producer = KafkaProducer(**login, max_block_ms=5000, delivery_timeout_ms=5000, request_timeout_ms=4000)
    try:
        return producer.send(topic, value).get(timeout=6)
    finally:
        producer.close(timeout=2)


def consumer(login: dict[str, Any], topic: str, group: str | None = None) -> KafkaConsumer:
    found = KafkaConsumer(**login, group_id=group, enable_auto_commit=False, auto_offset_reset="earliest")
    found.assign([TopicPartition(topic, 0)])
    return found


# --- Provisioning --------------------------------------------------------------------------------------------------------


def test_everything_is_made_at_once_and_nothing_is_left(world: World) -> None:
    done = world.report.done
    assert (len(done.topics), len(done.users), len(done.acls), len(done.quotas)) == (40, 22, len(world.topology.acls()), 18)
    assert world.report.left == Plan()


def test_one_request_of_each_kind_makes_it_all(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """About a second for 40 topics, 22 users and 331 ACLs: the time does not grow with a round trip per partner."""
    sent: Counter[str] = Counter()
    send_it = KafkaConnectionManager.send

    def counted(self: KafkaConnectionManager, request: Any, *args: Any, **kwargs: Any) -> Any:
        sent[type(request).__name__] += 1
        return send_it(self, request, *args, **kwargs)

    monkeypatch.setattr(KafkaConnectionManager, "send", counted)
    provisioned(stack)
    changes = {name: number for name, number in sent.items() if name.startswith(("Create", "Alter", "Delete", "Incremental"))}
    assert set(changes) == {"CreateTopicsRequest", "CreateAclsRequest", "AlterUserScramCredentialsRequest", "AlterClientQuotasRequest"}
    assert set(changes.values()) == {1}


def test_a_second_time_changes_nothing(world: World) -> None:
    assert world.again().done == Plan()


def test_without_a_password_nothing_is_made(world: World) -> None:
    kafka = world.stack.kafka
    with pytest.raises(ProvisioningFailed, match="no password for"):
        provision(world.topology, kafka.admin_bootstrap, kafka.admin_password, {})


def test_a_drifted_config_is_found_and_set_back(world: World, kafka_admin: KafkaAdminClient) -> None:
    topic = world.topology.facts_topic("caritas")
    kafka_admin.alter_configs([ConfigResource("TOPIC", topic, {"max.message.bytes": "900000", "min.cleanable.dirty.ratio": "0.9"})])
    assert plan(world.topology, kafka_admin).configs == {topic: {"max.message.bytes": "65536", "min.cleanable.dirty.ratio": None}}
    assert world.again().left == Plan()


def test_a_value_that_the_broker_refuses_is_raised_though_the_client_returns_it(world: World, stack: Stack) -> None:
    """pitfalls K9: alter_configs gives the failure back as a text."""
    facts = world.topology.partner.facts.model_copy(update={"config": world.topology.partner.facts.config | {"retention.ms": "soon"}})
    broken = world.topology.model_copy(update={"partner": world.topology.partner.model_copy(update={"facts": facts})})
    with pytest.raises(ProvisioningFailed, match=r"retention\.ms"):
        provision(broken, stack.kafka.admin_bootstrap, stack.kafka.admin_password, world.passwords)


def test_a_missing_user_and_a_withdrawn_acl_are_found_and_made_again(world: World, kafka_admin: KafkaAdminClient) -> None:
    principal = world.topology.partner_principal("drk")
    kafka_admin.alter_user_scram_credentials([UserScramCredentialDeletion(principal, MECHANISM)])
    lost = grant(f"User:{principal}", world.topology.facts_topic("drk"))
    kafka_admin.delete_acls([lost])
    drift = plan(world.topology, kafka_admin)
    assert (drift.users, drift.acls) == ([principal], [lost])
    assert world.again().left == Plan()


def grant(
    principal: str,
    name: str,
    operation: ACLOperation = ACLOperation.WRITE,
    pattern: ACLResourcePatternType = ACLResourcePatternType.LITERAL,
    resource: ResourceType = ResourceType.TOPIC,
) -> ACL:
    return ACL(principal, "*", operation, ACLPermissionType.ALLOW, ResourcePattern(resource, name, pattern))


def test_a_surplus_acl_on_our_names_or_for_our_principals_is_found_and_withdrawn(world: World, kafka_admin: KafkaAdminClient) -> None:
    caritas = f"User:{world.topology.partner_principal('caritas')}"
    surplus = [
        grant(caritas, world.topology.facts_topic("drk")),
        grant(caritas, "kafka-cluster", ACLOperation.CREATE, resource=ResourceType.CLUSTER),
        grant("User:stranger", world.topology.name("koop.partner."), ACLOperation.READ, ACLResourcePatternType.PREFIXED),
    ]
    kafka_admin.create_acls(surplus)
    assert set(plan(world.topology, kafka_admin).surplus) == set(surplus)
    report = world.again()
    assert set(report.done.surplus) == set(surplus)
    assert report.left == Plan()


@pytest.mark.parametrize("wildcard", [True, False])
def test_a_foreign_acl_that_reaches_us_is_reported_and_left_to_its_owner(
    world: World, kafka_admin: KafkaAdminClient, wildcard: bool
) -> None:
    name, pattern = ("*", ACLResourcePatternType.LITERAL) if wildcard else (world.topology.namespace, ACLResourcePatternType.PREFIXED)
    foreign = grant("User:stranger", name, ACLOperation.READ, pattern)
    kafka_admin.create_acls([foreign])
    try:
        assert world.again().left == Plan(foreign=[foreign])
    finally:
        kafka_admin.delete_acls([foreign])


def test_another_number_of_partitions_is_named_and_never_changed(stack: Stack, kafka_admin: KafkaAdminClient) -> None:
    topology = Topology.load(AGREEMENT / "topology.toml").namespaced(f"t{secrets.token_hex(4)}-")
    topic = topology.name("koop.cases.v1")
    kafka_admin.create_topics({topic: {"num_partitions": 3}}, wait_for_metadata=True)
    with pytest.raises(ProvisioningFailed, match="has 3 partitions, the topology says 12"):
        provision(topology, stack.kafka.admin_bootstrap, stack.kafka.admin_password, dict.fromkeys(topology.principals(), "x"))
    assert [name for name in kafka_admin.list_topics() if name.startswith(topology.namespace)] == [topic]
    kafka_admin.delete_topics([topic])


# --- The walls -----------------------------------------------------------------------------------------------------------


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


# --- The partners' files -------------------------------------------------------------------------------------------------


def test_the_properties_file_is_all_a_partner_needs_and_only_it_can_read_it(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "partners"
    folder.mkdir(mode=0o755)
    (folder / "caritas.properties").write_text("old", "utf-8")
    written = write_partner_properties(folder, world.topology, world.stack.kafka.bootstrap, world.passwords)
    assert sorted(path.stem for path in written) == sorted(world.topology.participants)
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert sorted(folder.iterdir()) == sorted(written)
    lines = (folder / "caritas.properties").read_text("utf-8").splitlines()
    found = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
    jaas = re.fullmatch(r'org\.apache\.kafka\S+ required username="(.+)" password="(.+)";', found["sasl.jaas.config"])
    assert jaas is not None
    login = KafkaLogin(found["bootstrap.servers"], jaas[1], jaas[2], found["sasl.mechanism"], found["security.protocol"])
    assert send(login.python(), world.topology.facts_topic("caritas")).partition == 0


def test_a_password_that_would_need_quoting_is_refused(world: World, tmp_path: Path) -> None:
    principal = world.topology.partner_principal("cjd")
    with pytest.raises(ValueError, match=f"password of {principal}"):
        write_partner_properties(tmp_path, world.topology, "localhost:1", world.passwords | {principal: 'a"b'})
