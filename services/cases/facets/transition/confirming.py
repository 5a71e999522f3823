"""Vorschlag und Bestätigung: the system proposes a day with its rule, an official confirms or corrects it, or takes it back (R13)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.cases.facets.transition.alarms import Alarms, periods
from services.cases.facets.transition.base import OnWord, Word, word
from services.cases.facets.transition.causes import Cause
from services.cases.facets.transition.home import Homes, offices
from services.cases.facets.transition.regimes import Regimes
from shared.calendar import ONE_DAY, month_end
from shared.contracts.codes import Slug
from shared.contracts.codes_transition import AlarmKind, CorrectionReason, TransitionQuestion
from shared.deadlines import Frist
from shared.decider import Refused
from shared.law import Law
from shared.messages import Day, Event, Message


class ConfirmTransition(Word):
    """`end`: the last day with AsylbLG. `reason`: needed wherever nothing, or another day, is proposed."""

    end: Day
    reason: CorrectionReason | None = None


class RevertTransition(Word):
    """`on`: the first day again under AsylbLG."""


class OfEnd(Message):
    """`end`: the last day with AsylbLG. `earliest_sgb2`: the day after, the first on which SGB II is possible. `periods`: what must
    still happen, or it is alarming. `office`: the Verbandsgemeinde, or the carrier, that sees to it.
    """

    end: date
    earliest_sgb2: date
    periods: dict[AlarmKind, Frist]
    office: Slug | None = None


class TransitionProposed(OfEnd, Event, name="transition.Proposed"):
    """By the later candidate; `cause` has both."""

    cause: Cause


class OfficeChanged(OfEnd, Event, name="transition.OfficeChanged"):
    """The person has moved: what must still happen is another Verbandsgemeinde's to see to."""


class ProposalWithdrawn(Event, name="transition.ProposalWithdrawn"):
    pass


class TransitionConfirmed(OfEnd, OnWord, Event, name="transition.Confirmed"):
    """`proposed`: the end that the system had proposed."""

    proposed: date | None
    reason: CorrectionReason | None = None


class TransitionCorrected(OfEnd, OnWord, Event, name="transition.Corrected"):
    proposed: date | None
    reason: CorrectionReason | None = None


class TransitionDoubted(Event, name="transition.Doubted"):
    """What was heard since gives another day than the confirmed one, or none: an official must look again. `proposed` None: none."""

    confirmed: date
    proposed: date | None


class ReversalDue(Event, name="transition.ReversalDue"):
    """N2: protection was revoked after the change-over. `revoked_on`: the day on which it ends. Nothing goes back by itself."""

    revoked_on: date


class QuestionSettled(Event, name="transition.QuestionSettled"):
    """What was asked of an official has answered itself by what was heard since."""

    question: TransitionQuestion


class TransitionReverted(OnWord, Event, name="transition.Reverted"):
    """`on`: the first day again under AsylbLG. What was true until then stays true."""


ConfirmCommand = ConfirmTransition | RevertTransition


def proposal(cause: Cause, on: date, answered: Alarms, homes: Homes, law: Law) -> TransitionProposed:
    return TransitionProposed(on=on, cause=cause, **of_end(cause.end, answered, homes, law))


def of_end(end: date, answered: Alarms, homes: Homes, law: Law) -> dict[str, Any]:
    """The fields of `OfEnd`. Raises NoLaw."""
    told = offices(homes, end, law)
    return {"end": end, "earliest_sgb2": end + ONE_DAY, "periods": periods(end, answered, told, law), "office": told[0]}


def decide(
    command: ConfirmCommand,
    confirmed: date | None,
    proposed: date | None,
    regimes: Regimes,
    answered: Alarms,
    homes: Homes,
    law: Law,
) -> Sequence[Event]:
    """Raises Refused for a day that no law could mean, and for one that would put two regimes on a day; NoLaw."""
    match command:
        case ConfirmTransition(end=end, reason=reason):
            if end != month_end(end):
                raise Refused("transition.not_a_month_end", "end", end=end, month_end=month_end(end))
            if end != proposed and reason is None:
                raise Refused("transition.reason_missing", "reason", proposed=proposed or "–")
            if regimes.reverted_on is not None and end < regimes.reverted_on:
                raise Refused("transition.before_reversal", "end", reverted_on=regimes.reverted_on)
            if end == confirmed:
                return []
            kind = TransitionConfirmed if confirmed is None else TransitionCorrected
            return [kind(**word(command), **of_end(end, answered, homes, law), proposed=proposed, reason=reason)]
        case RevertTransition(on=on):
            if confirmed is None:
                raise Refused("transition.nothing_to_revert", "on")
            if on <= confirmed:
                raise Refused("transition.reverted_before_it_began", "on", earliest=confirmed + ONE_DAY)
            return [TransitionReverted(**word(command))]
