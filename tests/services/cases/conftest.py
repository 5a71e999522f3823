from collections.abc import Callable, Iterator

import pytest

from shared.store import Store
from tests.services.cases.office import Office, opened


@pytest.fixture
def store(dsn_of: Callable[[str], str]) -> Iterator[Store]:
    """The store of `cases` on a fresh database, with no more rights than the service has."""
    made = Store(dsn_of("cases"), "cases")
    yield made
    made.close()


@pytest.fixture
def office(store: Store) -> Office:
    return opened(store)
