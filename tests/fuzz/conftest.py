"""All services as processes, with two accounts of each kind, and one person that everybody may ask about."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from tests.conftest import ROLE_PASSWORD, Stack
from tests.e2e.suite import Suite, running
from tests.services.reporting.web.office import shared_database

ACCOUNTS = (
    "caseworker@vg-landstuhl",
    "caseworker@jobcenter",
    "coordinator@landkreis-koordination",
    "representative@caritas",
    "volunteer-coordinator@vg-weilerbach",
    "youth-office@landkreis-jugendamt",
)


@dataclass(frozen=True)
class Town:
    suite: Suite
    person: str

    def alive(self) -> bool:
        return all(process.poll() is None for process in self.suite.processes.values())


@pytest.fixture(scope="session")
def town(stack: Stack, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with shared_database(stack, template) as database:

        def dsn_of(service: str) -> str:
            return psycopg.conninfo.make_conninfo(database, user=service, password=ROLE_PASSWORD)

        with running(stack, database, dsn_of, tmp_path_factory.mktemp("town")) as suite:
            yield Town(suite, suite.person())
