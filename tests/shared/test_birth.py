"""N14: a birth date is as precise as it is; of age on the first day it may be and the last."""

from datetime import date

import pytest
from pydantic import ValidationError

from shared.birth import BirthDate, of_age
from shared.calendar import majority


@pytest.mark.parametrize(
    ("birth", "first", "last"),
    [
        # born 29 Feb 2000, no such day in 2018: § 188(2), (3) BGB would end the year on 28 Feb, so of age on 1 Mar 2018, 00:00
        (BirthDate(year=2000, month=2, day=29), date(2018, 3, 1), date(2018, 3, 1)),
        (BirthDate(year=2000, month=2, day=28), date(2018, 2, 28), date(2018, 2, 28)),
        # 1 Jan 1999, as many papers say that know the year only: taken as it stands, the precision is what the claim says
        (BirthDate(year=1999, month=1, day=1), date(2017, 1, 1), date(2017, 1, 1)),
        # the year only: between 1 Jan and 31 Dec 1999
        (BirthDate(year=1999), date(2017, 1, 1), date(2017, 12, 31)),
        # the month only, of a leap year: between 1 and 29 Feb 2000
        (BirthDate(year=2000, month=2), date(2018, 2, 1), date(2018, 3, 1)),
        # set by an age assessment to the latest possible date (BayVGH 12 CE 16.1186): 31 Dec 1997
        (BirthDate(year=1997, month=12, day=31), date(2015, 12, 31), date(2015, 12, 31)),
    ],
)
def test_n14_the_first_and_the_last_day_that_may_be_the_eighteenth_birthday(birth: BirthDate, first: date, last: date) -> None:
    assert of_age(birth) == (first, last)


def test_c8_the_home_states_law_may_say_21() -> None:
    assert of_age(BirthDate(year=2000, month=2, day=29), 21) == (date(2021, 3, 1), date(2021, 3, 1))


def test_c7_the_seventeenth_birthday_is_not_365_days_before_the_eighteenth_when_a_29_feb_lies_between() -> None:
    # born 10 Mar 1999: 17 on 10 Mar 2016, 18 on 10 Mar 2017: 365 days; born 10 Feb 1998: 10 Feb 2015 and 2016, 365; 10 Mar 1998: 366
    assert (majority(date(1999, 3, 10)) - majority(date(1999, 3, 10), 17)).days == 365
    assert (majority(date(1998, 3, 10)) - majority(date(1998, 3, 10), 17)).days == 366


@pytest.mark.parametrize("wrong", [{"year": 2000, "day": 3}, {"year": 2001, "month": 2, "day": 29}, {"year": 2000, "month": 13}])
def test_a_birth_date_that_does_not_exist_is_none(wrong: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        BirthDate.model_validate(wrong)


def test_a_day_is_as_precise_as_a_date() -> None:
    assert (BirthDate.of(date(2000, 2, 29)).earliest, BirthDate.of(date(2000, 2, 29)).latest) == (date(2000, 2, 29), date(2000, 2, 29))
