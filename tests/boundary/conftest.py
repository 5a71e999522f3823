"""One suite for all attacks: cases and reporting as processes, two partners, a person that facts are about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from shared.kafka import KafkaLogin
from tests.boundary.clients import CLIENTS
from tests.conftest import ROLE_PASSWORD, Stack
from tests.e2e.suite import Suite, running
from tests.services.reporting.web.office import shared_database

ATTACKER, OTHER = "jmd", "cjd"


@dataclass(frozen=True)
class Border:
    suite: Suite
    person: str
    dsn_of: Callable[[str], str]

    def login(self, partner: str = ATTACKER, **changed: str) -> KafkaLogin:
        known = self.suite.login(partner)
        return KafkaLogin(**(vars(known) | changed))

    def client(self, library: str, partner: str = ATTACKER, **settings: Any) -> Any:
        """Its own group, so that what is refused is refused for the topic."""
        return CLIENTS[library](self.login(partner), self.suite.topology.partner_group(partner, "desk"), **settings)


@pytest.fixture(scope="session")
def border(stack: Stack, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Border]:
    with shared_database(stack, template) as database:

        def dsn_of(service: str) -> str:
            return psycopg.conninfo.make_conninfo(database, user=service, password=ROLE_PASSWORD)

        with running(stack, database, dsn_of, tmp_path_factory.mktemp("border"), ("cases", "reporting")) as suite:
            yield Border(suite, suite.person(), dsn_of)


@pytest.fixture(params=sorted(CLIENTS))
def library(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name
