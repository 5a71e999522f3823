"""The smallest domain that goes the whole way: one stream per person, of bounded state, whose every event is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from shared.contracts.base import Contract
from shared.contracts.cases import PersonMoved
from shared.decider import Decider
from shared.domain import Domain, Route
from shared.law import Law
from shared.messages import Command, Event, Recorded, Sealed

LAW = Path(__file__).parents[1] / "agreement" / "law"
DAY, VG = date(2016, 7, 4), "vg-landstuhl"
NOTE = "a remark of the length that a caseworker types between two appointments, forty words at most"


class Count(Command):
    person: UUID


class Note(Command):
    person: UUID
    remark: str = NOTE


class Counted(Event, name="bench.Counted"):
    remark: str = NOTE


class Noted(Event, name="bench.Noted"):
    """The same, its remark sealed."""

    remark: Sealed[str | None]


@dataclass(frozen=True)
class Tally:
    n: int = 0


def decide(command: Command, state: Tally) -> Sequence[Event]:
    return [Noted(on=command.on, remark=command.remark) if isinstance(command, Note) else Counted(on=command.on)]


def evolve(state: Tally, event: Event) -> Tally:
    return Tally(state.n + 1)


tally = Decider(Tally(), decide, evolve)


def stream_of(person: UUID) -> str:
    return f"person-{person}"


def outbox(recorded: Recorded) -> Contract:
    return PersonMoved(on=recorded.event.on, person=UUID(recorded.stream.partition("-")[2]), vg=VG)


def law() -> Law:
    return Law.load(LAW)


def domain() -> Domain:
    route = Route(lambda command: stream_of(command.person), tally)
    return Domain("cases", {Count: route, Note: route}, outbox, lambda recorded: ())
