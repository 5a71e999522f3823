from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.browser.chromium import Browser, browser
from tests.services.reporting.web import year
from tests.services.reporting.web.office import COORDINATOR, Office, office


@pytest.fixture
def played(dsn_of: Callable[[str], str]) -> Iterator[Office]:
    """The morning of 29 May 2017: a year of figures, the ballot open."""
    with office(dsn_of("reporting"), datetime(2016, 7, 1, 6, tzinfo=UTC)) as opened:
        year.play(opened)
        yield opened


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Browser]:
    """An error, not a skip, where no chromium is: a page that nobody has opened is not known to work."""
    with browser(tmp_path / "profile") as opened:
        opened.look(1360)
        yield opened


@pytest.fixture
def inside(played: Office, page: Browser) -> Browser:
    """Logged in as the coordinator, by the login form and the keyboard alone."""
    page.open(f"{played.url}/")
    page.until("location.pathname === '/login'")
    page.js("document.getElementById('token').focus()")
    page.type(played.tokens[COORDINATOR])
    page.press("Enter", 13, "\r")
    page.until("document.getElementById('live') && document.readyState === 'complete'")
    return page
