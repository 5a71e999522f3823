"""Abschluss: the change-over is done, or the person leaves it for another benefit or none."""

from collections.abc import Sequence
from datetime import date

from services.cases.facets.transition.base import OnWord, Word, word
from services.cases.facets.transition.benefits import Benefits
from shared.contracts.codes_transition import TransitionExit
from shared.decider import Refused
from shared.messages import Event


class CloseTransition(Word):
    pass


class ExitTransition(Word):
    """`exit`: where to, instead of SGB II."""

    exit: TransitionExit


class TransitionClosed(OnWord, Event, name="transition.Closed"):
    """`complete_at_handover`: every paper of the checklist was there on the first day of SGB II."""

    complete_at_handover: bool


class TransitionLeft(OnWord, Event, name="transition.Left"):
    exit: TransitionExit


CloseCommand = CloseTransition | ExitTransition


def decide(command: CloseCommand, closed: date | None, confirmed: date | None, benefits: Benefits, *, complete: bool) -> Sequence[Event]:
    """Raises Refused while money of one side or the other is still open."""
    match command:
        case ExitTransition(exit=kind):
            return [] if closed else [TransitionLeft.model_validate(word(command) | {"exit": kind})]
        case CloseTransition():
            for day, what in ((confirmed, "end"), (benefits.ended, "asylblg"), (benefits.paid, "payment")):
                if day is None:
                    raise Refused("transition.not_done", None, missing=what)
            return [] if closed else [TransitionClosed.model_validate(word(command) | {"complete_at_handover": complete})]
