"""One provisioned topology in a namespace of its own, and each principal's own clients."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from koop.provision import Report, provision
from shared.kafka import KafkaLogin
from shared.topology import Topology
from tests.conftest import Stack

AGREEMENT = Path(__file__).parents[3] / "agreement"


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


def fresh() -> Topology:
    return Topology.load(AGREEMENT / "topology.toml").namespaced(f"t{secrets.token_hex(4)}-")


def provisioned(stack: Stack) -> World:
    topology = fresh()
    passwords = {principal: secrets.token_urlsafe(24) for principal in topology.principals()}
    report = provision(topology, stack.kafka.admin_bootstrap, stack.kafka.admin_password, passwords)
    return World(topology, stack, passwords, report)


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
