"""A service's rules as data, and the words in which it is asked and answers."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from shared.contracts.base import Contract
from shared.deadlines import Deadline
from shared.decider import Decider
from shared.duties import Charges
from shared.messages import Command, Event, Recorded

Whole = Callable[[Collection[str]], Mapping[str, Sequence[Recorded]]]
"""All events of these streams, as the store has them."""


Statement = tuple[str, tuple[Any, ...]]
"""SQL and its parameters."""


class Route(NamedTuple):
    """Where a command goes: its stream and that stream's decider."""

    stream: Callable[[Any], str]
    decider: Decider[Any]


@dataclass(frozen=True)
class FactContext:
    """What is known about a partner's fact beside its data. `subject` is the id of whom or what it is about."""

    subject: UUID
    partner: str
    actor: str
    at: datetime


@dataclass(frozen=True)
class Domain:
    """A service's rules, as data: which command goes where, what may leave, what becomes due, what follows at once."""

    name: str
    routes: Mapping[type[Command], Route]
    outbox: Callable[[Recorded], Contract | None]
    deadlines: Callable[[Recorded], Sequence[Deadline]]
    reactions: Callable[[Recorded], Sequence[Command]] = lambda recorded: ()
    open_to_people: Mapping[type[Command], tuple[str, str]] = field(default_factory=dict)
    """The commands a person may send, each with the facet and purpose that the sender's role must have."""
    requires: Callable[[Command], Sequence[str]] = lambda command: ()
    """Streams that must exist for a command."""
    facet: Callable[[str], str] | None = None
    """The facet of the agreement that a stream belongs to; None: all of the service's, under its name."""
    discreet: bool = False
    """Which of its rules refused a fact is not for metrics: it says what happened to somebody."""
    beside: Callable[[Command, Sequence[Event]], Sequence[Statement]] = lambda command, events: ()
    """What is written into the service's own tables with a command's events: rows that can be deleted, as events cannot."""
    charges: Callable[[Whole, Sequence[str]], Charges] = lambda whole, streams: {}
    """Who took the cases that these streams are about."""

    def facet_of(self, stream: str) -> str:
        return self.facet(stream) if self.facet else self.name

    @cached_property
    def by_name(self) -> dict[str, type[Command]]:
        return {command.__name__: command for command in self.routes}


@dataclass(frozen=True)
class Asked:
    """Who asks, under which id, because of what."""

    command_id: UUID
    actor: str
    partner: str | None
    correlation: UUID
    causation: UUID | None = None
    legal_basis: str | None = None
    expected_version: int | None = None


@dataclass(frozen=True)
class Done:
    """What a command led to. `position` (stream@number) lets a reader wait until a view has seen it."""

    stream: str
    version: int
    events: list[str]
    position: str | None
    repeated: bool = False
