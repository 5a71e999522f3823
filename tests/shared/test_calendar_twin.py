"""The calendar against a slow, obvious twin: every day of 2010 to 2030, every count of 1 to 14 Werktage, every month's end."""

from datetime import date, timedelta
from functools import cache

from shared.calendar import add_months, add_werktage, day_end, day_start, is_holiday, is_werktag, majority, period_end, werktage_before
from shared.calendar import month_end as calendar_end

ONE_DAY = timedelta(days=1)
DAYS = [date(2010, 1, 1) + n * ONE_DAY for n in range((date(2031, 1, 1) - date(2010, 1, 1)).days)]


@cache
def easter(year: int) -> date:
    """Anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + i - 7 * ((a + 11 * h + 22 * i) // 451) + 114, 31)
    return date(year, month, day + 1)


@cache
def days_off(year: int) -> frozenset[date]:
    """§ 2 LFtG RLP by hand; Karfreitag, Ostermontag, Himmelfahrt, Pfingstmontag, Fronleichnam by their distance from Easter."""
    fixed = [(1, 1), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26)] + ([(10, 31)] if year == 2017 else [])
    moving = [easter(year) + timedelta(days=n) for n in (-2, 1, 39, 50, 60)]
    return frozenset([*moving, *(date(year, month, day) for month, day in fixed)])


def works(day: date, saturday: bool) -> bool:
    return day.weekday() < (6 if saturday else 5) and day not in days_off(day.year)


def next_werktage(day: date, saturday: bool) -> list[date]:
    """The fourteen after it."""
    found: list[date] = []
    while len(found) < 14:
        day += ONE_DAY
        found += [day] if works(day, saturday) else []
    return found


def shifted(day: date) -> date:
    return day if works(day, saturday=False) else shifted(day + ONE_DAY)


def same_day_later(day: date, months: int) -> date | None:
    """None where the month has no such day."""
    month = day.year * 12 + day.month - 1 + months
    try:
        return date(month // 12, month % 12 + 1, day.day)
    except ValueError:
        return None


def month_end(day: date, months: int) -> date:
    month = day.year * 12 + day.month + months
    return date(month // 12, month % 12 + 1, 1) - ONE_DAY


def test_holidays_of_every_year_but_for_sundays() -> None:
    assert [day for day in DAYS if day.weekday() != 6 and is_holiday(day) != (day in days_off(day.year))] == []
    assert easter(2016) == date(2016, 3, 27)
    assert [year for year in range(2010, 2031) if is_holiday(date(year, 10, 31))] == [2017]


def test_every_day_is_a_werktag_or_not_with_and_without_saturdays() -> None:
    assert [(day, s) for day in DAYS for s in (True, False) if is_werktag(day, s) != works(day, s)] == []


def test_c12_one_to_fourteen_werktage_after_every_day() -> None:
    wrong = [
        (day, n, saturday)
        for day in DAYS
        for saturday in (True, False)
        for n, last in enumerate(next_werktage(day, saturday), start=1)
        if add_werktage(day, n, saturday, shift=False) != last or add_werktage(day, n, saturday) != shifted(last)
    ]
    assert wrong == []


def test_every_months_period_ends_on_the_same_day_or_the_months_last() -> None:
    wrong = [
        (day, months)
        for day in DAYS
        for months in (1, 2, 3, 6, 12, 15, 18, 36, 48)
        if (end := same_day_later(day, months) or month_end(day, months)) != add_months(day, months)
        or period_end(day, months=months) != shifted(end)
        or period_end(day, months=months, shift=False) != end
    ]
    assert wrong == []


def test_a_period_whose_first_day_counts_ends_the_day_before_or_with_the_month() -> None:
    wrong = [
        (day, months)
        for day in DAYS
        for months in (1, 2, 6, 12)
        if (same := same_day_later(day, months), end := same - ONE_DAY if same else month_end(day, months))
        and period_end(day, months=months, shift=False, first_counts=True) != end
    ]
    assert wrong == []


def test_days_and_weeks_with_and_without_their_first_day() -> None:
    for day in DAYS:
        assert period_end(day, weeks=2) == shifted(day + timedelta(days=14))
        assert period_end(day, days=3, shift=False) == day + timedelta(days=3)
        assert period_end(day, days=3, shift=False, first_counts=True) == day + timedelta(days=2)


def test_n8_every_day_has_24_hours_but_for_the_last_sundays_of_march_and_october() -> None:
    for day in DAYS:
        last_sunday = day.weekday() == 6 and (day + timedelta(days=7)).month != day.month
        hours = {3: 23, 10: 25}.get(day.month, 24) if last_sunday else 24
        assert day_end(day) - day_start(day) == timedelta(hours=hours), day


def test_n14_of_age_on_the_first_day_that_is_not_before_the_birthday() -> None:
    """29 Feb: no such day 18 years later, so 1 Mar; 21 where the home state's law says so (c8)."""
    for birth in DAYS:
        for age in (18, 21):
            reached = majority(birth, age)
            assert reached.year == birth.year + age
            assert (reached.month, reached.day) >= (birth.month, birth.day) > ((reached - ONE_DAY).month, (reached - ONE_DAY).day) or (
                (birth.month, birth.day) == (1, 1) == (reached.month, reached.day)
            )


def werktage_between(first: date, day: date, saturday: bool) -> int:
    """From the first, counted, to the day, not counted."""
    return sum(works(first + n * ONE_DAY, saturday=saturday) for n in range((day - first).days))


def test_so_many_werktage_before_every_day() -> None:
    wrong = [
        (day, n, saturday)
        for day in DAYS
        for saturday in (True, False)
        for n in (1, 5)
        if (first := werktage_before(day, n, saturday))
        and not (works(first, saturday=saturday) and werktage_between(first, day, saturday) == n)
    ]
    assert wrong == []


def test_the_last_day_of_every_days_month() -> None:
    assert [day for day in DAYS if calendar_end(day) != month_end(day, 0)] == []
