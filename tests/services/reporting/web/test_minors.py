"""Minors as somebody outside the youth office gets to see them: by the month, without a small cell, on every way there is."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.reporting.months import publish
from services.reporting.web.reading import AsOf
from services.reporting.web.sse import Feed
from shared.clock import FixedClock
from shared.contracts import minors as m
from shared.contracts.base import Contract
from shared.contracts.cases import PersonRegistered
from shared.contracts.codes_minors import MinorState
from tests.services.reporting.web.office import COORDINATOR, Office
from tests.services.reporting.web.reader import read

FILE = UUID(int=4711, version=4)
VG = "vg-landstuhl"
JULY = datetime(2016, 7, 20, 8, tzinfo=UTC)


@pytest.fixture
def one(desk: Office) -> Office:
    """One minor in Landstuhl since July; twelve in Weilerbach, six of them in care."""
    desk.tell("minor", m.MinorTakenIn(on=date(2016, 7, 4), minor=FILE, vg=VG, state=MinorState.PROVISIONAL), known=JULY)
    desk.tell("minor", *_twelve(), known=JULY)
    return desk


def _twelve() -> Iterator[Contract]:
    for n in range(12):
        state = MinorState.IN_CARE if n < 6 else MinorState.PROVISIONAL
        yield m.MinorTakenIn(on=date(2016, 7, 5), minor=UUID(int=n, version=4), vg="vg-weilerbach", state=state)


def numbers(answer: Any) -> Iterator[int]:
    """Every count in an answer."""
    if isinstance(answer, dict):
        yield from (value for key, value in answer.items() if key in {"n", "yes", "known", "files"} and isinstance(value, int))
        answer = list(answer.values())
    if isinstance(answer, list):
        for part in answer:
            yield from numbers(part)


def test_day_and_knowledge_are_those_of_the_last_month_that_is_over(one: Office) -> None:
    def asked(query: str) -> dict[str, str]:
        found: dict[str, str] = one.figures(f"/api/minors{query}")["as_of"]
        return found

    # it is 12 June 2017, 08:00 local; months end at 22:00Z in summer, at 23:00Z in winter
    assert asked("") == {"on": "2017-05-31", "known": "2017-05-31T22:00:00+00:00"}
    assert asked("?on=2016-08-15") == {"on": "2016-07-31", "known": "2017-05-31T22:00:00+00:00"}
    assert asked("?on=2016-08-31&known=2016-12-30") == {"on": "2016-08-31", "known": "2016-11-30T23:00:00+00:00"}
    assert asked("?on=2099-01-01&known=2016-12-31")["on"] == "2017-05-31"


def test_n15_what_is_heard_today_changes_no_answer_before_the_month_is_over(one: Office) -> None:
    before = one.figures("/api/minors")["data"]
    gone = UUID(int=0, version=4)
    one.tell("minor", m.MinorStateEntered(on=date(2017, 6, 9), minor=gone, state=MinorState.ENDED))
    assert one.figures("/api/minors")["data"] == before
    assert one.figures("/api/minors?on=2017-06-11&known=2017-06-11")["data"] == before
    one.at(datetime(2017, 7, 1, 6, tzinfo=UTC))
    assert one.figures("/api/minors")["data"] != before


def test_n15_knowledge_of_a_day_to_come_is_that_of_the_last_month_that_is_over(one: Office) -> None:
    ask = "/api/minors?on=2016-07-31&known=2099-12-31"
    before = one.figures(ask)
    assert before["as_of"] == {"on": "2016-07-31", "known": "2017-05-31T22:00:00+00:00"}
    one.tell("minor", m.MinorStateEntered(on=date(2016, 7, 20), minor=UUID(int=0, version=4), state=MinorState.ENDED))
    assert one.figures(ask)["data"] == before["data"]


def test_n15_on_the_last_day_of_a_month_it_is_not_over() -> None:
    evening = FixedClock(datetime(2017, 6, 30, 21, 59, tzinfo=UTC))  # 23:59 local
    assert AsOf.of(evening, None, None).by_month().on == date(2017, 5, 31)
    midnight = FixedClock(datetime(2017, 6, 30, 22, tzinfo=UTC))
    assert AsOf.of(midnight, None, None).by_month().on == date(2017, 6, 30)


def paths(office: Office) -> Sequence[str]:
    """Every path that this service answers to a reader."""
    described = office.figures("/openapi.json", COORDINATOR)["paths"]
    api = [path for path in described if path.startswith("/api/") and "{" not in path]
    assert "/api/minors" in api
    return [*api, "/", "/?lang=en", "/?on=2016-07-31", "/regeln"]


def test_r40_no_way_out_shows_the_one_nor_the_file(one: Office) -> None:
    for path in paths(one):
        text = one.get(path).text
        assert str(FILE) not in text, path
        if path.startswith("/api/minors"):
            counted = list(numbers(one.figures(path)["data"]))
            assert counted and not [n for n in counted if 0 < n < 5]
    table = read(one, "/?on=2016-07-31").table("Laufende Akten")
    said = dict(zip(table.rows[0], table.row("Landstuhl"), strict=True))
    assert all(said[column].startswith("–") for column in ("Vorläufig", "In Obhut", "Summe"))
    assert "1" not in table.row("Landkreis")


def test_n15_no_answer_says_that_a_file_has_moved_today(one: Office) -> None:
    def said() -> list[Any]:
        oracle = one.figures(f"/api/language?min_position=minor-{FILE}@2", "caseworker@vg-landstuhl")["stale"]
        assert oracle is False
        age = one.figures("/api/language")["staleness_seconds"]
        assert age is None or age >= 10
        page = re.findall(r'data-stand="\d+"', one.get("/").text)
        return [*(one.figures(path)["position"] for path in ("/api/language", "/api/minors")), *page, Feed(one.reading)._sum()]

    earlier = one.clock.now() - timedelta(seconds=10)
    one.tell("person", PersonRegistered(on=date(2017, 6, 9), person=UUID(int=1, version=4), vg=VG), known=earlier)
    before = said()
    one.tell("minor", m.MinorStateEntered(on=date(2017, 6, 9), minor=FILE, state=MinorState.ENDED), known=one.clock.now())
    assert said() == before
    one.tell("person", PersonRegistered(on=date(2017, 6, 9), person=FILE, vg=VG), known=earlier)
    assert not [now for now, then in zip(said(), before, strict=True) if now == then]


def test_r40_dashboards_find_no_file_and_nothing_of_minors_but_published_months(one: Office) -> None:
    with one.pool.connection() as connection:
        views = [name for (name,) in connection.execute("SELECT viewname FROM pg_views WHERE schemaname = 'bi'").fetchall()]
        assert [name for name in views if "minor" in name] == ["minors_months"]
        for name in set(views) - {"minors_months"}:
            rows = connection.execute(f"SELECT count(*) FROM bi.{name} v WHERE v::text LIKE %s", (f"%{FILE}%",)).fetchone()
            assert rows == (0,)


def test_r40_a_published_month_shows_neither_the_one_nor_the_file(one: Office) -> None:
    with one.pool.connection() as connection:
        assert publish(connection, one.reading.law, one.clock.now())
        rows = connection.execute("SELECT measure, value, f::text FROM month_figures f WHERE facet = 'minors'").fetchall()
    assert not [text for _, _, text in rows if str(FILE) in text]
    counted = [value for measure, value, _ in rows if measure in {"n", "yes", "known", "files"} and value is not None]
    assert counted and not [n for n in counted if 0 < n < 5]


@pytest.mark.parametrize("account", ["caseworker@vg-landstuhl", "caseworker@jobcenter", "volunteer-coordinator@caritas"])
def test_who_has_nothing_to_do_with_minors_gets_no_figure_of_them(one: Office, account: str) -> None:
    assert one.get("/api/minors", account).status_code == 403


@pytest.mark.parametrize("account", [COORDINATOR, "representative@vg-landstuhl", "youth-office@landkreis-jugendamt"])
def test_the_steering_group_and_the_youth_office_get_the_same_suppressed_figures(one: Office, account: str) -> None:
    assert one.figures("/api/minors", account)["data"] == one.figures("/api/minors")["data"]


def test_the_page_shows_a_year_of_minors(full: Office) -> None:
    page = read(full)
    table = page.table("Laufende Akten")
    assert "30.04.2017" in table.caption  # it is the morning of 29 May 2017
    assert [cell for cell in table.row("Landkreis")[1:] if cell.isdigit()]
    assert page.table("Anteile und Dauer").row("In sieben Werktagen gemeldet")[-1].endswith("%")
