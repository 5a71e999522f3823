from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from tests.services.reporting.web.office import Office, office


@pytest.fixture
def desk(dsn_of: Callable[[str], str]) -> Iterator[Office]:
    """Nothing has happened yet; it is the morning of 12 June 2017."""
    with office(dsn_of("reporting"), datetime(2017, 6, 12, 6, tzinfo=UTC)) as opened:
        yield opened
