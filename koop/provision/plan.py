"""What differs between the topology and the broker. Changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ConfigResource,
    KafkaAdminClient,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
)

from koop.provision.broker import ITERATIONS, MECHANISM
from koop.provision.quotas import quota_drift
from shared.topology import AclSpec, TopicSpec, Topology

ANY_ACL = ACLFilter(
    None, None, ACLOperation.ANY, ACLPermissionType.ANY, ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY)
)


@dataclass(frozen=True)
class Plan:
    """What differs between the topology and the broker. Passwords cannot be read back, so they are not compared."""

    topics: list[TopicSpec] = field(default_factory=list)
    partitions: list[str] = field(default_factory=list)
    """Topics with another number of partitions: never changed here, for it would move keys."""
    configs: dict[str, dict[str, str | None]] = field(default_factory=dict)
    """Per topic the value to set; None: set on the broker but not in the topology."""
    users: list[str] = field(default_factory=list)
    acls: list[ACL] = field(default_factory=list)
    surplus: list[ACL] = field(default_factory=list)
    """ACLs of our principals or on our resources that the topology does not grant."""
    foreign: list[ACL] = field(default_factory=list)
    """ACLs of others that reach our resources by a wildcard or a shorter prefix: reported, for their owner to withdraw."""
    quotas: dict[str, dict[str, float]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(getattr(self, part.name) for part in fields(self))


def plan(topology: Topology, admin: KafkaAdminClient) -> Plan:
    """The drift check. Changes nothing."""
    specs = {spec.name: spec for spec in topology.topics()}
    found = {topic["name"]: len(topic["partitions"]) for topic in admin.describe_topics()}
    there = [spec for spec in specs.values() if spec.name in found]
    wanted = {_acl(spec) for spec in topology.acls()}
    existing = set(admin.describe_acls(ANY_ACL)[0])
    return Plan(
        topics=[spec for spec in specs.values() if spec.name not in found],
        partitions=[
            f"{spec.name} has {found[spec.name]} partitions, the topology says {spec.partitions}: keys would move, drain and recreate it"
            for spec in there
            if found[spec.name] != spec.partitions
        ],
        configs=_config_drift(admin, there),
        users=_missing_users(admin, topology.principals()),
        acls=sorted(wanted - existing, key=repr),
        surplus=sorted((acl for acl in existing - wanted if _is_ours(topology, acl)), key=repr),
        foreign=sorted((acl for acl in existing if _reaches(topology, acl) and not _is_ours(topology, acl)), key=repr),
        quotas=quota_drift(admin, topology.quotas()),
    )


def _config_drift(admin: KafkaAdminClient, specs: list[TopicSpec]) -> dict[str, dict[str, str | None]]:
    if not specs:
        return {}
    described = admin.describe_configs([ConfigResource("TOPIC", spec.name) for spec in specs])["topic"]
    drift = {spec.name: _differing(spec.config, described[spec.name]) for spec in specs}
    return {name: changes for name, changes in drift.items() if changes}


def _differing(wanted: Mapping[str, str], described: Mapping[str, Any]) -> dict[str, str | None]:
    """Only what was set on the topic itself counts: defaults of the broker are the broker's business."""
    own = {key: entry["value"] for key, entry in described.items() if entry["config_source"] == "DYNAMIC_TOPIC_CONFIG"}
    surplus: dict[str, str | None] = dict.fromkeys(own.keys() - wanted.keys())
    return {key: value for key, value in wanted.items() if own.get(key) != value} | surplus


def _missing_users(admin: KafkaAdminClient, principals: list[str]) -> list[str]:
    described = admin.describe_user_scram_credentials()
    right = {
        user
        for user, entry in described.items()
        for info in entry["credential_infos"]
        if info["mechanism"].name == MECHANISM.replace("-", "_") and info["iterations"] == ITERATIONS
    }
    return [principal for principal in principals if principal not in right]


def _is_ours(topology: Topology, acl: ACL) -> bool:
    own = {f"User:{principal}" for principal in topology.principals()}
    return acl.principal in own or acl.resource_pattern.resource_name.startswith(topology.name("koop."))


def _reaches(topology: Topology, acl: ACL) -> bool:
    """Does a pattern of someone else's cover our names?"""
    pattern = acl.resource_pattern
    if pattern.resource_type not in (ResourceType.TOPIC, ResourceType.GROUP):
        return False
    shorter = pattern.pattern_type == ACLResourcePatternType.PREFIXED and topology.name("koop.").startswith(pattern.resource_name)
    return pattern.resource_name == "*" or shorter


def _acl(spec: AclSpec) -> ACL:
    pattern = ResourcePattern(ResourceType[spec.resource], spec.name, ACLResourcePatternType[spec.pattern])
    return ACL(f"User:{spec.principal}", "*", ACLOperation[spec.operation], ACLPermissionType.ALLOW, pattern)
