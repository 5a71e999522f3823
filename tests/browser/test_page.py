"""The page in a real browser: by keyboard, alive, at any width, without a complaint."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from shared.contracts import referrals as r
from tests.browser.chromium import Browser
from tests.services.reporting.web.office import Office

OVERDUE = "Number(document.querySelector('#todo tbody td').textContent)"


def overdue(n: int) -> r.ReferralSent:
    of = {"person": UUID(int=n, version=4), "referral": UUID(int=n, version=4), "sender": "cjd", "recipient": "drk"}
    return r.ReferralSent(on=date(2017, 5, 1), facet="minors", due=date(2017, 5, 1) + timedelta(days=14), **of)


def test_the_page_is_reached_by_keyboard_and_the_first_stop_leads_to_its_content(inside: Browser) -> None:
    assert inside.js("document.documentElement.lang") == "de"
    inside.press("Tab", 9)
    assert inside.js("document.activeElement.className") == "skip"
    inside.press("Enter", 13, "\r")
    inside.until("document.activeElement.id === 'content'")


def test_figures_renew_themselves_but_never_under_the_hands_of_the_reader(inside: Browser, played: Office) -> None:
    before = inside.js(OVERDUE)
    played.tell("referral", overdue(7001))
    inside.until(f"{OVERDUE} === {before + 1}")
    inside.js("document.querySelector('#by-vg-refused summary').focus()")
    inside.js("document.querySelector('#by-vg-refused').open = true")
    played.tell("referral", overdue(7002))
    inside.js("new Promise(done => setTimeout(done, 5000))")
    assert inside.js(OVERDUE) == before + 1
    inside.js("document.activeElement.blur()")
    inside.until(f"{OVERDUE} === {before + 2}")
    assert inside.js("document.querySelector('#by-vg-refused').open") is True, "what was opened stays open"


def test_renewing_can_be_switched_off_and_stays_off(inside: Browser, played: Office) -> None:
    before = inside.js(OVERDUE)
    inside.js("document.getElementById('renew').click()")
    inside.open(f"{played.url}/")
    played.tell("referral", overdue(7003))
    inside.js("new Promise(done => setTimeout(done, 5000))")
    assert (inside.js("document.getElementById('renew').checked"), inside.js(OVERDUE)) == (False, before)


@pytest.mark.parametrize("path", ["/", "/?lang=en", "/login", "/barrierefreiheit"])
def test_nothing_is_cut_off_at_400_percent(inside: Browser, played: Office, path: str) -> None:
    """WCAG 1.4.10: 320 CSS pixels; only tables may scroll sideways, each in its own frame."""
    inside.look(320)
    inside.open(f"{played.url}{path}")
    assert inside.js("document.documentElement.scrollWidth") == 320


def test_on_a_desk_no_table_needs_to_be_scrolled(inside: Browser) -> None:
    tables = "[...document.querySelectorAll('#live > section .scroll')]"
    wide = f"{tables}.filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth)"
    assert inside.js(f"{wide}.map(one => one.textContent.trim().slice(0, 60))") == []


def test_the_browser_has_nothing_to_complain_about(inside: Browser, played: Office) -> None:
    for path in ("/", "/?lang=en&on=2016-12-01&known=2016-12-31", "/barrierefreiheit"):
        inside.open(f"{played.url}{path}")
        inside.js("document.fonts.ready.then(() => true)")
    assert inside.logged == []


def test_dark_mode_and_paper_are_looked_after(inside: Browser) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    light = inside.js(colour)
    inside.look(1360, dark=True)
    assert inside.js(colour) != light
    inside.look(1100, media="print")
    assert inside.js("getComputedStyle(document.querySelector('nav')).display") == "none"
    assert inside.js("document.querySelector('#t-refused').checkVisibility()") is True, "on paper everything is open"
