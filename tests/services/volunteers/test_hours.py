"""R27: what counts as too much, week by week."""

from datetime import date, timedelta
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.hours import Period, monday, new_overload, over, overloaded_now, period_around
from shared.contracts.volunteers import VolunteerRole
from tests.services.volunteers.examples import DRIVING, LIMIT, MENTOR, week

Totals = dict[int, float]


def weeks(totals: Totals) -> dict[date, dict[VolunteerRole, float]]:
    return {week(n): {MENTOR: hours} for n, hours in totals.items()}


def test_r27_exactly_the_limit_is_not_over_it() -> None:
    assert not over(weeks({1: 8}), week(1), LIMIT)
    assert over(weeks({1: 8.25}), week(1), LIMIT)
    assert not over({}, week(1), LIMIT)


def test_r27_the_roles_of_a_week_count_together() -> None:
    assert over({week(1): {MENTOR: 5, DRIVING: 3.5}}, week(1), LIMIT)


def test_r27_a_period_is_as_long_as_the_weeks_in_a_row() -> None:
    # Week 4 at the limit, week 6 not reported.
    known = weeks({1: 9, 2: 9, 3: 9, 4: 8, 5: 9, 7: 9})
    assert period_around(known, week(2), LIMIT) == Period(week(1), week(3))
    assert period_around(known, week(4), LIMIT) is None
    assert period_around(known, week(5), LIMIT) == Period(week(5), week(5))


@pytest.mark.parametrize(("until", "overload"), [(1, False), (2, False), (3, True), (4, True)])
def test_r27_three_weeks_are_an_overload(until: int, overload: bool) -> None:
    assert Period(week(1), week(until)).overload is overload


def test_r27_a_period_is_signalled_once_however_it_grows() -> None:
    signalled = [Period(week(1), week(3))]
    assert new_overload(weeks({1: 9, 2: 9, 3: 9, 4: 9}), week(4), LIMIT, signalled) is None
    assert new_overload(weeks(dict.fromkeys(range(1, 8), 9.0)), week(4), LIMIT, signalled) is None
    assert new_overload(weeks({5: 9, 6: 9, 7: 9}), week(7), LIMIT, signalled) == Period(week(5), week(7))


def test_r27_over_the_turn_of_the_year_weeks_are_still_in_a_row() -> None:
    # ISO: Mondays 19 and 26 December 2016, 2 January 2017.
    days = [date(2016, 12, 19), date(2016, 12, 26), date(2017, 1, 2)]
    known = {day: {MENTOR: 9.0} for day in days}
    assert new_overload(known, date(2017, 1, 2), LIMIT, []) == Period(days[0], days[2])


def test_r27_the_latest_week_says_whether_it_goes_on() -> None:
    assert not overloaded_now({}, LIMIT)
    assert overloaded_now(weeks({1: 9, 2: 9, 3: 9}), LIMIT)
    assert not overloaded_now(weeks({1: 9, 2: 9, 3: 9, 4: 8}), LIMIT)


@given(st.dates(date(2000, 1, 3), date(2030, 1, 1)))
def test_a_week_is_named_by_its_monday(day: date) -> None:
    assert monday(day).isoweekday() == 1
    assert monday(day).isocalendar()[:2] == day.isocalendar()[:2]
    assert timedelta(0) <= day - monday(day) < timedelta(days=7)


@given(st.dictionaries(st.integers(1, 20), st.sampled_from([0.0, 7.75, 8.0, 8.25, 20.0])), st.integers(1, 20))
def test_r27_periods_against_a_plain_list_of_weeks(totals: Totals, n: int) -> None:
    assert period_around(weeks(totals), week(n), LIMIT) == next((p for p in slow_periods(totals) if p.since <= week(n) <= p.until), None)


def slow_periods(totals: Totals) -> list[Period]:
    flags = [(n, totals.get(n, 0) > LIMIT) for n in range(22)]
    runs = [[n for n, _ in run] for is_over, run in groupby(flags, key=lambda flag: flag[1]) if is_over]
    return [Period(week(run[0]), week(run[-1])) for run in runs]
