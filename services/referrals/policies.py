"""Whenever a referral is sent, it lapses unanswered at the end of its last day for an answer (R37)."""

from services.referrals.commands import referral_of
from services.referrals.steps import LapseReferral, ReferralAccepted, ReferralDeclined, ReferralLapsed, ReferralSent, ReferralWithdrawn
from shared.calendar import day_end, local_day
from shared.deadlines import ClearDeadline, Deadline, SetDeadline
from shared.messages import Recorded

ANSWER = "answer"


def deadlines(recorded: Recorded) -> list[Deadline]:
    match recorded.event:
        case ReferralSent(due=last):
            due = day_end(last)
            return [SetDeadline(ANSWER, due, LapseReferral(referral=referral_of(recorded.stream), on=local_day(due), at=due))]
        case ReferralAccepted() | ReferralDeclined() | ReferralWithdrawn() | ReferralLapsed():
            return [ClearDeadline(ANSWER)]
    return []
