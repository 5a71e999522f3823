"""Days as instants: where they begin and end in Europe/Berlin, also when the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import (
    BERLIN,
    day_end,
    day_start,
    local_day,
)

FIRST, LAST = date(2007, 1, 1), date(2026, 12, 31)
twenty_years = st.dates(FIRST, LAST)
instants = st.datetimes(datetime(2007, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


class TestInstants:
    @pytest.mark.parametrize(
        ("day", "end"),
        [
            (date(2017, 6, 30), utc(2017, 6, 30, 22)),  # the term's end: summer time, 24:00 = 22:00Z
            (date(2017, 1, 31), utc(2017, 1, 31, 23)),  # winter time
            (date(2016, 10, 30), utc(2016, 10, 30, 23)),  # clocks go back: the day has 25 hours
            (date(2017, 3, 26), utc(2017, 3, 26, 22)),  # clocks go forward: 23 hours
        ],
    )
    def test_n8_end_of_a_local_day_is_an_instant(self, day: date, end: datetime) -> None:
        assert day_end(day) == end
        assert end.utcoffset() == timedelta(0)

    def test_n8_days_on_which_the_clocks_change_are_25_and_23_hours_long(self) -> None:
        assert day_end(date(2016, 10, 30)) - day_start(date(2016, 10, 30)) == timedelta(hours=25)
        assert day_end(date(2017, 3, 26)) - day_start(date(2017, 3, 26)) == timedelta(hours=23)

    def test_c2_the_first_of_a_month_is_not_the_last_of_the_month_before(self) -> None:
        assert day_start(date(2017, 2, 1)) == utc(2017, 1, 31, 23)
        assert local_day(utc(2017, 1, 31, 23)) == date(2017, 2, 1)
        assert local_day(utc(2017, 1, 31, 22, 59, 59)) == date(2017, 1, 31)

    def test_an_instant_without_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            local_day(datetime(2017, 1, 31, 12))

    @given(twenty_years)
    def test_a_day_starts_and_ends_where_its_neighbours_say(self, day: date) -> None:
        assert local_day(day_start(day)) == day
        assert local_day(day_end(day) - timedelta(microseconds=1)) == day
        assert day_end(day) == day_start(day + timedelta(days=1))

    @given(instants)
    def test_an_instant_lies_in_its_local_day(self, instant: datetime) -> None:
        day = local_day(instant)
        assert day_start(day) <= instant < day_end(day)
        assert day == instant.astimezone(BERLIN).date()
