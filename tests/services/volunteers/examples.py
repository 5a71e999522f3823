"""One invented volunteer of Caritas in Landstuhl, eight hours a week agreed."""

from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from services.volunteers import volunteer as v
from shared.contracts.volunteers import VolunteerRole

C = TypeVar("C", bound=v.VolunteerCommand)

VOLUNTEER = UUID("9c2f4f0e-1d1b-4a55-8a42-3f6f0c7a2016")
CARITAS, OTHER = "caritas", "drk"
START = date(2016, 7, 4)  # a Monday
LATER = date(2017, 3, 1)  # reports are all made on this day unless said otherwise
LIMIT = 8.0
MENTOR, DRIVING = VolunteerRole.MENTOR, VolunteerRole.DRIVING


def week(n: int) -> date:
    """Week 1 is that of Monday 4 July 2016."""
    return START + timedelta(weeks=n - 1)


def ask(command: type[C], on: date = LATER, partner: str = CARITAS, **fields: Any) -> C:
    return command.model_validate({"on": on, "partner": partner, "volunteer": VOLUNTEER} | fields)


def report(n: int, hours: float, role: VolunteerRole = MENTOR, **fields: Any) -> v.ReportHours:
    return ask(v.ReportHours, week=week(n), hours=hours, role=role, **fields)


def reported(n: int, hours: float, role: VolunteerRole = MENTOR, on: date = LATER) -> v.HoursReported:
    return v.HoursReported(on=on, week=week(n), hours=hours, role=role)


def signalled(since: int, until: int) -> v.OverloadSignalled:
    return v.OverloadSignalled(on=LATER, since=week(since), until=week(until))


REGISTER = ask(v.RegisterVolunteer, on=START, vg="vg-landstuhl", languages=("deu", "arb"), weekly_limit=LIMIT)
REGISTERED = v.VolunteerRegistered(on=START, organisation=CARITAS, vg="vg-landstuhl", languages=("deu", "arb"), weekly_limit=LIMIT)
PAUSED, RESUMED = v.VolunteerPaused(on=LATER), v.VolunteerResumed(on=LATER)
LEFT = v.VolunteerLeft(on=date(2017, 2, 15))  # a Wednesday
