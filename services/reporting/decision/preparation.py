"""Before a ballot: the partners deliberate, and the figures they decide on are frozen."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from services.reporting.decision.ballot_terms import Dossier
from shared.calendar import local_day
from shared.contracts.codes import Slug
from shared.decider import Refused
from shared.messages import Command, Event


class ScheduleDeliberation(Command):
    cooperation: Slug
    day: date
    at: datetime
    partner: str


class HoldDeliberation(Command):
    """`on`: the day it was held."""

    cooperation: Slug
    at: datetime
    partner: str


class FreezeDossier(Command):
    """The service computes the figures and freezes them; the day is the clock's, or fourteen days could be claimed."""

    cooperation: Slug
    dossier: Dossier
    at: datetime


class DeliberationScheduled(Event, name="term.DeliberationScheduled"):
    day: date


class DeliberationHeld(Event, name="term.DeliberationHeld"):
    pass


class DossierFrozen(Event, name="term.DossierFrozen"):
    dossier: Dossier


@dataclass(frozen=True)
class Preparation:
    scheduled: date | None = None
    held: date | None = None
    dossier: DossierFrozen | None = None


PreparationCommand = ScheduleDeliberation | HoldDeliberation | FreezeDossier


def decide(command: PreparationCommand, state: Preparation) -> list[Event]:
    today = local_day(command.at)
    match command:
        case ScheduleDeliberation(day=day):
            if day < today:
                raise Refused("term.deliberation_in_the_past", "day", today=today)
            return [] if day == state.scheduled else [DeliberationScheduled(on=today, day=day)]
        case HoldDeliberation(on=on):
            if on == state.held:
                return []
            if on != state.scheduled or on > today:
                raise Refused("term.deliberation_not_called", "on", scheduled=state.scheduled or "–")
            return [DeliberationHeld(on=on)]
        case FreezeDossier(dossier=dossier):
            known = state.dossier is not None and state.dossier.dossier == dossier
            return [] if known else [DossierFrozen(on=today, dossier=dossier)]


def evolve(state: Preparation, event: Event) -> Preparation:
    match event:
        case DeliberationScheduled(day=day):
            return replace(state, scheduled=day)
        case DeliberationHeld(on=on):
            return replace(state, held=on)
        case DossierFrozen():
            return replace(state, dossier=event)
    return state
