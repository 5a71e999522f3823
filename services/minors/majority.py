"""Volljährigkeit: the year before, the 18th birthday at 00:00 local with all that ends and begins.

What a birthday sets off bears the first day of the next month as its `on`, and the day itself lies under the file's key: otherwise the
birth date could be read off the events, after an erasure too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pydantic import Field

from services.minors.base import MinorCommand
from services.minors.guardian import GuardianshipEnded
from services.minors.majority_days import MajorityDays, told_as
from services.minors.young_adult import YoungAdultDecisionMissing
from shared.calendar import ONE_DAY
from shared.law import Law
from shared.messages import Event, Sealed

ENDS, BEGINS = "minors.ends_at_majority", "minors.begins_at_majority"


class SetGuardianshipAge(MinorCommand):
    """The home state's law says another age for the end of guardianship (Art. 7, 24 EGBGB), or German law applies again."""

    age: int = Field(ge=18, le=21)


class OfDay(MinorCommand):
    """Fired by a deadline. `day`: the day that it was set for."""

    day: date


class NotePlanDue(OfDay):
    pass


class NotePlanLate(OfDay):
    pass


class NoteMajorityApproaching(OfDay):
    days: int


class NoteMajorityPossible(OfDay):
    pass


class NoteMajority(OfDay):
    pass


class NoteGuardianshipEnd(OfDay):
    pass


class AgreeTransitionPlan(MinorCommand):
    pass


class GuardianshipAgeSet(Event, name="minors.GuardianshipAgeSet"):
    age: int


class MajorityComputed(Event, name="minors.MajorityComputed"):
    """`days` None: nothing can be computed, or nothing of it matters any more. `warnings`: those that may be waiting, by days before."""

    days: Sealed[MajorityDays | None]
    warnings: tuple[int, ...]


class TransitionPlanDue(Event, name="minors.TransitionPlanDue"):
    pass


class TransitionPlanMissing(Event, name="minors.TransitionPlanMissing"):
    """The last day on which it would have been in time has passed."""


class TransitionPlanAgreed(Event, name="minors.TransitionPlanAgreed"):
    """`in_time`: early enough before the first possible day of majority; None where that is unknown."""

    in_time: bool | None


class MajorityApproaching(Event, name="minors.MajorityApproaching"):
    days: int


class MajorityPossible(Event, name="minors.MajorityPossible"):
    """The first day that may be the 18th birthday: a human looks at papers and rights."""


class MajorityReached(Event, name="minors.MajorityReached"):
    """`ends`, `begins`: what, by the law in force."""

    ends: tuple[str, ...]
    begins: tuple[str, ...]


ClockCommand = NotePlanDue | NotePlanLate | NoteMajorityApproaching | NoteMajorityPossible | NoteMajority | NoteGuardianshipEnd
MajorityCommand = SetGuardianshipAge | ClockCommand | AgreeTransitionPlan


@dataclass(frozen=True)
class Majority:
    """`guardianship_age` None: as the law's parameter says. `days`: the last known; `waits`: they matter."""

    guardianship_age: int | None = None
    days: MajorityDays | None = None
    waits: bool = False
    plan_due: bool = False
    plan_late: bool = False
    planned: date | None = None
    warned: frozenset[int] = frozenset()
    possible: bool = False
    reached: bool = False


def decide(command: MajorityCommand, state: Majority, law: Law, *, guarded: bool, undecided: bool) -> Sequence[Event]:
    """`guarded`: a guardian acts. `undecided`: nobody has decided on § 41. Raises NoLaw."""
    on = command.on
    match command:
        case SetGuardianshipAge(age=age):
            return [] if state.guardianship_age == age else [GuardianshipAgeSet(on=on, age=age)]
        case AgreeTransitionPlan():
            return [] if state.planned == on else [TransitionPlanAgreed(on=on, in_time=on <= state.days.plan_by if state.days else None)]
        case _:
            return _due(command, state, law, guarded=guarded, undecided=undecided) if state.waits else []


def _due(command: ClockCommand, state: Majority, law: Law, *, guarded: bool, undecided: bool) -> Sequence[Event]:
    """What was set for a day that is no longer the day is nothing."""
    days, on = state.days, told_as(command.day)
    assert days is not None
    match command:
        case NotePlanDue(day=day) if day == days.plan_due and state.planned is None and not state.plan_due:
            return [TransitionPlanDue(on=on)]
        case NotePlanLate(day=day) if day == days.plan_by + ONE_DAY and state.planned is None and not state.plan_late:
            return [TransitionPlanMissing(on=on)]
        case NoteMajorityApproaching(day=day, days=n) if (n, day) in days.warnings and n not in state.warned:
            return [MajorityApproaching(on=on, days=n)]
        case NoteMajorityPossible(day=day) if day == days.earliest and not state.possible:
            return [MajorityPossible(on=on)]
        case NoteMajority(day=day) if day == days.latest and not state.reached:
            return r32_of_age(on, days, law, undecided=undecided)
        case NoteGuardianshipEnd(day=day) if day == days.guardianship_end and guarded:
            return [GuardianshipEnded(on=on)]
    return []


def r32_of_age(on: date, days: MajorityDays, law: Law, *, undecided: bool) -> Sequence[Event]:
    """What ends and begins; that a guardian acts no more is a rule of its own (`rules.py`). Raises NoLaw."""
    return [
        MajorityReached(on=on, ends=law.on(days.latest, ENDS).codes, begins=law.on(days.latest, BEGINS).codes),
        *([YoungAdultDecisionMissing(on=on)] if undecided else []),
    ]


def evolve(state: Majority, event: Event) -> Majority:
    match event:
        case GuardianshipAgeSet(age=age):
            return replace(state, guardianship_age=age)
        case MajorityComputed(days=days):
            return _other_days(state, days)
        case TransitionPlanAgreed(on=on):
            return replace(state, planned=on)
    return _told(state, event)


def _other_days(state: Majority, days: MajorityDays | None) -> Majority:
    """Other days are another way to 18: what was said of the old one may be said again of the new."""
    if days is None:
        return replace(state, waits=False)
    # when a guardianship ends is no part of the way
    if state.days is not None and days == state.days.model_copy(update={"guardianship_end": days.guardianship_end}):
        return replace(state, days=days, waits=True)
    return replace(state, days=days, waits=True, plan_due=False, plan_late=False, warned=frozenset(), possible=False, reached=False)


def _told(state: Majority, event: Event) -> Majority:
    match event:
        case MajorityApproaching(days=days):
            return replace(state, warned=state.warned | {days})
        case TransitionPlanDue():
            return replace(state, plan_due=True)
        case TransitionPlanMissing():
            return replace(state, plan_late=True)
        case MajorityPossible():
            return replace(state, possible=True)
        case MajorityReached():
            return replace(state, reached=True)
    return state
