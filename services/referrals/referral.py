"""A referral from one partner to another, until its outcome is back: the closed loop. Stream `referral-<id>`.

sent -> acknowledged -> accepted -> started -> completed        the recipient's steps, each outcome coded
                     -> declined                                the recipient, until it has accepted
                     -> lapsed                                  nobody answered in time (R37)
withdrawn (-> withdrawal-confirmed, once accepted)              the sender, until it has started
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.referrals.basis import covered
from services.referrals.steps import (
    ENDED,
    UNANSWERED,
    AcceptReferral,
    AcknowledgeReferral,
    CompleteReferral,
    ConfirmWithdrawal,
    DeclineReferral,
    LapseReferral,
    Parties,
    RecipientStep,
    ReferralAccepted,
    ReferralAcknowledged,
    ReferralCompleted,
    ReferralDeclined,
    ReferralLapsed,
    ReferralSent,
    ReferralStarted,
    ReferralWithdrawn,
    SenderStep,
    SendReferral,
    StartReferral,
    Status,
    Step,
    WithdrawalConfirmed,
    WithdrawReferral,
)
from shared.calendar import ONE_DAY, day_end, local_day
from shared.decider import Decider, Refused
from shared.messages import Command, Event


@dataclass(frozen=True)
class Referral:
    """`code`: the reason or outcome it ended with. `withdrawn`: the day of a withdrawal the recipient has yet to confirm."""

    sent: ReferralSent | None = None
    status: Status = Status.SENT
    code: str | None = None
    withdrawn: date | None = None


def decide(command: Command, state: Referral) -> Sequence[Event]:
    match command, state.sent:
        case SendReferral(), _:
            return _send(command, state.sent)
        case LapseReferral(), ReferralSent() as sent:
            return _lapse(command, sent, state.status)
        case Step(), ReferralSent() as sent:
            _may(command, sent.parties)
            _in_time(command, sent, state.status)
            return [] if _known(command, state) else [_step(command, sent.parties, state)]
    raise Refused("referral.unknown", "referral")


def _send(c: SendReferral, known: ReferralSent | None) -> list[Event]:
    if c.recipient == c.partner:
        raise Refused("referral.to_oneself", "recipient")
    basis = covered(c.basis, c.recipient, c.purpose, c.data, local_day(c.at))
    parties = Parties(person=c.person, sender=c.partner, recipient=c.recipient)
    sent = ReferralSent(on=c.on, parties=parties, facet=c.facet, purpose=c.purpose, data=c.data, basis=basis, due=c.due)
    if sent == known:
        return []
    if known is not None:
        raise Refused("referral.already_sent", "referral")
    if c.due < c.on or day_end(c.due) <= c.at:
        raise Refused("referral.no_time_to_answer", "due", due=c.due)
    return [sent]


def _lapse(c: LapseReferral, sent: ReferralSent, status: Status) -> list[Event]:
    """R37: back to the sender. Silence is never an acceptance, and to have been seen is not to be answered."""
    if status not in UNANSWERED:
        return []
    if c.at < day_end(sent.due):
        raise Refused("referral.still_answerable", "referral", due=sent.due)
    return [ReferralLapsed(on=sent.due + ONE_DAY, parties=sent.parties)]


def _may(step: Step, parties: Parties) -> None:
    """To anyone but the two sides the referral does not exist, nor under another person's id."""
    if step.partner not in (parties.sender, parties.recipient):
        raise Refused("referral.unknown", "referral")
    if isinstance(step, RecipientStep) and step.partner != parties.recipient:
        raise Refused("referral.recipient_only", "referral")
    if isinstance(step, SenderStep) and step.partner != parties.sender:
        raise Refused("referral.sender_only", "referral")
    if step.person not in (None, parties.person):
        raise Refused("referral.other_person", "person")


def _in_time(step: Step, sent: ReferralSent, status: Status) -> None:
    """The clock decides, not how fast the lapse was written down."""
    if step.on < sent.on:
        raise Refused("referral.before_it_was_sent", "on", sent=sent.on)
    if status is Status.LAPSED or (status in UNANSWERED and step.at >= day_end(sent.due)):
        raise Refused("referral.lapsed", "referral", due=sent.due)


