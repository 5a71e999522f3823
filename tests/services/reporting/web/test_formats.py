from datetime import UTC, date, datetime

import pytest

from services.reporting.web import formats


@pytest.mark.parametrize(
    ("value", "de", "en"),
    [(0, "0", "0"), (1275.75, "1\u202f275,75", "1,275.75"), (141.5, "141,5", "141.5"), (12000, "12\u202f000", "12,000")],
)
def test_numbers_have_the_decimals_they_need(value: float, de: str, en: str) -> None:
    assert (formats.number(value, "de"), formats.number(value, "en")) == (de, en)


def test_a_ballot_that_closes_at_midnight_ends_at_24_00_of_the_day_before() -> None:
    closes = datetime(2017, 6, 9, 22, tzinfo=UTC)  # 10 June 00:00 summer time
    assert formats.until(closes, "de") == "09.06.2017, 24:00"
    assert formats.until("2017-06-09T10:30:00Z", "en") == "9 Jun 2017, 12:30"


def test_a_day_that_never_comes_is_a_dash() -> None:
    assert formats.day(date(9999, 12, 31), "de") == "–"
    assert (formats.day("2017-06-09", "de"), formats.day("2017-06-09", "en")) == ("09.06.2017", "9 Jun 2017")


@pytest.mark.parametrize(("value", "said"), [(0.02, "< 1 s"), (42, "42 s"), (600, "10 min"), (86400, "24 h")])
def test_a_lag_is_told_in_the_unit_that_matters(value: float, said: str) -> None:
    assert formats.seconds(value, "de") == said


def test_days_months_and_law_as_they_are_spoken_of() -> None:
    assert (formats.weekday(date(2017, 6, 12), "de"), formats.weekday(date(2017, 6, 12), "en")) == ("Montag", "Monday")
    assert (formats.month(date(2017, 6, 1), "de"), formats.month(date(2017, 6, 1), "en")) == ("06/2017", "Jun 2017")
    assert formats.law_day("2016-08-06#3f2a1c9d", "de") == "06.08.2016"


def test_a_share_stays_between_nothing_and_all() -> None:
    assert [formats.share(*part) for part in ((1, 3), (0, 0), (5, 4), (-1, 4))] == [33, 0, 100, 0]
