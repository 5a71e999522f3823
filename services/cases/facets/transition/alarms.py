"""Alarme, before a gap happens: no application by then (R3), no grant by then (R9). One that turns out false is corrected (N7)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from services.cases.facets.transition.applying import Application
from services.cases.facets.transition.base import TransitionCommand
from services.cases.facets.transition.benefits import Benefits
from shared.calendar import ONE_DAY, add_months, werktage_before
from shared.contracts.codes import Slug
from shared.contracts.codes_transition import AlarmKind
from shared.deadlines import Frist
from shared.law import Law
from shared.messages import Event

APPLY, GRANT = "transition.alarm.application_before", "transition.alarm.grant_before"


class RaiseAlarm(TransitionCommand):
    """Fired by the deadline: `on` is the day from which it is alarming."""

    kind: AlarmKind


class AlarmRaised(Event, name="transition.AlarmRaised"):
    """`told`: the offices that must act. The coordinator sees numbers only."""

    kind: AlarmKind
    told: tuple[Slug, ...]


class AlarmEnded(Event, name="transition.AlarmEnded"):
    """`mistaken`: what was missing had been there by the day of the alarm, and was heard of too late."""

    kind: AlarmKind
    mistaken: bool


Alarms = Mapping[AlarmKind, date]
"""Those that stand, with the day from which."""


def alarm_days(end: date, law: Law) -> dict[AlarmKind, date]:
    """From which day on each is alarming. Raises NoLaw."""
    earliest = end + ONE_DAY
    before, werktage = law.on(end, APPLY).number, law.on(end, GRANT).number
    return {
        AlarmKind.NO_APPLICATION: add_months(earliest.replace(day=1), 1) - timedelta(days=before),
        AlarmKind.NO_GRANT: werktage_before(end, werktage) + ONE_DAY,
    }


def periods(end: date, answered: Alarms, offices: Sequence[Slug], law: Law) -> dict[AlarmKind, Frist]:
    """What must still happen until the day before the alarm, by whom. Raises NoLaw."""
    days = alarm_days(end, law)
    rules = {AlarmKind.NO_APPLICATION: (APPLY, offices[0]), AlarmKind.NO_GRANT: (GRANT, offices[-1])}
    return {
        kind: Frist(
            rule=rule,
            paragraph=law.on(end, rule).paragraph,
            started=end,
            last_day=days[kind] - ONE_DAY,
            owner=owner,
            stops=STOPS[kind],
            escalates_to=tuple(office for office in offices if office != owner),
        )
        for kind, (rule, owner) in rules.items()
        if kind not in answered
    }


STOPS: Mapping[AlarmKind, tuple[str, ...]] = {
    AlarmKind.NO_APPLICATION: ("transition.Sgb2ApplicationReceived",),
    AlarmKind.NO_GRANT: ("transition.BenefitGranted",),
}


def decide(
    command: RaiseAlarm, state: Alarms, answered: Alarms, planned: Mapping[AlarmKind, date], offices: Sequence[Slug]
) -> Sequence[Event]:
    """An alarm of a plan that has changed since is none."""
    stale = planned.get(command.kind) != command.on or command.kind in answered or command.kind in state
    return [] if stale else [AlarmRaised(on=command.on, kind=command.kind, told=tuple(offices))]


def answers(application: Application, benefits: Benefits) -> dict[AlarmKind, date]:
    """Since when an alarm has no ground any more."""
    found = {AlarmKind.NO_APPLICATION: application.received, AlarmKind.NO_GRANT: benefits.granted}
    return {kind: day for kind, day in found.items() if day is not None}


def ended(state: Alarms, answered: Alarms, planned: Mapping[AlarmKind, date], on: date) -> Iterable[Event]:
    """What stands though its ground is gone: answered, or the day it was raised for is not the day any more."""
    for kind, since in state.items():
        if kind in answered:
            yield AlarmEnded(on=on, kind=kind, mistaken=answered[kind] < since)
        elif planned.get(kind) != since:
            yield AlarmEnded(on=on, kind=kind, mistaken=kind in planned)


def evolve(state: Alarms, event: Event) -> Alarms:
    match event:
        case AlarmRaised(on=on, kind=kind):
            return {**state, kind: on}
        case AlarmEnded(kind=kind):
            return {name: day for name, day in state.items() if name is not kind}
    return state
