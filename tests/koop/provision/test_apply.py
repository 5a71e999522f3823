"""The broker as the topology wants it: made at once, drift found and mended, nothing withdrawn that is another's."""

from collections import Counter
from typing import Any

import pytest
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
from kafka.net.manager import KafkaConnectionManager

from koop.provision import MECHANISM, Plan, ProvisioningFailed, plan, provision
from tests.conftest import Stack
from tests.koop.provision.world import World, fresh, provisioned


def test_everything_is_made_at_once_and_nothing_is_left(world: World) -> None:
    done = world.report.done
    assert (len(done.topics), len(done.users), len(done.acls), len(done.quotas)) == (41, 23, len(world.topology.acls()), 18)
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
    topology = fresh()
    topic = topology.name("koop.cases.v1")
    kafka_admin.create_topics({topic: {"num_partitions": 3}}, wait_for_metadata=True)
    with pytest.raises(ProvisioningFailed, match="has 3 partitions, the topology says 12"):
        provision(topology, stack.kafka.admin_bootstrap, stack.kafka.admin_password, dict.fromkeys(topology.principals(), "x"))
    assert [name for name in kafka_admin.list_topics() if name.startswith(topology.namespace)] == [topic]
    kafka_admin.delete_topics([topic])
