"""A decider of several parts: one part decides on what was said, then rules look at the whole and say what follows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

from shared.decider import Decider, Refused
from shared.law import Law, NoLaw
from shared.messages import Command, Event

State = TypeVar("State")

Phase = Callable[[Command, State, Law], Iterable[Event]]
Rule = Callable[[State, date, Law], Iterable[Event]]
"""What must be said for it to hold, found on that day; nothing where it holds."""


def ruled(
    initial: State,
    phase: Phase[State],
    rules: Sequence[Rule[State]],
    evolve: Callable[[State, Event], State],
    law: Law,
    *,
    found_on: Callable[[Command, State], date] = lambda command, state: command.on,
    snapshots: bool = True,
) -> Decider[State]:
    """The rules run in order, each on what those before it have said; not at all where the command said nothing new.

    `found_on`: the day on which they find something, by the command and the state before it. A day for which no law is on file is refused.
    """

    def decide(command: Command, state: State) -> Sequence[Event]:
        with lawful(command.on):
            events = list(phase(command, state, law))
            day = found_on(command, state)
            for rule in rules if events else ():
                events += rule(decider.fold(events, state), day, law)
        return events

    decider = Decider(initial, decide, evolve, snapshots=snapshots)
    return decider


@contextmanager
def lawful(day: date) -> Iterator[None]:
    """Raises Refused where no law was on file for what was to be decided of a day."""
    try:
        yield
    except NoLaw as missing:
        raise Refused("law.missing", "on", on=day) from missing
