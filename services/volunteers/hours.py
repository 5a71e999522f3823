"""Hours by week, and what is too much: three weeks in a row over the agreed limit (R27). A week is named by its Monday."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shared.contracts.volunteers import VolunteerRole

Weeks = Mapping[date, Mapping[VolunteerRole, float]]

ONE_WEEK = timedelta(weeks=1)
OVERLOAD_WEEKS = 3


@dataclass(frozen=True)
class Period:
    """From the first to the last week, both over the limit and all between."""

    since: date
    until: date

    @property
    def overload(self) -> bool:
        return self.until - self.since >= (OVERLOAD_WEEKS - 1) * ONE_WEEK

    def meets(self, other: "Period") -> bool:
        return self.since <= other.until and other.since <= self.until


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def over(weeks: Weeks, week: date, limit: float) -> bool:
    """Exactly the limit is not over it; a week without a report is not either."""
    return sum(weeks.get(week, {}).values()) > limit


def period_around(weeks: Weeks, week: date, limit: float) -> Period | None:
    """The whole period over the limit that this week is part of."""
    if not over(weeks, week, limit):
        return None
    since = until = week
    while over(weeks, since - ONE_WEEK, limit):
        since -= ONE_WEEK
    while over(weeks, until + ONE_WEEK, limit):
        until += ONE_WEEK
    return Period(since, until)


def new_overload(weeks: Weeks, week: date, limit: float, signalled: Sequence[Period]) -> Period | None:
    """The overload that a report for this week completes, unless its period was signalled before."""
    period = period_around(weeks, week, limit)
    if period is None or not period.overload or any(period.meets(known) for known in signalled):
        return None
    return period


def overloaded_now(weeks: Weeks, limit: float) -> bool:
    """By the latest week reported: silence after an overload is no sign of rest."""
    period = period_around(weeks, max(weeks), limit) if weeks else None
    return period is not None and period.overload
