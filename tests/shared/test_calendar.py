"""Days and periods: worked examples by hand, and a slow obvious twin over twenty years."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.calendar import (
    add_months,
    add_werktage,
    add_years,
    is_holiday,
    is_werktag,
    majority,
    period_end,
)

FIRST, LAST = date(2007, 1, 1), date(2026, 12, 31)
twenty_years = st.dates(FIRST, LAST)


class TestMonths:
    @pytest.mark.parametrize(
        ("day", "n", "expected"),
        [
            (date(2017, 1, 31), 1, date(2017, 2, 28)),  # § 188(3): the day is missing
            (date(2016, 1, 31), 1, date(2016, 2, 29)),
            (date(2016, 2, 29), 12, date(2017, 2, 28)),
            (date(2016, 12, 15), 1, date(2017, 1, 15)),
            (date(2017, 3, 31), -1, date(2017, 2, 28)),
            (date(2017, 1, 15), -1, date(2016, 12, 15)),
            (date(2017, 2, 28), 1, date(2017, 3, 28)),  # the end of February does not become the end of March
            (date(2017, 5, 17), 0, date(2017, 5, 17)),
        ],
    )
    def test_188_3_bgb_clips_to_the_months_last_day(self, day: date, n: int, expected: date) -> None:
        assert add_months(day, n) == expected

    @given(twenty_years, st.integers(-60, 60))
    def test_188_3_bgb_against_walking_month_by_month(self, day: date, n: int) -> None:
        assert add_months(day, n) == slow_add_months(day, n)

    def test_years_are_twelve_months(self) -> None:
        assert add_years(date(2016, 2, 29), 1) == date(2017, 2, 28)
        assert add_years(date(2016, 2, 29), 4) == date(2020, 2, 29)


class TestHolidays:
    def test_the_eleven_holidays_of_rheinland_pfalz_in_2016(self) -> None:
        # Easter Sunday 2016 was 27 March: Good Friday -2, Easter Monday +1, Ascension +39, Whit Monday +50, Corpus Christi +60.
        expected = {(1, 1), (3, 25), (3, 28), (5, 1), (5, 5), (5, 16), (5, 26), (10, 3), (11, 1), (12, 25), (12, 26)}
        year = [date(2016, 1, 1) + timedelta(days=n) for n in range(366)]
        assert {(day.month, day.day) for day in year if is_holiday(day)} == expected

    def test_reformation_day_was_a_holiday_once(self) -> None:
        assert [year for year in range(2007, 2027) if is_holiday(date(year, 10, 31))] == [2017]

    def test_holidays_of_other_laender_do_not_count(self) -> None:
        assert not is_holiday(date(2016, 1, 6))  # Epiphany: Bavaria
        assert not is_holiday(date(2016, 8, 15))  # Assumption: Saarland

    @given(twenty_years)
    def test_holidays_against_the_computed_easter(self, day: date) -> None:
        assert is_holiday(day) == slow_is_holiday(day)


class TestWerktage:
    def test_r28_seven_werktage_after_monday_4_july_2016(self) -> None:
        # 5 6 7 8 | 11 12 13 July; with Saturdays 5 6 7 8 9 | 11 12.
        assert add_werktage(date(2016, 7, 4), 7) == date(2016, 7, 13)
        assert add_werktage(date(2016, 7, 4), 7, saturday=True) == date(2016, 7, 12)

    def test_c12_a_count_with_saturdays_that_ends_on_one_is_shifted(self) -> None:
        # Mon 4 Jul + 5 = 5 6 7 8 9: Saturday 9 July, shifted to Monday 11.
        assert add_werktage(date(2016, 7, 4), 5, saturday=True) == date(2016, 7, 11)
        assert add_werktage(date(2016, 7, 4), 5, saturday=True, shift=False) == date(2016, 7, 9)

    def test_no_period_without_a_day(self) -> None:
        with pytest.raises(ValueError, match="at least one"):
            add_werktage(date(2016, 7, 4), 0)

    @settings(max_examples=300)
    @given(twenty_years, st.integers(1, 40), st.booleans(), st.booleans())
    def test_werktage_against_a_list_of_days(self, day: date, n: int, saturday: bool, shift: bool) -> None:
        assert add_werktage(day, n, saturday, shift=shift) == slow_add_werktage(day, n, saturday, shift)

    @given(twenty_years)
    def test_a_day_that_is_werktag_without_saturdays_is_one_with_them(self, day: date) -> None:
        assert is_werktag(day, saturday=True) or not is_werktag(day, saturday=False)
        assert is_werktag(day, saturday=True) == slow_is_werktag(day, saturday=True)


class TestPeriods:
    @pytest.mark.parametrize(
        ("start", "unit", "n", "end"),
        [
            (date(2016, 4, 16), "weeks", 2, date(2016, 5, 2)),  # c10: Sat 16 Apr -> Sat 30 Apr -> Sun 1 May -> Mon 2 May
            (date(2016, 3, 11), "weeks", 2, date(2016, 3, 29)),  # c12: Good Friday 25 Mar -> Tuesday after Easter
            (date(2017, 1, 31), "months", 1, date(2017, 2, 28)),  # Tuesday
            (date(2017, 9, 30), "months", 1, date(2017, 10, 30)),  # Monday, the day before the one-off holiday
            (date(2017, 10, 30), "days", 1, date(2017, 11, 2)),  # 31 Oct and 1 Nov 2017 both holidays
            (date(2016, 7, 4), "days", 3, date(2016, 7, 7)),  # § 187(1): 5, 6, 7 July
        ],
    )
    def test_193_bgb_the_end_moves_to_the_next_day_that_is_open(self, start: date, unit: str, n: int, end: date) -> None:
        assert period_end(start, **{unit: n}) == end  # type: ignore[arg-type]

    def test_a_period_that_is_not_for_an_act_is_not_shifted(self) -> None:
        assert period_end(date(2016, 4, 16), weeks=2, shift=False) == date(2016, 4, 30)

    @pytest.mark.parametrize("wrong", [{}, {"days": 1, "weeks": 1}, {"days": 0}, {"months": -1}, {"weeks": 0, "months": 1}])
    def test_one_unit_and_a_positive_length(self, wrong: dict[str, int]) -> None:
        with pytest.raises(ValueError, match="one unit"):
            period_end(date(2016, 7, 4), **wrong)  # type: ignore[arg-type]

    @settings(max_examples=300)
    @given(twenty_years, st.sampled_from(["days", "weeks", "months"]), st.integers(1, 24))
    def test_c12_a_shifted_end_is_the_first_open_day_at_or_after_the_plain_end(self, start: date, unit: str, n: int) -> None:
        plain = period_end(start, shift=False, **{unit: n})  # type: ignore[arg-type]
        assert plain == slow_plain_end(start, unit, n)
        assert period_end(start, **{unit: n}) == slow_shift(plain)  # type: ignore[arg-type]


class TestMajority:
    @pytest.mark.parametrize(
        ("birth", "day"),
        [
            (date(1998, 7, 4), date(2016, 7, 4)),
            (date(1996, 2, 29), date(2014, 3, 1)),  # § 187(2): the last day of the 18th year is 28 Feb 2014
            (date(1998, 3, 31), date(2016, 3, 31)),
        ],
    )
    def test_r32_majority_begins_with_the_birthday(self, birth: date, day: date) -> None:
        assert majority(birth) == day

    def test_c8_the_age_is_a_parameter(self) -> None:
        assert majority(date(1996, 2, 29), 20) == date(2016, 2, 29)
        assert majority(date(1996, 2, 29), 21) == date(2017, 3, 1)

    @given(twenty_years)
    def test_187_2_bgb_against_counting_birthdays(self, birth: date) -> None:
        day_before = majority(birth) - timedelta(days=1)
        assert full_years(birth, majority(birth)) == 18
        assert full_years(birth, day_before) == 17


def slow_add_months(day: date, n: int) -> date:
    """Walk month by month, then try the day's number downwards until the month has it."""
    year, month = day.year, day.month
    for _ in range(abs(n)):
        month += 1 if n > 0 else -1
        if month in (0, 13):
            year, month = (year + 1, 1) if month == 13 else (year - 1, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def easter(year: int) -> date:
    """Easter Sunday by Gauss's rule in Lichtenberg's form."""
    century, moon = year // 100, year % 19
    offset = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun = 2 - (3 * century + 3) // 4
    seed = (19 * moon + offset) % 30
    limit = 21 + seed - (seed + moon // 11) // 29
    first_sunday = 7 - (year + year // 4 + sun) % 7
    march = limit + 7 - (limit - first_sunday) % 7
    return date(year, 3, 1) + timedelta(days=march - 1)


def slow_is_holiday(day: date) -> bool:
    fixed = {(1, 1), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26)}
    moving = {easter(day.year) + timedelta(days=n) for n in (-2, 1, 39, 50, 60)}
    return (day.month, day.day) in fixed or day in moving or day == date(2017, 10, 31)


def slow_is_werktag(day: date, saturday: bool) -> bool:
    names = ("Mon", "Tue", "Wed", "Thu", "Fri") + (("Sat",) if saturday else ())
    return day.strftime("%a") in names and not slow_is_holiday(day)


def slow_shift(day: date) -> date:
    return next(later for later in days_from(day) if slow_is_werktag(later, saturday=False))


def slow_add_werktage(day: date, n: int, saturday: bool, shift: bool) -> date:
    later = [each for each in days_from(day + timedelta(days=1)) if slow_is_werktag(each, saturday)]
    return slow_shift(later[n - 1]) if shift else later[n - 1]


def slow_plain_end(start: date, unit: str, n: int) -> date:
    if unit == "months":
        return slow_add_months(start, n)
    return days_from(start)[n if unit == "days" else 7 * n]


def days_from(day: date) -> list[date]:
    return [day + timedelta(days=n) for n in range(220)]


def full_years(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
