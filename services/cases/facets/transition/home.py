"""Wohnort: which Verbandsgemeinde sees to a person's change-over, for the district has delegated AsylbLG to it (§ 10 AsylbLG)."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.cases.facets.transition.base import TransitionCommand
from shared.contracts.codes import Slug
from shared.law import Law
from shared.messages import Event

OFFICES = "transition.alarm.offices"
"""Key of the law: the carrier of AsylbLG, then the Jobcenter."""


class ConsiderHome(TransitionCommand):
    """Follows from a registration or a move. `on`: the first day there."""

    vg: Slug


class HomeNoted(Event, name="transition.HomeNoted"):
    vg: Slug


Homes = Mapping[date, Slug]
"""By first day."""


def home_on(state: Homes, day: date) -> Slug | None:
    """Where the person lives that day; before anything is known, the first place."""
    until = [first for first in state if first <= day]
    return state[max(until) if until else min(state)] if state else None


def offices(state: Homes, day: date, law: Law) -> tuple[Slug, ...]:
    """Who must act: the Verbandsgemeinde in the carrier's place, and the Jobcenter. Raises NoLaw."""
    carrier, *others = law.on(day, OFFICES).codes
    return (home_on(state, day) or carrier, *others)


def decide(command: ConsiderHome, state: Homes) -> Sequence[Event]:
    return [] if state.get(command.on) == command.vg else [HomeNoted(on=command.on, vg=command.vg)]


def evolve(state: Homes, event: Event) -> Homes:
    return {**state, event.on: event.vg} if isinstance(event, HomeNoted) else state
