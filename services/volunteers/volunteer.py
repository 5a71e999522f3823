"""A volunteer, known by a random id, and the hours given. Stream `volunteer-<id>`."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from services.volunteers.hours import Period, monday, new_overload, overloaded_now
from shared.contracts.codes import Slug
from shared.contracts.facts_volunteers import LanguageCode, WeeklyLimit
from shared.contracts.volunteers import Hours, Support, VolunteerRole, Week
from shared.decider import Decider, Refused
from shared.messages import Command, Event


class VolunteerCommand(Command):
    volunteer: UUID
    partner: str


class RegisterVolunteer(VolunteerCommand):
    """`weekly_limit`: hours a week, agreed with the volunteer."""

    vg: Slug
    languages: tuple[LanguageCode, ...] = ()
    weekly_limit: WeeklyLimit


class ReportHours(VolunteerCommand):
    """All hours of the week (its Monday) in this role; said again, it corrects what was said before."""

    week: Week
    role: VolunteerRole
    hours: Hours


class OfferSupport(VolunteerCommand):
    support: Support


class PauseVolunteer(VolunteerCommand):
    pass


class ResumeVolunteer(VolunteerCommand):
    pass


class LeaveVolunteering(VolunteerCommand):
    """`on`: the last day."""


class VolunteerRegistered(Event, name="volunteer.Registered"):
    organisation: Slug
    vg: Slug
    languages: tuple[LanguageCode, ...]
    weekly_limit: WeeklyLimit


class HoursReported(Event, name="volunteer.HoursReported"):
    """Of a week and role the last report counts: a correction is a report, not another kind of event."""

    week: Week
    role: VolunteerRole
    hours: Hours


class OverloadSignalled(Event, name="volunteer.OverloadSignalled"):
    since: date
    until: date


class SupportOffered(Event, name="volunteer.SupportOffered"):
    support: Support


class VolunteerPaused(Event, name="volunteer.Paused"):
    pass


class VolunteerResumed(Event, name="volunteer.Resumed"):
    pass


class VolunteerLeft(Event, name="volunteer.Left"):
    pass


@dataclass(frozen=True)
class Volunteer:
    registered: VolunteerRegistered | None = None
    weeks: dict[date, dict[VolunteerRole, float]] = field(default_factory=dict)
    signalled: tuple[Period, ...] = ()
    paused: bool = False
    left: date | None = None

    @property
    def auto_match(self) -> bool:
        """Whether a match may be proposed without asking first (R27)."""
        here = self.registered is not None and not self.paused and self.left is None
        return here and not self.overloaded

    @property
    def overloaded(self) -> bool:
        return self.registered is not None and overloaded_now(self.weeks, self.registered.weekly_limit)


def decide(command: Command, state: Volunteer) -> Sequence[Event]:
    match command, state.registered:
        case RegisterVolunteer(), _:
            return _register(command, state.registered)
        case VolunteerCommand(partner=partner), VolunteerRegistered(organisation=organisation) if partner == organisation:
            return _of_member(command, state)
    raise Refused("volunteer.unknown", "volunteer")  # to other organisations too


def _register(c: RegisterVolunteer, known: VolunteerRegistered | None) -> list[Event]:
    registered = VolunteerRegistered(on=c.on, organisation=c.partner, vg=c.vg, languages=c.languages, weekly_limit=c.weekly_limit)
    if registered == known:
        return []
    if known is not None:
        raise Refused("volunteer.already_registered", "volunteer")
    return [registered]


def _of_member(command: VolunteerCommand, state: Volunteer) -> list[Event]:
    match command:
        case ReportHours():
            return _report(command, state)
        case LeaveVolunteering(on=on) if state.left in (None, on):
            return [] if state.left else [VolunteerLeft(on=on)]
    if state.left:
        raise Refused("volunteer.left", "volunteer", left=state.left)
    match command:
        case OfferSupport(on=on, support=support):
            return [SupportOffered(on=on, support=support)]
        case PauseVolunteer(on=on) if not state.paused:
            return [VolunteerPaused(on=on)]
        case ResumeVolunteer(on=on) if state.paused:
            return [VolunteerResumed(on=on)]
    return []  # paused or back already


def _report(c: ReportHours, state: Volunteer) -> list[Event]:
    """Late reports are welcome, also of a pause and after the farewell: the hours were given."""
    if c.week != monday(c.week):
        raise Refused("volunteer.week_is_a_monday", "week", monday=monday(c.week))
    if c.week > c.on:
        raise Refused("volunteer.week_not_begun", "week", week=c.week)
    if state.left and c.week > state.left:
        raise Refused("volunteer.left", "week", left=state.left)
    if state.weeks.get(c.week, {}).get(c.role) == c.hours:
        return []
    reported = HoursReported(on=c.on, week=c.week, role=c.role, hours=c.hours)
    return [reported, *_overload(c, evolve(state, reported))]


def _overload(c: ReportHours, state: Volunteer) -> list[Event]:
    limit = state.registered.weekly_limit if state.registered else 0
    period = new_overload(state.weeks, c.week, limit, state.signalled)
    return [OverloadSignalled(on=c.on, since=period.since, until=period.until)] if period else []


def evolve(state: Volunteer, event: Event) -> Volunteer:
    match event:
        case VolunteerRegistered():
            return replace(state, registered=event)
        case HoursReported(week=week, role=role, hours=hours):
            return replace(state, weeks={**state.weeks, week: {**state.weeks.get(week, {}), role: hours}})
        case OverloadSignalled(since=since, until=until):
            return replace(state, signalled=(*state.signalled, Period(since, until)))
        case VolunteerPaused():
            return replace(state, paused=True)
        case VolunteerResumed():
            return replace(state, paused=False)
        case VolunteerLeft(on=on):
            return replace(state, left=on)
    return state


volunteer = Decider(Volunteer(), decide, evolve)
