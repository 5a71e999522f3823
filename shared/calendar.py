"""One calendar: days of law in Europe/Berlin, holidays of Rheinland-Pfalz, periods by §§ 187-193 BGB.

§ 26 SGB X and § 31 VwVfG refer to these paragraphs, so every authority in the cooperation counts alike.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

BERLIN = ZoneInfo("Europe/Berlin")
ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


def local_day(instant: datetime) -> date:
    """The day in Europe/Berlin. Raises ValueError for a naive instant: it would be read in the machine's zone."""
    if instant.utcoffset() is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(BERLIN).date()


def day_start(day: date) -> datetime:
    """The UTC instant of 00:00 local."""
    return datetime.combine(day, time(), BERLIN).astimezone(UTC)


def day_end(day: date) -> datetime:
    """The UTC instant of 24:00 local, which is the start of the next day: 23 or 25 hours later when the clocks change."""
    return day_start(day + ONE_DAY)


def add_months(day: date, n: int) -> date:
    """The same day n months on (n may be negative); where it is missing, the month's last day (§ 188(3) BGB)."""
    years, month = divmod(day.month - 1 + n, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of its month."""
    return add_months(day.replace(day=1), 1) - ONE_DAY


def add_years(day: date, n: int) -> date:
    return add_months(day, 12 * n)


@lru_cache(maxsize=256)
def _holidays(year: int) -> frozenset[date]:
    # A set per year instead of the library's own object, which fills itself while it is read.
    return frozenset(country_holidays("DE", subdiv="RP", years=year))


def is_holiday(day: date) -> bool:
    """Gesetzlicher Feiertag in Rheinland-Pfalz (LFtG RLP § 2; 31 Oct 2017 once, for the Reformation's 500 years)."""
    return day in _holidays(day.year)


def is_werktag(day: date, saturday: bool) -> bool:
    """Werktag: neither Sunday nor holiday. Whether a Saturday is one differs by statute, so the caller says it."""
    return not (day.weekday() == SUNDAY or (day.weekday() == SATURDAY and not saturday) or is_holiday(day))


def _shifted(day: date) -> date:
    """§ 193 BGB, § 26(3) SGB X: an end on a Saturday, Sunday or holiday moves to the next day that is none of them."""
    while not is_werktag(day, saturday=False):
        day += ONE_DAY
    return day


def add_werktage(day: date, n: int, saturday: bool = False, *, shift: bool = True) -> date:
    """The n-th Werktag after `day`, which itself is not counted (§ 187(1) BGB).

    With `shift`, a count that includes Saturdays and ends on one moves on by § 193 BGB. Raises ValueError for n < 1.
    """
    if n < 1:
        raise ValueError("a period has at least one Werktag")
    while n:
        day += ONE_DAY
        n -= is_werktag(day, saturday)
    return _shifted(day) if shift else day


def werktage_before(day: date, n: int, saturday: bool = False) -> date:
    """The n-th Werktag before `day`, which itself is not counted: the last day on which there are still n until then."""
    while n:
        day -= ONE_DAY
        n -= is_werktag(day, saturday)
    return day


def period_end(
    start: date,
    *,
    days: int | None = None,
    weeks: int | None = None,
    months: int | None = None,
    shift: bool = True,
    first_counts: bool = False,
) -> date:
    """The last day of a period: of one that an event on `start` sets off (§§ 187(1), 188 BGB), or with `first_counts` of one that
    begins with `start` (§§ 187(2), 188(2) alt. 2 BGB). With `shift` also § 193 BGB.

    Raises ValueError unless exactly one of days, weeks, months is given, at least 1.
    """
    given = [length for length in (days, weeks, months) if length is not None]
    if len(given) != 1 or given[0] < 1:
        raise ValueError("a period has one unit and a length of at least 1")
    end = add_months(start, months) if months else start + timedelta(days=days or 0, weeks=weeks or 0)
    if first_counts and not (months and end.day < start.day):  # where the day is missing, the month's last day is the end already
        end -= ONE_DAY
    return _shifted(end) if shift else end


def majority(birth: date, age: int = 18) -> date:
    """The day at whose 00:00 local the person is of age (§ 2, § 187(2) BGB). Born 29 Feb: 1 Mar in other years.

    `age` differs where the home state's law decides (Art. 7 EGBGB).
    """
    day = add_years(birth, age)
    return day if day.day == birth.day else day + ONE_DAY
