import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.conftest import ROLE_PASSWORD, Stack
from tests.services.reporting.web import year
from tests.services.reporting.web.office import Office, office

MORNING = datetime(2017, 6, 12, 6, tzinfo=UTC)


@pytest.fixture
def desk(dsn_of: Callable[[str], str]) -> Iterator[Office]:
    """Nothing has happened yet; it is the morning of 12 June 2017."""
    with office(dsn_of("reporting"), MORNING) as opened:
        yield opened


@pytest.fixture(scope="module")
def quiet(stack: Stack, template: str) -> Iterator[Office]:
    """As `desk`, shared by tests that change nothing."""
    with _shared(stack, template) as dsn, office(dsn, MORNING) as opened:
        yield opened


@pytest.fixture(scope="module")
def full(stack: Stack, template: str) -> Iterator[Office]:
    """The morning of 29 May 2017, after a year and with the ballot open; shared by tests that change nothing."""
    with _shared(stack, template) as dsn, office(dsn, MORNING) as opened:
        year.play(opened, persons=60)
        yield opened


@contextmanager
def _shared(stack: Stack, template: str) -> Iterator[str]:
    name = f"koop_{secrets.token_hex(4)}"
    with psycopg.connect(stack.postgres.admin_dsn, autocommit=True) as admin:
        admin.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
        yield psycopg.conninfo.make_conninfo(stack.postgres.dsn(name), user="reporting", password=ROLE_PASSWORD)
        admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