def _known(step: Step, state: Referral) -> bool:
    """Said before, or contained in what was."""
    match step, state.status:
        case AcknowledgeReferral(), status:
            return status not in (Status.SENT, Status.WITHDRAWN)
        case AcceptReferral(), Status.ACCEPTED | Status.STARTED | Status.COMPLETED | Status.WITHDRAWAL_CONFIRMED:
            return True
        case DeclineReferral(reason=code), Status.DECLINED:
            return code == state.code
        case StartReferral(), Status.STARTED | Status.COMPLETED:
            return True
        case CompleteReferral(outcome=code), Status.COMPLETED:
            return code == state.code
        case WithdrawReferral(), status:
            return state.withdrawn is not None or status in (Status.WITHDRAWN, Status.WITHDRAWAL_CONFIRMED)
    return isinstance(step, ConfirmWithdrawal) and state.status is Status.WITHDRAWAL_CONFIRMED


def _step(step: Step, parties: Parties, state: Referral) -> Event:
    match step, state.status:
        case AcknowledgeReferral(on=on), Status.SENT:
            return ReferralAcknowledged(on=on, parties=parties)
        case AcceptReferral(on=on), Status.SENT | Status.ACKNOWLEDGED:
            return ReferralAccepted(on=on, parties=parties)
        case DeclineReferral(on=on, reason=reason), Status.SENT | Status.ACKNOWLEDGED:
            return ReferralDeclined(on=on, parties=parties, reason=reason)
        case StartReferral(on=on), Status.ACCEPTED if state.withdrawn is None or on < state.withdrawn:
            return ReferralStarted(on=on, parties=parties)  # what had begun before the withdrawal goes on
        case CompleteReferral(on=on, outcome=outcome), Status.STARTED:
            return ReferralCompleted(on=on, parties=parties, outcome=outcome)
        case WithdrawReferral(on=on), Status.SENT | Status.ACKNOWLEDGED | Status.ACCEPTED:
            return ReferralWithdrawn(on=on, parties=parties, to_confirm=state.status is Status.ACCEPTED)
        case ConfirmWithdrawal(on=on), Status.ACCEPTED if state.withdrawn is not None:
            return WithdrawalConfirmed(on=on, parties=parties)
    raise _out_of_turn(step, state)


def _out_of_turn(step: Step, state: Referral) -> Refused:
    if state.status in ENDED:
        return Refused("referral.ended", "referral", status=str(state.status))
    match step:
        case DeclineReferral():
            return Refused("referral.already_accepted", "referral")
        case StartReferral() if state.withdrawn is not None:
            return Refused("referral.withdrawal_to_confirm", "referral", withdrawn=state.withdrawn)
        case StartReferral():
            return Refused("referral.not_accepted", "referral")
        case CompleteReferral():
            return Refused("referral.not_started", "referral")
        case WithdrawReferral():
            return Refused("referral.already_started", "referral")
    return Refused("referral.no_withdrawal", "referral")


def evolve(state: Referral, event: Event) -> Referral:
    match event:
        case ReferralSent():
            return Referral(event)
        case ReferralAcknowledged():
            return replace(state, status=Status.ACKNOWLEDGED)
        case ReferralAccepted():
            return replace(state, status=Status.ACCEPTED)
        case ReferralStarted():
            return replace(state, status=Status.STARTED, withdrawn=None)
        case ReferralDeclined(reason=code):
            return replace(state, status=Status.DECLINED, code=code)
        case ReferralCompleted(outcome=code):
            return replace(state, status=Status.COMPLETED, code=code)
        case ReferralWithdrawn(on=on, to_confirm=True):
            return replace(state, withdrawn=on)
        case ReferralWithdrawn():
            return replace(state, status=Status.WITHDRAWN)
        case WithdrawalConfirmed():
            return replace(state, status=Status.WITHDRAWAL_CONFIRMED)
        case ReferralLapsed():
            return replace(state, status=Status.LAPSED)
    return state


referral = Decider(Referral(), decide, evolve)
