"""Months published in SQL: the figures of the JSON API, in editions that never change."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest

from services.reporting.months import Line, NotLive, flat, publish
from shared.contracts import minors as m
from shared.contracts.codes_minors import MinorState
from tests.conftest import ROLE_PASSWORD
from tests.services.reporting.web import year
from tests.services.reporting.web.office import Office, office

JULY, AUGUST, SEPTEMBER = date(2016, 7, 31), date(2016, 8, 31), date(2016, 9, 30)
WEILERBACH = "vg-weilerbach"


@pytest.fixture
def desk(dsn_of: Callable[[str], str]) -> Iterator[Office]:
    """Twelve minors are taken into provisional care on 5 July 2016, twelve into care."""
    with office(dsn_of("reporting"), datetime(2016, 7, 20, 8, tzinfo=UTC)) as opened:
        opened.tell("minor", *(taken_in(n) for n in range(24)))
        yield opened


def taken_in(n: int) -> m.MinorTakenIn:
    state = MinorState.PROVISIONAL if n < 12 else MinorState.IN_CARE
    return m.MinorTakenIn(on=date(2016, 7, 5), minor=UUID(int=n, version=4), vg=WEILERBACH, state=state)


def published(desk: Office, now: datetime) -> set[tuple[str, date, date]]:
    """Figure, month, and as known when."""
    with desk.pool.connection() as connection:
        return {(figure, month, known) for _, figure, month, known in publish(connection, desk.reading.law, now)}


def whole(month: date) -> set[tuple[str, date, date]]:
    """All figures of minors of a month, as known at its end."""
    return {(figure, month, month) for figure in ("state", "missing", "shares_by_month", "shares_by_vg", "durations")}


def rows(desk: Office, facet: str = "minors") -> list[tuple[Any, ...]]:
    with desk.pool.connection() as connection:
        return connection.execute(
            "SELECT month, known, figure, place, kind, measure, value FROM month_figures WHERE facet = %s ORDER BY 1, 2, 3, 4, 5, 6",
            (facet,),
        ).fetchall()


def count(desk: Office, month: date, known: date) -> Any:
    """Files in Weilerbach that stand at provisional care."""
    wanted = (month, known, "state", WEILERBACH, "provisional", "n")
    (value,) = [value for *place, value in rows(desk) if tuple(place) == wanted]
    return value


def noon(month: int, day: int, year_: int = 2016) -> datetime:
    return datetime(year_, month, day, 10, tzinfo=UTC)


def test_a_month_is_published_once_it_is_over(desk: Office) -> None:
    assert published(desk, datetime(2016, 7, 31, 21, 59, tzinfo=UTC)) == set()  # 23:59 local
    assert published(desk, datetime(2016, 7, 31, 22, tzinfo=UTC)) == whole(JULY)
    assert published(desk, noon(8, 1)) == set()
    assert count(desk, JULY, JULY) == 12


def test_r41_what_is_known_later_is_another_edition_and_the_first_stays(desk: Office) -> None:
    published(desk, noon(8, 1))
    late = [m.MinorStateEntered(on=date(2016, 7, 20), minor=UUID(int=n, version=4), state=MinorState.IN_CARE) for n in range(6)]
    desk.tell("minor", *late, known=noon(8, 10))
    assert published(desk, noon(9, 2)) == {("state", JULY, AUGUST)} | whole(AUGUST)
    assert (count(desk, JULY, JULY), count(desk, JULY, AUGUST)) == (12, 6)
    assert published(desk, noon(10, 1)) == whole(SEPTEMBER)  # nothing new of July and August


def test_it_is_the_same_each_month_or_once_a_year(desk: Office, stack: Any) -> None:
    for month in range(8, 13):
        desk.tell("minor", taken_in(20 + month), known=noon(month, 3))
        published(desk, noon(month, 28))
    monthly = rows(desk)
    with desk.pool.connection() as connection, connection.transaction():
        for table in ("month_figures", "month_editions", "month_closings"):
            connection.execute(f"DELETE FROM {table}".encode())
    published(desk, noon(12, 28))
    assert rows(desk) == monthly
    assert {month for month, *_ in monthly} == {JULY, AUGUST, SEPTEMBER, date(2016, 10, 31), date(2016, 11, 30)}


def test_r40_a_published_cell_is_that_of_the_answer(dsn_of: Callable[[str], str]) -> None:
    """The same cells are left out: with others shown, whoever reads both could subtract."""
    with office(dsn_of("reporting"), noon(6, 12, 2017)) as full:
        year.play(full, persons=60)
        full.at(noon(6, 12, 2017))
        published(full, noon(6, 12, 2017))
        may = date(2017, 5, 31)
        for facet in ("minors", "transition"):
            said = {(figure, Line(*line)) for month, known, figure, *line in rows(full, facet) if (month, known) == (may, may)}
            answer = full.figures(f"/api/{facet}?on={may}&known={may}")["data"]
            assert said == {(figure, line) for figure, lines in flat(answer).items() for line in lines}
            assert [line for _, line in said if line.value is None], "nothing small to leave out"
            assert [line for _, line in said if line.value], "nothing shown"


def test_without_a_live_view_nothing_is_published_and_the_way_out_is_named(desk: Office) -> None:
    with desk.pool.connection() as connection:
        connection.execute("UPDATE view_versions SET status = 'kept' WHERE view = 'transition'")
    with pytest.raises(NotLive, match=r"transition; `koop projections rebuild"):
        published(desk, noon(8, 1))
    assert rows(desk) == []


def test_an_answers_rows_become_a_line_for_each_number() -> None:
    answer = {
        "state": [{"vg": WEILERBACH, "state": "confirmed", "n": None}],
        "no_gap": {"vg": [{"kind": "payment", "place": "total", "without": 3, "share": 0.75}], "month": []},
        "waits": {"persons": 21, "median": 4.5},
    }
    assert flat(answer) == {
        "state": {Line(WEILERBACH, "confirmed", "n", None)},
        "no_gap_by_vg": {Line("total", "payment", "without", 3.0), Line("total", "payment", "share", 0.75)},
        "no_gap_by_month": frozenset(),
        "waits": {Line("total", "waits", "persons", 21.0), Line("total", "waits", "median", 4.5)},
    }


def test_the_newest_edition_of_a_figure_is_the_one_that_none_replaces(desk: Office, database: str) -> None:
    desk.tell("minor", *(taken_in(n) for n in range(24, 30)), known=noon(8, 3))
    published(desk, noon(9, 1))
    with psycopg.connect(database) as admin:
        query = "SELECT known, replaced_by FROM bi.minors_months WHERE month = %s AND figure = %s GROUP BY 1, 2 ORDER BY 1"
        assert admin.execute(query, (JULY, "state")).fetchall() == [(JULY, AUGUST), (AUGUST, None)]
        assert admin.execute(query, (JULY, "durations")).fetchall() == [(JULY, None)]


def test_figures_of_minors_are_for_those_who_were_given_the_right(desk: Office, database: str, dsn_of: Callable[[str], str]) -> None:
    published(desk, noon(8, 1))
    with psycopg.connect(dsn_of("cases"), autocommit=True) as other:
        assert other.execute("SELECT count(*) FROM bi.transition_months").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            other.execute("SELECT count(*) FROM bi.minors_months")
    name = f"dashboard_{database[-8:]}"
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{ROLE_PASSWORD}' IN ROLE minors_reader".encode())
        try:
            with psycopg.connect(database, user=name, password=ROLE_PASSWORD, autocommit=True) as dashboard:
                assert dashboard.execute("SELECT count(*) > 0 FROM bi.minors_months").fetchone() == (True,)
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    dashboard.execute("SELECT count(*) FROM reporting.minor_spans_v1")
        finally:
            admin.execute(f"DROP ROLE {name}".encode())
