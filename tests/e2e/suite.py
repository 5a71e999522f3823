"""The suite as it runs: real processes of the services and their relays on the test stack, in a namespace of their own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from koop.local.ports import free_ports
from koop.local.processes import PROGRAMS
from koop.migrate import SERVICES
from koop.provision import provision
from shared.auth import Access, issue_tokens
from shared.cloudevents import headers_of
from shared.kafka import KafkaLogin
from shared.topology import Topology
from tests.conftest import Stack

ROOT = Path(__file__).parents[2]
KAFKA_PASSWORD = "kafka-for-tests-only"


@dataclass
class Suite:
    """What a test needs to be a partner, a caseworker, or an operator."""

    topology: Topology
    bootstrap: str
    tokens: dict[str, str]
    urls: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    logs: Path = Path()

    def login(self, partner: str) -> KafkaLogin:
        return KafkaLogin(self.bootstrap, self.topology.partner_principal(partner), KAFKA_PASSWORD)

    def post(self, service: str, path: str, body: dict[str, Any], account: str, key: str | None = None, **headers: str) -> httpx.Response:
        headers |= {"Authorization": f"Bearer {self.tokens[account]}", "Idempotency-Key": key or str(uuid4())}
        return httpx.post(f"{self.urls[service]}{path}", json=body, headers=headers, timeout=20)

    def get(self, service: str, path: str, account: str) -> httpx.Response:
        return httpx.get(f"{self.urls[service]}{path}", headers={"Authorization": f"Bearer {self.tokens[account]}"}, timeout=20)

    def person(self, vg: str = "vg-landstuhl") -> str:
        body = {"given_name": "Amaru", "family_name": "Testemann", "birth_date": None, "vg": vg, "on": "2016-07-04"}
        answer = self.post("cases", "/people", body, f"caseworker@{vg}")
        assert answer.status_code == 201, answer.text
        return str(answer.json()["person"])

    def publish(self, partner: str, *facts: tuple[str, str, dict[str, Any]]) -> list[str]:
        """(type, subject, data) each; returns the event ids."""
        producer = KafkaProducer(**self.login(partner).python(), acks="all", max_block_ms=5000)
        ids = []
        for type_, subject, data in facts:
            ids.append(str(uuid4()))
            headers = headers_of({"id": ids[-1], "source": f"/partner/{partner}", "type": f"koop.fact.{type_}.v1", "subject": subject})
            producer.send(self.topology.facts_topic(partner), value=json.dumps(data).encode(), headers=headers).get(timeout=10)
        producer.close()
        return ids

    def receipts(self, partner: str, ids: list[str], seconds: float = 20) -> list[dict[str, Any]]:
        """The receipts of these facts, in the order of the ids."""
        topic = TopicPartition(self.topology.receipts_topic(partner), 0)
        consumer = KafkaConsumer(**self.login(partner).python(), auto_offset_reset="earliest", enable_auto_commit=False)
        consumer.assign([topic])
        found: dict[str, dict[str, Any]] = {}
        until = time.monotonic() + seconds
        while len(found.keys() & set(ids)) < len(ids) and time.monotonic() < until:
            for records in consumer.poll(timeout_ms=200).values():
                found |= {(receipt := json.loads(r.value)).get("event_id"): receipt for r in records}
        consumer.close()
        assert found.keys() >= set(ids), f"no receipt for {set(ids) - found.keys()}; logs in {self.logs}"
        return [found[one] for one in ids]


@contextmanager
def running(stack: Stack, database: str, dsn_of: Any, folder: Path, services: tuple[str, ...] = SERVICES) -> Iterator[Suite]:
    """Provision, start, wait until ready; stop in order at the end."""
    topology = Topology.load(ROOT / "agreement" / "topology.toml").namespaced(f"e{uuid4().hex[:8]}-")
    provision(topology, stack.kafka.admin_bootstrap, stack.kafka.admin_password, dict.fromkeys(topology.principals(), KAFKA_PASSWORD))
    issued = issue_tokens(Access.load(ROOT / "agreement" / "access.toml").organisations)
    tokens = folder / "tokens.json"
    tokens.write_text(json.dumps([one.model_dump() for one in issued]))
    suite = Suite(topology, stack.kafka.bootstrap, {one.account: one.token for one in issued}, logs=folder)
    with ExitStack() as stops:
        stops.callback(_stop, suite)
        for service, port in zip(services, free_ports(len(services)), strict=True):
            environment = {
                "KOOP_SERVICE": service,
                "KOOP_DATABASE_URL": dsn_of(service),
                "KAFKA_BOOTSTRAP_SERVERS": stack.kafka.bootstrap,
                "KOOP_KAFKA_USERNAME": topology.service_principal(service),
                "KOOP_KAFKA_PASSWORD": KAFKA_PASSWORD,
                "KOOP_TOKENS": str(tokens),
                "KOOP_NAMESPACE": topology.namespace,
                "KOOP_HTTP_PORT": str(port),
            }
            suite.urls[service] = f"http://127.0.0.1:{port}"
            for role in ("all", "relay"):
                suite.processes[f"{service}-{role}"] = start(service, role, environment, folder)
        for service in services:
            _wait_ready(suite, service)
        yield suite


def start(service: str, role: str, environment: dict[str, str], folder: Path) -> subprocess.Popen[bytes]:
    with (folder / f"{service}-{role}.log").open("ab") as log:
        command = [sys.executable, "-m", *PROGRAMS[role](service)]
        return subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=log, stderr=log)


def _wait_ready(suite: Suite, service: str, seconds: float = 40) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert suite.processes[f"{service}-all"].poll() is None, (suite.logs / f"{service}-all.log").read_text()[-3000:]
        try:
            if httpx.get(f"{suite.urls[service]}/readyz", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"{service} did not become ready: {(suite.logs / f'{service}-all.log').read_text()[-3000:]}")


def _stop(suite: Suite) -> None:
    for process in suite.processes.values():
        process.terminate()
    for process in suite.processes.values():
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
