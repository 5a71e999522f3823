"""The decider: a stream's rules as three pure values (Chassaing, "Functional Event Sourcing Decider")."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Generic, TypeVar

from shared.messages import Command, Event

State = TypeVar("State")


class Refused(Exception):
    """A rule says no. `code` names the rule's text in German and English, `field` what to change.

    Details are rendered into the texts; they carry codes, dates and numbers, never personal data.
    """

    def __init__(self, code: str, field: str | None = None, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.details = details


MISTAKES = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""What pure code raises when it is wrong. Never what a database, a broker or a key store raises: that goes away by itself."""


@dataclass(frozen=True)
class Decider(Generic[State]):
    """`decide` may refuse (raise Refused); `evolve` never may, or yesterday's facts stop loading."""

    initial: State
    decide: Callable[[Command, State], Sequence[Event]]
    evolve: Callable[[State, Event], State]
    shapes: Any = None
    """The type of the state where it is a union of shapes; else the type of `initial`. Snapshots are read by it."""
    snapshots: bool = True
    """False where the state holds what is sealed in the events: a snapshot would store it in the clear."""

    def fold(self, events: Iterable[Event], state: State | None = None) -> State:
        return reduce(self.evolve, events, self.initial if state is None else state)
