"""The figures, asked of the views: what the JSON API answers and what the page shows are the same."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from services.reporting.disclosure import Limits
from services.reporting.views import cooperation, language, minors, referrals, transition, volunteers
from services.reporting.web.attention import participation
from services.reporting.web.reading import AsOf, Snapshot
from shared.calendar import month_end
from shared.law import Law

Figures = Any
"""Lists and dicts of codes, numbers and dates: JSON in the making."""


class Months(NamedTuple):
    """From the first day of a month to the last day of a month."""

    first: date
    last: date

    @classmethod
    def of(cls, first: date, last: date) -> "Months":
        """The whole months in which these days lie."""
        return cls(first.replace(day=1), month_end(last))


def of_language(now: Snapshot, as_of: AsOf, months: Months, vg: str | None = None) -> Figures:
    known = None if as_of.now else as_of.known
    live = now.connection, now.live["language"]
    asked: dict[str, Any] = {"day": as_of.on, "known": as_of.horizon, "vg": vg}
    return {
        "table": language.table(*live, known=known, first=months.first, last=months.last, vg=vg),
        "state": language.state_on(*live, **asked),
        "waiting": language.waiting(*live, **asked),
        "units": language.units(*live, first=months.first, last=months.last, vg=vg),
    }


def of_transition(now: Snapshot, as_of: AsOf, law: Law) -> Figures:
    """Small cells are left out by the limits of that day."""
    return transition_on(now, as_of, law) | transition_known(now, as_of, law)


def transition_on(now: Snapshot, as_of: AsOf, law: Law) -> Figures:
    """How it stands on the day."""
    limits = Limits.of(law, as_of.on, sensitive=False)
    live: Any = (now.connection, now.live["transition"], limits)
    asked: dict[str, Any] = {"day": as_of.on, "known": as_of.horizon}
    late = law.nearest(as_of.on, transition.LATE).period.days or 0
    return {
        "state": transition.states_on(*live, **asked),
        "late": transition.late_on(*live, **asked, late_from=as_of.on - timedelta(days=late)),
        "alarms": transition.alarms_on(*live, **asked),
        "housing": transition.housing_on(*live, **asked),
    }


def transition_known(now: Snapshot, as_of: AsOf, law: Law) -> Figures:
    """How it went, of all that is known."""
    live: Any = (now.connection, now.live["transition"], Limits.of(law, as_of.on, sensitive=False))
    return {
        "no_gap": {by: transition.no_gap(*live, by=by, known=as_of.horizon) for by in transition.AXES},
        "waits": transition.waits(*live, known=as_of.horizon),
        "complete": transition.complete(*live, known=as_of.horizon),
    }


def of_minors(now: Snapshot, as_of: AsOf, law: Law) -> Figures:
    """Small cells are left out by the stricter limits of that day. `as_of`: by the month."""
    return minors_on(now, as_of, law) | minors_known(now, as_of, law)


def minors_on(now: Snapshot, as_of: AsOf, law: Law) -> Figures:
    """How it stands on the day."""
    live: Any = (now.connection, now.live["minors"], Limits.of(law, as_of.on, sensitive=True))
    asked: dict[str, Any] = {"day": as_of.on, "known": as_of.known}
    return {"state": minors.states_on(*live, **asked), "missing": minors.missing_on(*live, **asked)}


def minors_known(now: Snapshot, as_of: AsOf, law: Law) -> Figures:
    """How it went, of all that is known."""
    live: Any = (now.connection, now.live["minors"], Limits.of(law, as_of.on, sensitive=True))
    return {
        "shares": {by: minors.shares(*live, by=by, known=as_of.known) for by in minors.AXES},
        "durations": minors.durations(*live, known=as_of.known),
    }


def of_referrals(now: Snapshot, as_of: AsOf) -> Figures:
    asked: dict[str, Any] = {"day": as_of.on, "known": as_of.horizon}
    live = now.connection, now.live["referrals"]
    return {"pairs": referrals.open_by_pair(*live, **asked), "states": referrals.outcomes(*live, **asked)}


def of_volunteers(now: Snapshot, as_of: AsOf) -> Figures:
    return volunteers.load(now.connection, now.live["volunteers"], day=as_of.on)


def of_cooperation(now: Snapshot, as_of: AsOf) -> Figures:
    found = cooperation.state_now(now.connection, now.live["cooperation"])
    for one in found:
        for ballot in one["ballots"]:
            _add_participation(now, ballot)
    return found


def of_ballot(now: Snapshot, ballot: str) -> Figures:
    """None when there is no such ballot."""
    found = cooperation.ballot(now.connection, now.live["cooperation"], ballot)
    if found is not None:
        _add_participation(now, found)
    return found


def _add_participation(now: Snapshot, ballot: dict[str, Any]) -> None:
    if ballot["state"] == "open":
        ballot["voted"] = participation(now, str(ballot["ballot"]))
