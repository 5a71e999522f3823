from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.browser.chromium import Browser, browser
from tests.conftest import Stack
from tests.services.reporting.web import year
from tests.services.reporting.web.office import COORDINATOR, Office, office, shared_database


@pytest.fixture(scope="session")
def played(stack: Stack, template: str) -> Iterator[Office]:
    """The morning of 29 May 2017: a year of figures, the ballot open. Tests add to it, and count from what they find."""
    with shared_database(stack, template) as dsn, office(dsn, datetime(2016, 7, 1, 6, tzinfo=UTC)) as opened:
        year.play(opened)
        yield opened


@pytest.fixture(scope="session")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """An error, not a skip, where no chromium is: a page that nobody has opened is not known to work."""
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def inside(played: Office, window: Browser) -> Browser:
    """Logged in as the coordinator, by the login form and the keyboard alone, with nothing left of earlier visits."""
    window.look(1360)
    window.call("Network.clearBrowserCookies")
    window.open(f"{played.url}/")
    window.until("location.pathname === '/login'")
    window.js("localStorage.clear()")
    window.logged.clear()
    window.js("document.getElementById('token').focus()")
    window.type(played.tokens[COORDINATOR])
    window.press("Enter", 13, "\r")
    window.until("document.getElementById('live') && document.readyState === 'complete'")
    return window
