"""A person, known by a random id: where they live, day by day. Names and contacts are in the vault, never here."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from shared.contracts.codes import Slug
from shared.decider import Decider, Refused
from shared.messages import Command, Event


class RegisterPerson(Command):
    person: UUID
    vg: Slug


class MovePerson(Command):
    person: UUID
    vg: Slug


class PersonRegistered(Event, name="person.Registered"):
    vg: Slug


class PersonMoved(Event, name="person.Moved"):
    vg: Slug


@dataclass(frozen=True)
class Person:
    """`residences`: since which day in which Verbandsgemeinde. Reports of moves come in any order."""

    registered: PersonRegistered | None = None
    residences: dict[date, Slug] = field(default_factory=dict)

    def lives_in(self, day: date) -> Slug | None:
        since = [start for start in self.residences if start <= day]
        return self.residences[max(since)] if since else None


def decide(command: Command, state: Person) -> Sequence[Event]:
    match command, state.registered:
        case RegisterPerson(on=on, vg=vg), None:
            return [PersonRegistered(on=on, vg=vg)]
        case RegisterPerson(on=on, vg=vg), PersonRegistered() as known:
            if known != PersonRegistered(on=on, vg=vg):
                raise Refused("person.already_registered", "person", vg=known.vg, on=known.on)
        case MovePerson(), None:
            raise Refused("person.unknown", "person")
        case MovePerson(on=on, vg=vg), _ if state.lives_in(on) != vg:
            return [PersonMoved(on=on, vg=vg)]
    return []  # they live there already


def evolve(state: Person, event: Event) -> Person:
    match event:
        case PersonRegistered(on=on, vg=vg):
            return Person(event, {**state.residences, on: vg})
        case PersonMoved(on=on, vg=vg):
            return replace(state, residences={**state.residences, on: vg})
    return state


person = Decider(Person(), decide, evolve)
