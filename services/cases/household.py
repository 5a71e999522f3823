"""Haushalt: who lives together, from which day to which. A grouping only: the law looks at each person by themselves (R8, N13).

Stream `household-<id>`. No rule about benefits stands here, and no regime: parents may be in SGB II while a child is in AsylbLG. A
newborn is registered like anybody, under an id of its own, long before the AZR gives it a number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.decider import Decider, Refused
from shared.messages import Command, Event


class HouseholdCommand(Command):
    household: UUID
    person: UUID


class JoinHousehold(HouseholdCommand):
    """`on`: the first day."""


class LeaveHousehold(HouseholdCommand):
    """`on`: the first day without the person."""


class MemberJoined(Event, name="household.MemberJoined"):
    person: UUID


class MemberLeft(Event, name="household.MemberLeft"):
    person: UUID


@dataclass(frozen=True)
class Move:
    on: date
    person: UUID
    joins: bool


@dataclass(frozen=True)
class Household:
    """By day; of one day, in the order in which it became known. Reports of moves come in any order."""

    moves: tuple[Move, ...] = ()

    def members(self, day: date) -> frozenset[UUID]:
        last = {move.person: move.joins for move in self.moves if move.on <= day}
        return frozenset(person for person, joined in last.items() if joined)


def decide(command: Command, state: Household) -> Sequence[Event]:
    """Raises Refused for somebody who leaves and of whom nobody knows that they ever joined."""
    match command:
        case JoinHousehold(on=on, person=person):
            return [] if Move(on, person, True) in state.moves else [MemberJoined(on=on, person=person)]
        case LeaveHousehold(on=on, person=person):
            if person not in {move.person for move in state.moves}:
                raise Refused("household.no_member", "person")
            return [] if Move(on, person, False) in state.moves else [MemberLeft(on=on, person=person)]
    raise TypeError(f"{type(command).__name__} is about no household")


def evolve(state: Household, event: Event) -> Household:
    match event:
        case MemberJoined(on=on, person=person):
            return _with(state, Move(on, person, True))
        case MemberLeft(on=on, person=person):
            return _with(state, Move(on, person, False))
    return state


def _with(state: Household, move: Move) -> Household:
    return Household(tuple(sorted((*state.moves, move), key=lambda one: one.on)))


household = Decider(Household(), decide, evolve)
