"""What the kernel's tests share."""

from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI

from shared.store import Store
from tests.shared.doors import doors


@pytest.fixture
def store(dsn_of: Callable[[str], str]) -> Iterator[Store]:
    """The store of `cases` on a fresh database, with no more rights than the service has."""
    opened = Store(dsn_of("cases"), "cases")
    yield opened
    opened.close()


@pytest.fixture
def api() -> FastAPI:
    return doors()
