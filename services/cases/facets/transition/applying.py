"""Antrag auf SGB II: wherever it is received, it counts from that day (§ 16(2) SGB I), back to the month's first (§ 37(2) SGB II)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.cases.facets.transition.base import OnWord, Word, word
from shared.contracts.codes import Slug
from shared.decider import Refused
from shared.messages import Event


class ReceiveApplication(Word):
    """`on`: the day of receipt. `by_office`: where it was handed in, any carrier or municipality."""

    by_office: Slug


class ForwardApplication(Word):
    """`on`: the day on which it went on to the Jobcenter."""


class Sgb2ApplicationReceived(OnWord, Event, name="transition.Sgb2ApplicationReceived"):
    by_office: Slug


class ApplicationForwarded(OnWord, Event, name="transition.ApplicationForwarded"):
    pass


ApplyCommand = ReceiveApplication | ForwardApplication


@dataclass(frozen=True)
class Application:
    """`received`: the first of all receipts; a later one changes nothing. `forwarded`: the first, too."""

    received: date | None = None
    by_office: Slug | None = None
    forwarded: date | None = None


def decide(command: ApplyCommand, state: Application) -> Sequence[Event]:
    match command:
        case ReceiveApplication(on=on, by_office=office):
            known = state.received is not None and state.received <= on
            return [] if known else [Sgb2ApplicationReceived(**word(command), by_office=office)]
        case ForwardApplication(on=on):
            if state.received is not None and on < state.received:
                raise Refused("transition.forwarded_before_received", "on", received=state.received)
            known = state.forwarded is not None and state.forwarded <= on
            return [] if known else [ApplicationForwarded(**word(command))]


def evolve(state: Application, event: Event) -> Application:
    match event:
        case Sgb2ApplicationReceived(on=on, by_office=office):
            return replace(state, received=on, by_office=office)
        case ApplicationForwarded(on=on):
            return replace(state, forwarded=on)
    return state
