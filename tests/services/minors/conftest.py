from collections.abc import Callable, Iterator

import pytest
from psycopg_pool import ConnectionPool

from shared.store import LIBPQ, Store
from tests.services.minors.office import YouthOffice, opened


@pytest.fixture
def store(dsn_of: Callable[[str], str]) -> Iterator[Store]:
    """The store of `minors` on a fresh database, with no more rights than the service has."""
    made = Store(dsn_of("minors"), "minors")
    yield made
    made.close()


@pytest.fixture
def office(store: Store, dsn_of: Callable[[str], str]) -> Iterator[YouthOffice]:
    limits = {"options": LIBPQ.format(schema="minors"), "autocommit": True}
    with ConnectionPool(dsn_of("minors"), min_size=1, max_size=1, open=True, kwargs=limits) as pool:
        yield opened(store, pool)
