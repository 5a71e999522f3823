"""Whenever a referral is sent, it lapses unanswered at the end of its last day for an answer (R37)."""

from services.referrals.commands import referral_of
from services.referrals.steps import LapseReferral, ReferralAccepted, ReferralDeclined, ReferralLapsed, ReferralSent, ReferralWithdrawn
from shared.calendar import day_end, local_day
from shared.deadlines import ClearDeadline, Deadline, Frist, SetDeadline
from shared.messages import Recorded

ANSWER = "answer"


def deadlines(recorded: Recorded) -> list[Deadline]:
    match recorded.event:
        case ReferralSent(due=last) as sent:
            due = day_end(last)
            lapse = LapseReferral(referral=referral_of(recorded.stream), on=local_day(due), at=due)
            return [SetDeadline(ANSWER, due, lapse, _to_answer(sent))]
        case ReferralAccepted() | ReferralDeclined() | ReferralWithdrawn() | ReferralLapsed():
            return [ClearDeadline(ANSWER)]
    return []


def _to_answer(sent: ReferralSent) -> Frist:
    """The recipient's, set by the sender; if it is missed the referral is back with the sender."""
    return Frist(
        rule="referral.answer",
        paragraph="agreed with the referral",
        started=sent.on,
        last_day=sent.due,
        owner=sent.parties.recipient,
        stops=(ReferralAccepted.name, ReferralDeclined.name, ReferralWithdrawn.name),
        escalates_to=(sent.parties.sender,),
    )
