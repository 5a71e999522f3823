"""Makes a broker look like the topology, and says where it does not. Idempotent; a few batched calls for everything.

kafka-python's admin reports most failures as return values: every one is checked here, or a typo passes as success.
"""

import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    AlterConfigOp,
    ConfigResource,
    KafkaAdminClient,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
    UserScramCredentialUpsertion,
)
from kafka.errors import NoError, for_code
from kafka.protocol.admin import AlterClientQuotasRequest, DescribeClientQuotasRequest

from shared.topology import AclSpec, TopicSpec, Topology

MECHANISM = "SCRAM-SHA-512"
ITERATIONS = 8192
SETTLE_SECONDS = 10
ANY_ACL = ACLFilter(
    None, None, ACLOperation.ANY, ACLPermissionType.ANY, ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY)
)
ANY_NAMED_USER = 2

PROPERTIES = """\
# Kafka client of {partner}. Keep it secret: whoever holds it speaks as {partner}.
# write facts to:     {facts}
# read receipts from: {receipts}
# group ids begin with: {group}
bootstrap.servers={bootstrap}
security.protocol=SASL_PLAINTEXT
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="{principal}" password="{password}";
allow.auto.create.topics=false
"""


class ProvisioningFailed(Exception):
    """The broker said no, or what it has cannot be changed without harm. Says what and why."""


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


@dataclass(frozen=True)
class Report:
    """What was done, and what is left: `left.foreign` is all that provisioning does not mend."""

    done: Plan
    users_set: list[str]
    left: Plan


@contextmanager
def admin_client(bootstrap: str, password: str) -> Iterator[KafkaAdminClient]:
    """The broker's own admin, on the INTERNAL listener. Raises KafkaTimeoutError when it does not answer within 20 s."""
    client = KafkaAdminClient(
        bootstrap_servers=bootstrap,
        security_protocol="SASL_PLAINTEXT",
        sasl_mechanism="PLAIN",
        sasl_plain_username="admin",
        sasl_plain_password=password,
        bootstrap_timeout_ms=20_000,
    )
    try:
        yield client
    finally:
        client.close()


def provision(topology: Topology, admin_bootstrap: str, admin_password: str, passwords: Mapping[str, str]) -> Report:
    """Bring the broker to the topology. `passwords`: one per principal of the topology, set anew each time.

    Raises ProvisioningFailed, KafkaTimeoutError.
    """
    missing = sorted(set(topology.principals()) - passwords.keys())
    if missing:
        raise ProvisioningFailed(f"no password for {', '.join(missing)}")
    with admin_client(admin_bootstrap, admin_password) as admin:
        todo = plan(topology, admin)
        if todo.partitions:
            raise ProvisioningFailed("; ".join(todo.partitions))
        _create_topics(admin, todo.topics)
        _alter_configs(admin, todo.configs)
        _set_users(admin, {principal: passwords[principal] for principal in topology.principals()})
        # Grants before withdrawals: what works now and is still wanted never stops working in between.
        _create_acls(admin, todo.acls)
        _delete_acls(admin, todo.surplus)
        _set_quotas(admin, todo.quotas)
        return Report(todo, topology.principals(), _settled(topology, admin))


def _settled(topology: Topology, admin: KafkaAdminClient) -> Plan:
    """The controller has said yes; the broker learns of it a moment later, and refuses a login until then."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while replace(left := plan(topology, admin), foreign=[]):
        if time.monotonic() > deadline:
            raise ProvisioningFailed(f"after {SETTLE_SECONDS} s the broker still differs: {left}")
        time.sleep(0.05)
    return left


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
        quotas=_quota_drift(admin, topology.quotas()),
    )


def write_partner_properties(folder: Path, topology: Topology, bootstrap: str, passwords: Mapping[str, str]) -> list[Path]:
    """One file per partner and district unit, mode 0600 in a folder of mode 0700. `bootstrap`: the PARTNER listener.

    Raises KeyError for a missing password, ValueError for one that would need quoting.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return [
        _write_secret(folder / f"{partner}.properties", _properties(partner, topology, bootstrap, passwords))
        for partner in topology.participants
    ]


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


