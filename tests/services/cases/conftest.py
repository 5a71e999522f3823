from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import cast

import psycopg
import pytest
from psycopg_pool import ConnectionPool

from services.cases.doors import people
from shared.service import Service
from shared.store import LIBPQ, Store
from tests.services.cases.facets.language.said import LAW, PERSON
from tests.services.cases.office import Office, opened
from tests.services.cases.status.said import DESK


@pytest.fixture
def store(dsn_of: Callable[[str], str]) -> Iterator[Store]:
    """The store of `cases` on a fresh database, with no more rights than the service has."""
    made = Store(dsn_of("cases"), "cases")
    yield made
    made.close()


@pytest.fixture
def office(store: Store) -> Office:
    return opened(store)


@pytest.fixture
def door(office: Office, database: str, dsn_of: Callable[[str], str]) -> Iterator[Office]:
    """With the vault's row that goes with the registration."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("INSERT INTO cases.people VALUES (%s, 'Anna', 'Muster', NULL, %s, %s)", (PERSON, DESK, DESK))
    limits = {"options": LIBPQ.format(schema="cases")}
    with ConnectionPool(dsn_of("cases"), min_size=1, max_size=1, open=True, kwargs=limits) as pool:
        parts = SimpleNamespace(law=LAW, store=office.handler.store, clock=office.clock, pool=pool, handler=office.handler)
        people(office.api, cast(Service, parts))
        yield office
