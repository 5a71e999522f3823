"""Leistungen: what the old carrier ends and the new one grants and pays, and from when health is insured (§ 5(1) Nr. 2a SGB V)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.cases.facets.transition.base import OnWord, Word, word
from shared.contracts.codes_transition import RefusalReason
from shared.messages import Day, Event


class IssueTerminationNotice(Word):
    """Einstellungsbescheid. `last_paid`: the day until which AsylbLG is paid, by the notice."""

    last_paid: Day


class EndAsylbLGBenefit(Word):
    """`on`: the last day that was paid."""


class GrantBenefit(Word):
    """`on`: the day of the grant. `provisional`: § 41a SGB II."""

    provisional: bool = False


class RefuseBenefit(Word):
    reason: RefusalReason


class ConfirmFirstPayment(Word):
    """`on`: the day on which the money was there."""


class ConfirmInsurance(Word):
    """`on`: the first day of the membership."""


class ClaimReimbursement(Word):
    """Erstattung among carriers (§§ 102-104 SGB X): the person owes nothing. `on`: the day of the claim."""


class TerminationNoticeIssued(OnWord, Event, name="transition.TerminationNoticeIssued"):
    last_paid: date


class AsylbLGBenefitEnded(OnWord, Event, name="transition.AsylbLGBenefitEnded"):
    pass


class BenefitGranted(OnWord, Event, name="transition.BenefitGranted"):
    provisional: bool


class BenefitRefused(OnWord, Event, name="transition.BenefitRefused"):
    reason: RefusalReason


class FirstPaymentConfirmed(OnWord, Event, name="transition.FirstPaymentConfirmed"):
    pass


class InsuranceMembershipConfirmed(OnWord, Event, name="transition.InsuranceMembershipConfirmed"):
    pass


class ReimbursementClaimed(OnWord, Event, name="transition.ReimbursementClaimed"):
    pass


BenefitCommand = (
    IssueTerminationNotice | EndAsylbLGBenefit | GrantBenefit | RefuseBenefit | ConfirmFirstPayment | ConfirmInsurance | ClaimReimbursement
)


@dataclass(frozen=True)
class Benefits:
    """Days. `granted`: the first grant, provisional or not; `final`: the first that is not provisional."""

    noticed: date | None = None
    last_paid: date | None = None
    ended: date | None = None
    granted: date | None = None
    final: date | None = None
    refused: date | None = None
    paid: date | None = None
    insured: date | None = None
    claimed: date | None = None


def decide(command: BenefitCommand, state: Benefits) -> Sequence[Event]:
    """What changes nothing is no news; a day that was reported wrongly is corrected by reporting the right one."""
    event = _said(command)
    return [] if evolve(state, event) == state else [event]


def _said(command: BenefitCommand) -> Event:
    said = word(command)
    match command:
        case IssueTerminationNotice(last_paid=last_paid):
            return TerminationNoticeIssued.model_validate(said | {"last_paid": last_paid})
        case EndAsylbLGBenefit():
            return AsylbLGBenefitEnded.model_validate(said)
        case GrantBenefit(provisional=provisional):
            return BenefitGranted.model_validate(said | {"provisional": provisional})
        case RefuseBenefit(reason=reason):
            return BenefitRefused.model_validate(said | {"reason": reason})
        case ConfirmFirstPayment():
            return FirstPaymentConfirmed.model_validate(said)
        case ConfirmInsurance():
            return InsuranceMembershipConfirmed.model_validate(said)
        case ClaimReimbursement():
            return ReimbursementClaimed.model_validate(said)


def evolve(state: Benefits, event: Event) -> Benefits:
    match event:
        case TerminationNoticeIssued(on=on, last_paid=last_paid):
            return replace(state, noticed=on, last_paid=last_paid)
        case AsylbLGBenefitEnded(on=on):
            return replace(state, ended=on)
        case BenefitGranted(on=on, provisional=provisional):
            final = state.final if provisional else min(on, state.final or on)
            return replace(state, granted=min(on, state.granted or on), final=final)
        case BenefitRefused(on=on):
            return replace(state, refused=on)
        case FirstPaymentConfirmed(on=on):
            return replace(state, paid=on)
        case InsuranceMembershipConfirmed(on=on):
            return replace(state, insured=on)
        case ReimbursementClaimed(on=on):
            return replace(state, claimed=on)
    return state
