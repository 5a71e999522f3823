"""The real parts for tests: one broker and one database server per session, started when the first test asks for them."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest
from kafka.admin import KafkaAdminClient
from psycopg.sql import SQL, Identifier

from koop.local.files import locked
from koop.local.kafka import LocalKafka
from koop.local.ports import free_ports
from koop.local.postgres import LocalPostgres

LOCAL = Path(__file__).parents[1] / ".local"
TEMPLATE = "koop_template"
ROLE_PASSWORD = "for-tests-only"


@dataclass(frozen=True)
class Stack:
    kafka: LocalKafka
    postgres: LocalPostgres


def own_home(held: ExitStack) -> Path:
    """The first test home that no other session holds: several may run at once, and none clears another's."""
    for number in count():
        home = LOCAL / "test" / str(number)
        try:
            held.enter_context(locked(home / "session.lock", wait=False))
        except BlockingIOError:
            continue
        return home
    raise AssertionError("count() never ends")


def stop(stack: Stack) -> None:
    stack.kafka.reset()
    stack.postgres.reset()


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """Both parts, empty. What a killed session left running in this home is ended first."""
    with ExitStack() as held:
        home = own_home(held)
        internal, partner, controller, port = free_ports(4)
        kafka = LocalKafka(home / "kafka", internal, partner, controller, libs=LOCAL / "kafka" / "libs")
        stack = Stack(kafka, LocalPostgres(home / "postgres", port))
        stop(stack)
        held.callback(stop, stack)
        stack.kafka.start()
        stack.postgres.start()
        yield stack


@pytest.fixture(scope="session")
def admin_dsn(stack: Stack) -> str:
    """The server's superuser, database `postgres`."""
    return stack.postgres.admin_dsn


@pytest.fixture(scope="session")
def kafka_admin(stack: Stack) -> Iterator[KafkaAdminClient]:
    """The broker's admin on the listener INTERNAL."""
    client = KafkaAdminClient(
        bootstrap_servers=stack.kafka.admin_bootstrap,
        security_protocol="SASL_PLAINTEXT",
        sasl_mechanism="PLAIN",
        sasl_plain_username="admin",
        sasl_plain_password=stack.kafka.admin_password,
        bootstrap_timeout_ms=5000,
    )
    yield client
    client.close()


@pytest.fixture(scope="session")
def template(stack: Stack) -> str:
    """A migrated database that is copied for each test (about 40 ms), instead of migrating for each."""
    from koop.migrate import SERVICES, migrate  # noqa: PLC0415 - tests without a database need no migrations

    with psycopg.connect(stack.postgres.admin_dsn, autocommit=True) as admin:
        admin.execute(SQL("CREATE DATABASE {}").format(Identifier(TEMPLATE)))
    migrate(stack.postgres.dsn(TEMPLATE), dict.fromkeys(SERVICES, ROLE_PASSWORD))
    return TEMPLATE


@pytest.fixture
def database(stack: Stack, template: str) -> Iterator[str]:
    """The superuser's DSN of a fresh migrated database, dropped at the end whoever is still connected."""
    name = f"koop_{secrets.token_hex(4)}"
    with psycopg.connect(stack.postgres.admin_dsn, autocommit=True) as admin:
        admin.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
        yield stack.postgres.dsn(name)
        admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@pytest.fixture
def dsn_of(database: str) -> Callable[[str], str]:
    """A service's own role in the fresh database: tests of stores run with no more rights than the service has."""
    return lambda service: psycopg.conninfo.make_conninfo(database, user=service, password=ROLE_PASSWORD)


@pytest.fixture
def namespace() -> str:
    """A prefix of its own for topics, groups and principals, for `Topology.namespaced`."""
    return f"t{secrets.token_hex(4)}"
