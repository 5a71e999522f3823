"""What the kernel's tests share."""

from collections.abc import Callable, Iterator

import pytest

from shared.store import Store


@pytest.fixture
def store(dsn_of: Callable[[str], str]) -> Iterator[Store]:
    """The store of `cases` on a fresh database, with no more rights than the service has."""
    opened = Store(dsn_of("cases"), "cases")
    yield opened
    opened.close()
