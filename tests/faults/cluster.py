"""The suite as separate processes: five services, reporting twice, two relays each, all behind the proxies of `parts`."""

import json
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from koop.local.ports import free_ports
from koop.migrate import SERVICES, migrate
from koop.provision import provision
from shared.auth import Access, issue_tokens
from shared.kafka import KafkaLogin
from shared.topology import Topology
from tests.faults.parts import Parts
from tests.faults.process import ROOT, Metrics, Process

LEASE_SECONDS = 2.0
SESSION_MS = 3000
READERS = ("reporting", "reporting-2")


@dataclass
class Cluster:
    """One database, one namespace of topics, and the processes on them by name: `cases`, `cases-relay-1`, `reporting-2` and so on."""

    parts: Parts
    topology: Topology
    database: str
    passwords: dict[str, str]
    tokens: dict[str, str]
    logs: Path
    processes: dict[str, Process] = field(default_factory=dict)

    def dsn(self, service: str, link: str | None = None) -> str:
        """The service's own role; through a proxy where one is named."""
        port = self.parts.links[link].port if link else self.parts.postgres.port
        return make_conninfo(self.parts.postgres.dsn(self.database), user=service, password=self.passwords[service], port=port)

    @property
    def admin_dsn(self) -> str:
        return self.parts.postgres.dsn(self.database)

    def partner(self, name: str) -> KafkaLogin:
        principal = self.topology.partner_principal(name)
        return KafkaLogin(self.parts.kafka.bootstrap, principal, self.passwords[principal])

    def url(self, service: str) -> str:
        return self.processes[service].url

    def relays(self, service: str) -> list[Process]:
        return [self.processes[f"{service}-relay-{n}"] for n in (1, 2)]

    def provision(self) -> None:
        """Topics, users and grants, where the broker does not have them."""
        provision(self.topology, self.parts.kafka.admin_bootstrap, self.parts.kafka.admin_password, self.passwords)

    def start(self) -> None:
        for process in self.processes.values():
            process.start()
        self.wait_ready()

    def wait_ready(self, seconds: float = 90) -> None:
        """All but those that sleep."""
        for process in self.processes.values():
            if not process.paused:
                process.wait_ready(seconds)

    def revive(self) -> None:
        """Start whatever does not run; wait until all is ready."""
        for process in self.processes.values():
            if not process.alive:
                process.start()
        self.wait_ready()

    def stop(self) -> None:
        for process in self.processes.values():
            if process.alive:
                process.running.kill()

    def metrics(self) -> Metrics:
        """Summed over all processes."""
        summed: Counter[tuple[str, str]] = Counter()
        for process in self.processes.values():
            summed.update(process.metrics())
        return dict(summed)


@contextmanager
def running(parts: Parts) -> Iterator[Cluster]:
    """A new database, a new namespace, all processes ready; killed at the end."""
    cluster = _prepare(parts)
    _processes(cluster)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


def _prepare(parts: Parts) -> Cluster:
    topology = Topology.load(ROOT / "agreement" / "topology.toml").namespaced(f"f{uuid4().hex[:6]}-")
    passwords = {name: secrets.token_urlsafe(12) for name in (*SERVICES, *topology.principals())}
    database, logs = f"koop_{secrets.token_hex(4)}", parts.home / "log" / topology.namespace.rstrip("-")
    logs.mkdir(parents=True)
    with psycopg.connect(parts.postgres.admin_dsn, autocommit=True) as admin:
        admin.execute(SQL("CREATE DATABASE {}").format(Identifier(database)))
    migrate(parts.postgres.dsn(database), {service: passwords[service] for service in SERVICES})
    issued = issue_tokens(Access.load(ROOT / "agreement" / "access.toml").organisations)
    (logs / "tokens.json").write_text(json.dumps([one.model_dump() for one in issued]))
    cluster = Cluster(parts, topology, database, passwords, {one.account: one.token for one in issued}, logs)
    cluster.provision()
    return cluster


def _processes(cluster: Cluster) -> None:
    for service in SERVICES:
        for name in READERS if service == "reporting" else (service,):
            _add(cluster, service, name, [f"services.{service}.app", "--role", "all"], "/readyz")
        for n in (1, 2):
            _add(cluster, service, f"{service}-relay-{n}", ["shared.relay_process"], "/metrics")


def _add(cluster: Cluster, service: str, name: str, command: list[str], ready: str) -> None:
    suffix = "-relay" if "-relay-" in name else ""
    (port,) = free_ports(1)
    principal = cluster.topology.service_principal(service)
    environment = {
        "KOOP_SERVICE": service,
        "KOOP_DATABASE_URL": cluster.dsn(service, f"postgres{suffix}"),
        "KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{cluster.parts.links[f'kafka{suffix}'].port}",
        "KOOP_KAFKA_USERNAME": principal,
        "KOOP_KAFKA_PASSWORD": cluster.passwords[principal],
        "KOOP_TOKENS": str(cluster.logs / "tokens.json"),
        "KOOP_NAMESPACE": cluster.topology.namespace,
        "KOOP_LEASE_SECONDS": str(LEASE_SECONDS),
        "KOOP_SESSION_TIMEOUT_MS": str(SESSION_MS),
        "KOOP_METRICS_PORT" if suffix else "KOOP_HTTP_PORT": str(port),
    }
    url, log = f"http://127.0.0.1:{port}", cluster.logs / f"{name}.log"
    cluster.processes[name] = Process(name, command, environment, log, url, ready, cluster.parts.nursery)