def _quota_drift(admin: KafkaAdminClient, wanted: Mapping[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    found = _quotas(admin)
    return {user: quota for user, quota in wanted.items() if found.get(user) != quota}


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


def _create_topics(admin: KafkaAdminClient, specs: list[TopicSpec]) -> None:
    if not specs:
        return
    wanted = {spec.name: {"num_partitions": spec.partitions, "configs": dict(spec.config)} for spec in specs}
    answer = admin.create_topics(wanted, raise_errors=False, wait_for_metadata=False)
    _check({topic["name"]: topic["error_message"] or topic["error_code"] for topic in answer["topics"] if topic["error_code"]})
    admin.wait_for_topics(list(wanted))


def _alter_configs(admin: KafkaAdminClient, drift: Mapping[str, dict[str, str | None]]) -> None:
    if not drift:
        return
    resources = [
        ConfigResource("TOPIC", name, {key: _operation(value) for key, value in changes.items()}) for name, changes in drift.items()
    ]
    answer = admin.alter_configs(resources)["topic"]
    _check({name: answer.get(name, "no answer") for name in drift if answer.get(name) != "OK"})


def _operation(value: str | None) -> tuple[AlterConfigOp, str | None]:
    return (AlterConfigOp.DELETE, None) if value is None else (AlterConfigOp.SET, value)


def _set_users(admin: KafkaAdminClient, passwords: Mapping[str, str]) -> None:
    upsertions = [UserScramCredentialUpsertion(user, MECHANISM, password, iterations=ITERATIONS) for user, password in passwords.items()]
    answer = admin.alter_user_scram_credentials(upsertions)
    _check({user: answer.get(user, "no answer") for user in passwords if answer.get(user, "no answer") is not None})


def _create_acls(admin: KafkaAdminClient, acls: list[ACL]) -> None:
    failed = admin.create_acls(acls)["failed"] if acls else []
    _check({"ACLs": [error.__name__ for error in failed]} if failed else {})


def _delete_acls(admin: KafkaAdminClient, acls: list[ACL]) -> None:
    answer = admin.delete_acls(acls) if acls else []
    _check({repr(acl): error.__name__ for acl, _, error in answer if error is not NoError})


def _set_quotas(admin: KafkaAdminClient, quotas: Mapping[str, dict[str, float]]) -> None:
    if not quotas:
        return
    entries = [_quota_entry(user, quota) for user, quota in quotas.items()]
    answer = _send(admin, AlterClientQuotasRequest(entries=entries, validate_only=False))
    _check({entry.entity[0].entity_name: entry.error_message or entry.error_code for entry in answer.entries if entry.error_code})


def _quotas(admin: KafkaAdminClient) -> dict[str, dict[str, float]]:
    """Quotas of every named user. kafka-python has the messages, but no public method for them."""
    component = DescribeClientQuotasRequest.ComponentData(entity_type="user", match_type=ANY_NAMED_USER, match=None)
    answer = _send(admin, DescribeClientQuotasRequest(components=[component], strict=True))
    if answer.error_code:
        raise ProvisioningFailed(f"quotas: {answer.error_message or for_code(answer.error_code).__name__}")
    return {entry.entity[0].entity_name: {value.key: value.value for value in entry.values} for entry in answer.entries or []}


def _quota_entry(user: str, quota: Mapping[str, float]) -> Any:
    entry = AlterClientQuotasRequest.EntryData
    return entry(
        entity=[entry.EntityData(entity_type="user", entity_name=user)],
        ops=[entry.OpData(key=key, value=value, remove=False) for key, value in quota.items()],
    )


def _send(admin: KafkaAdminClient, request: Any) -> Any:
    return admin._manager.run(admin._manager.send, request)


def _check(failures: Mapping[str, object]) -> None:
    if failures:
        raise ProvisioningFailed("; ".join(f"{name}: {reason}" for name, reason in failures.items()))


def _properties(partner: str, topology: Topology, bootstrap: str, passwords: Mapping[str, str]) -> str:
    principal = topology.partner_principal(partner)
    if not re.fullmatch(r"[A-Za-z0-9_-]+", passwords[principal]):
        raise ValueError(f"the password of {principal} has characters that JAAS and .properties files quote differently")
    return PROPERTIES.format(
        partner=partner,
        facts=topology.facts_topic(partner),
        receipts=topology.receipts_topic(partner),
        group=topology.partner_group(partner),
        bootstrap=bootstrap,
        principal=principal,
        password=passwords[principal],
    )


def _write_secret(path: Path, text: str) -> Path:
    """Never readable by others, not even for a moment: written aside with its mode, then put in place."""
    aside = path.with_suffix(".new")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    return aside.replace(path)
