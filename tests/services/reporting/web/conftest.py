from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from tests.conftest import Stack
from tests.services.reporting.web import year
from tests.services.reporting.web.office import Office, office, shared_database

MORNING = datetime(2017, 6, 12, 6, tzinfo=UTC)


@pytest.fixture
def desk(dsn_of: Callable[[str], str]) -> Iterator[Office]:
    """Nothing has happened yet; it is the morning of 12 June 2017."""
    with office(dsn_of("reporting"), MORNING) as opened:
        yield opened


@pytest.fixture(scope="module")
def quiet(stack: Stack, template: str) -> Iterator[Office]:
    """As `desk`, shared by tests that change nothing."""
    with shared_database(stack, template) as dsn, office(dsn, MORNING) as opened:
        yield opened


@pytest.fixture(scope="module")
def full(stack: Stack, template: str) -> Iterator[Office]:
    """The morning of 29 May 2017, after a year and with the ballot open; shared by tests that change nothing."""
    with shared_database(stack, template) as dsn, office(dsn, MORNING) as opened:
        year.play(opened, persons=60)
        yield opened
