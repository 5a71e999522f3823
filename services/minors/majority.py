"""Volljährigkeit: the year before, the 18th birthday at 00:00 local with all that ends and begins.

The days lie under the file's key and hold by themselves (`of_age.py`); the events about them come by the month (ADR 11).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from pydantic import Field

from services.minors.base import MinorCommand
from services.minors.guardian import GuardianshipEnded
from services.minors.majority_days import MajorityDays, told_as
from services.minors.young_adult import YoungAdultDecisionMissing
from shared.law import Law
from shared.messages import Event, Sealed

ENDS, BEGINS = "minors.ends_at_majority", "minors.begins_at_majority"


class SetGuardianshipAge(MinorCommand):
    """The home state's law says another age for the end of guardianship (Art. 7, 24 EGBGB), or German law applies again."""

    age: int = Field(ge=18, le=21)


class NoteDays(MinorCommand):
    """Fired by a deadline. `on`: the day by the month on which it is to be said."""


class NotePlanDue(NoteDays):
    pass


class NotePlanLate(NoteDays):
    pass


class NoteMajorityApproaching(NoteDays):
    days: int


class NoteMajorityPossible(NoteDays):
    pass


class NoteMajority(NoteDays):
    pass


class NoteGuardianshipEnd(NoteDays):
    pass


class AgreeTransitionPlan(MinorCommand):
    pass


class GuardianshipAgeSet(Event, name="minors.GuardianshipAgeSet"):
    age: int


class MajorityComputed(Event, name="minors.MajorityComputed"):
    """`days` None: nothing can be computed, or nothing of it matters any more. `warnings`: those that may be waiting, by days before.
    `claims`: by so many; said with each, so that its absence does not tell that one confirmed the other.
    """

    days: Sealed[MajorityDays | None]
    warnings: tuple[int, ...]
    claims: int | None = None


class TransitionPlanDue(Event, name="minors.TransitionPlanDue"):
    """Since a day in the month before."""


class TransitionPlanMissing(Event, name="minors.TransitionPlanMissing"):
    """The last day on which it would have been in time has passed."""


class TransitionPlanAgreed(Event, name="minors.TransitionPlanAgreed"):
    """`in_time`: early enough before the month of majority; None where that is unknown. Said again when it becomes known."""

    in_time: bool | None


class MajorityApproaching(Event, name="minors.MajorityApproaching"):
    """`days`: so many before the month in which the birthday lies, so that no warning comes late."""

    days: int


class MajorityPossible(Event, name="minors.MajorityPossible"):
    """The first day that may be the 18th birthday, where no day is known: a human looks at papers and rights."""


class MajorityReached(Event, name="minors.MajorityReached"):
    """In the month before. `ends`, `begins`: what, by the law in force."""

    ends: tuple[str, ...]
    begins: tuple[str, ...]


ClockCommand = NotePlanDue | NotePlanLate | NoteMajorityApproaching | NoteMajorityPossible | NoteMajority | NoteGuardianshipEnd
MajorityCommand = SetGuardianshipAge | ClockCommand | AgreeTransitionPlan

SAID: Mapping[type[NoteDays], Callable[[MajorityDays], date]] = {
    NotePlanDue: lambda days: told_as(days.plan_due),
    NotePlanLate: lambda days: told_as(days.plan_by),
    NoteMajorityPossible: lambda days: days.earliest,  # where it is no birthday, it is the first day of a month
    NoteMajority: lambda days: told_as(days.latest),
    NoteGuardianshipEnd: lambda days: days.guardianship_end_said,
}
"""On which day what is said."""


@dataclass(frozen=True)
class Majority:
    """`guardianship_age` None: as the law's parameter says. `days`: the last known; `waits`: they matter."""

    guardianship_age: int | None = None
    days: MajorityDays | None = None
    claims: int | None = None
    waits: bool = False
    plan_due: bool = False
    plan_late: bool = False
    planned: date | None = None
    in_time: bool | None = None
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
            return [] if state.planned == on else [TransitionPlanAgreed(on=on, in_time=state.days.in_time(on) if state.days else None)]
        case _:
            return _due(command, state, law, guarded=guarded, undecided=undecided) if state.waits else []


def _due(command: ClockCommand, state: Majority, law: Law, *, guarded: bool, undecided: bool) -> Sequence[Event]:
    """What was set for a day that is no longer the day is nothing."""
    days, on = state.days, command.on
    assert days is not None
    if isinstance(command, NoteMajorityApproaching):
        waiting = command.days in dict(days.warnings) and command.days not in state.warned
        return [MajorityApproaching(on=on, days=command.days)] if waiting and on == days.warning_said(command.days) else []
    if on != SAID[type(command)](days):
        return []
    match command:
        case NotePlanDue() if state.planned is None and not state.plan_due:
            return [TransitionPlanDue(on=on)]
        case NotePlanLate() if state.planned is None and not state.plan_late:
            return [TransitionPlanMissing(on=on)]
        case NoteMajorityPossible() if not state.possible:
            return [MajorityPossible(on=on)]
        case NoteMajority() if not state.reached:
            return r32_of_age(on, changes(days, law), undecided=undecided)
        case NoteGuardianshipEnd() if guarded:
            return [GuardianshipEnded(on=on)]
    return []


def r32_of_age(on: date, changed: "Changes", *, undecided: bool) -> Sequence[Event]:
    """What ends and begins; that a guardian acts no more is a rule of its own (`rules.py`)."""
    missing = [YoungAdultDecisionMissing(on=on)] if undecided else []
    return [MajorityReached(on=on, ends=changed.ends, begins=changed.begins), *missing]


class Changes(NamedTuple):
    """What majority ends and begins, as codes."""

    ends: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


def changes(days: MajorityDays, law: Law) -> Changes:
    """By the law of the day. Raises NoLaw."""
    return Changes(law.on(days.latest, ENDS).codes, law.on(days.latest, BEGINS).codes)


def evolve(state: Majority, event: Event) -> Majority:
    match event:
        case GuardianshipAgeSet(age=age):
            return replace(state, guardianship_age=age)
        case MajorityComputed(days=days, claims=claims):
            return _other_days(replace(state, claims=claims), days)
        case TransitionPlanAgreed(on=on, in_time=in_time):
            return replace(state, planned=on, in_time=in_time)
    return _told(state, event)


def _other_days(state: Majority, days: MajorityDays | None) -> Majority:
    """Other days are another way to 18: what was said of the old one may be said again of the new."""
    if days is None:
        return replace(state, waits=False)
    if state.days is not None and state.days.same_way(days):
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
