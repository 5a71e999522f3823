"""Where this installation's parts are and how to reach them: the local stack under `.local/`, or what the environment names."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from koop.local.files import locked, secret, write_private
from koop.local.kafka import LocalKafka
from koop.local.postgres import LocalPostgres
from koop.migrate import SERVICES, service_dsn
from shared.auth import Access, issue_tokens
from shared.kafka import KafkaLogin
from shared.topology import Topology

ROOT = Path(__file__).parents[1]
PORTS: Mapping[str, int] = {"cases": 18101, "referrals": 18102, "volunteers": 18103, "reporting": 18104, "minors": 18105}
DATABASE = "koop"


class InUse(Exception):
    """Another `koop up` or `koop reset` is at work in this home."""


@dataclass(frozen=True)
class Environment:
    """`home` holds everything that is made here; deleting it forgets the installation."""

    home: Path = ROOT / ".local"
    agreement: Path = ROOT / "agreement"

    @cached_property
    def topology(self) -> Topology:
        return Topology.load(self.agreement / "topology.toml").namespaced(os.environ.get("KOOP_NAMESPACE", ""))

    @cached_property
    def kafka(self) -> LocalKafka | None:
        """None where `KAFKA_BOOTSTRAP_SERVERS` names another broker."""
        return None if "KAFKA_BOOTSTRAP_SERVERS" in os.environ else LocalKafka(self.home / "kafka")

    @cached_property
    def postgres(self) -> LocalPostgres | None:
        """None where `DATABASE_URL` names another server."""
        return None if "DATABASE_URL" in os.environ else LocalPostgres(self.home / "postgres")

    @contextmanager
    def held(self) -> Iterator[None]:
        """For this process alone, until it ends, however it ends. Raises InUse."""
        try:
            with locked(self.home / "up.lock", wait=False):
                yield
        except BlockingIOError as error:
            raise InUse(f"`koop up` is running on {self.home}: stop it first (Ctrl-C)") from error

    @property
    def bootstrap(self) -> str:
        """What services and partners connect to (SCRAM)."""
        return self.kafka.bootstrap if self.kafka else os.environ["KAFKA_BOOTSTRAP_SERVERS"]

    @property
    def admin(self) -> KafkaLogin:
        """The broker's admin. For another broker: KOOP_KAFKA_ADMIN_BOOTSTRAP and KOOP_KAFKA_ADMIN_PASSWORD."""
        if self.kafka:
            return KafkaLogin(self.kafka.admin_bootstrap, "admin", self.kafka.admin_password, mechanism="PLAIN")
        bootstrap = os.environ.get("KOOP_KAFKA_ADMIN_BOOTSTRAP", self.bootstrap)
        return KafkaLogin(bootstrap, "admin", os.environ["KOOP_KAFKA_ADMIN_PASSWORD"], mechanism="PLAIN")

    @property
    def admin_dsn(self) -> str:
        return self.postgres.dsn(DATABASE) if self.postgres else os.environ["DATABASE_URL"]

    def dsn(self, service: str) -> str:
        """The service's own role."""
        return service_dsn(self.admin_dsn, service, self.role_passwords[service])

    @property
    def dsns(self) -> dict[str, str]:
        return {service: self.dsn(service) for service in SERVICES}

    @cached_property
    def role_passwords(self) -> dict[str, str]:
        return {service: secret(self.home / "secrets" / f"postgres-{service}") for service in SERVICES}

    @cached_property
    def kafka_passwords(self) -> dict[str, str]:
        return {principal: secret(self.home / "secrets" / f"kafka-{principal}") for principal in self.topology.principals()}

    @property
    def tokens(self) -> Path:
        """One bearer token per account, made once."""
        path = self.home / "tokens.json"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            issued = issue_tokens(Access.load(self.agreement / "access.toml").organisations)
            write_private(path, json.dumps([one.model_dump() for one in issued], indent=1))
        return path

    @property
    def partners(self) -> Path:
        return self.home / "partners"

    def url(self, service: str) -> str:
        return f"http://127.0.0.1:{PORTS[service]}"

    def login(self, principal: str) -> KafkaLogin:
        return KafkaLogin(self.bootstrap, principal, self.kafka_passwords[principal])

    def of_process(self, service: str) -> dict[str, str]:
        """A service process's own environment: its role, its principal, nothing of the others'."""
        return {
            "KOOP_SERVICE": service,
            "KOOP_DATABASE_URL": self.dsn(service),
            "KAFKA_BOOTSTRAP_SERVERS": self.bootstrap,
            "KOOP_KAFKA_USERNAME": self.topology.service_principal(service),
            "KOOP_KAFKA_PASSWORD": self.kafka_passwords[self.topology.service_principal(service)],
            "KOOP_TOKENS": str(self.tokens),
            "KOOP_AGREEMENT": str(self.agreement),
            "KOOP_NAMESPACE": self.topology.namespace,
            "KOOP_HTTP_PORT": str(PORTS[service]),
        }

    def exports(self) -> dict[str, str]:
        """What `koop env` prints."""
        urls = {f"KOOP_{service.upper()}_URL": self.url(service) for service in SERVICES}
        return {"KAFKA_BOOTSTRAP_SERVERS": self.bootstrap, **urls, "DATABASE_URL": self.admin_dsn}
