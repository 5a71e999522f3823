"""Brings the broker to the topology: topics, users, grants, quotas, and nothing beside."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kafka.admin import ACL, AlterConfigOp, ConfigResource, KafkaAdminClient, UserScramCredentialUpsertion
from kafka.errors import NoError

from koop.provision.broker import ITERATIONS, MECHANISM, ProvisioningFailed, admin_client, check
from koop.provision.plan import Plan, plan
from koop.provision.quotas import set_quotas
from shared.topology import TopicSpec, Topology

SETTLE_SECONDS = 10


@dataclass(frozen=True)
class Report:
    """What was done, and what is left: `left.foreign` is all that provisioning does not mend."""

    done: Plan
    users_set: list[str]
    left: Plan


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
        set_quotas(admin, todo.quotas)
        return Report(todo, topology.principals(), _settled(topology, admin))


def _settled(topology: Topology, admin: KafkaAdminClient) -> Plan:
    """The controller has said yes; the broker learns of it a moment later, and refuses a login until then."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while replace(left := plan(topology, admin), foreign=[]):
        if time.monotonic() > deadline:
            raise ProvisioningFailed(f"after {SETTLE_SECONDS} s the broker still differs: {left}")
        time.sleep(0.05)
    return left


def _create_topics(admin: KafkaAdminClient, specs: list[TopicSpec]) -> None:
    if not specs:
        return
    wanted = {spec.name: {"num_partitions": spec.partitions, "configs": dict(spec.config)} for spec in specs}
    answer = admin.create_topics(wanted, raise_errors=False, wait_for_metadata=False)
    check({topic["name"]: topic["error_message"] or topic["error_code"] for topic in answer["topics"] if topic["error_code"]})
    admin.wait_for_topics(list(wanted))


def _alter_configs(admin: KafkaAdminClient, drift: Mapping[str, dict[str, str | None]]) -> None:
    if not drift:
        return
    resources = [
        ConfigResource("TOPIC", name, {key: _operation(value) for key, value in changes.items()}) for name, changes in drift.items()
    ]
    answer = admin.alter_configs(resources)["topic"]
    check({name: answer.get(name, "no answer") for name in drift if answer.get(name) != "OK"})


def _operation(value: str | None) -> tuple[AlterConfigOp, str | None]:
    return (AlterConfigOp.DELETE, None) if value is None else (AlterConfigOp.SET, value)


def _set_users(admin: KafkaAdminClient, passwords: Mapping[str, str]) -> None:
    upsertions = [UserScramCredentialUpsertion(user, MECHANISM, password, iterations=ITERATIONS) for user, password in passwords.items()]
    answer = admin.alter_user_scram_credentials(upsertions)
    check({user: answer.get(user, "no answer") for user in passwords if answer.get(user, "no answer") is not None})


def _create_acls(admin: KafkaAdminClient, acls: list[ACL]) -> None:
    failed = admin.create_acls(acls)["failed"] if acls else []
    check({"ACLs": [error.__name__ for error in failed]} if failed else {})


def _delete_acls(admin: KafkaAdminClient, acls: list[ACL]) -> None:
    answer = admin.delete_acls(acls) if acls else []
    check({repr(acl): error.__name__ for acl, _, error in answer if error is not NoError})
