"""`koop.referrals.v1`: what others may know of a referral: between whom, and how far. Key: the person, a random id.

Basis, purpose and the kinds of data passed on concern sender and recipient only; they stay in the service.
"""

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from shared.contracts.base import Contract
from shared.contracts.codes import Slug


class DeclineReason(StrEnum):
    NO_CAPACITY = "no_capacity"
    NOT_RESPONSIBLE = "not_responsible"
    NOT_ELIGIBLE = "not_eligible"
    NOT_REACHED = "not_reached"
    PERSON_DECLINED = "person_declined"
    ALREADY_SERVED = "already_served"
    OTHER = "other"


class ReferralOutcome(StrEnum):
    """What the recipient reports back when it is over; without one a referral does not close."""

    ACHIEVED = "achieved"
    PARTLY_ACHIEVED = "partly_achieved"
    NOT_ACHIEVED = "not_achieved"
    PERSON_ENDED = "person_ended"
    MOVED_AWAY = "moved_away"
    PASSED_ON = "passed_on"
    OTHER = "other"


_OF = {
    "on": "2016-09-08",
    "person": "0d6ac1a4-7a51-4c0b-8f0e-3b1f2f6a2016",
    "referral": "5b0f9d1c-6a0e-4d57-9c39-7e2f8a612016",
    "sender": "vg-landstuhl",
    "recipient": "caritas",
}


class ReferralContract(Contract):
    """Sender and recipient stand in each, so that one event alone says between whom."""

    topic: ClassVar[str] = "koop.referrals.v1"
    example: ClassVar[dict[str, Any]]

    person: UUID
    referral: UUID
    sender: Slug
    recipient: Slug

    @property
    def subject(self) -> str:
        return str(self.person)


class ReferralSent(ReferralContract, type="koop.referrals.ReferralSent.v1"):
    """`due`: the last day for an answer."""

    facet: Slug
    due: date

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-09-05", "facet": "transition", "due": "2016-09-19"}


class ReferralAcknowledged(ReferralContract, type="koop.referrals.ReferralAcknowledged.v1"):
    """Seen, not answered: the time for the answer runs on."""

    example: ClassVar[dict[str, Any]] = _OF


class ReferralAccepted(ReferralContract, type="koop.referrals.ReferralAccepted.v1"):
    example: ClassVar[dict[str, Any]] = _OF


class ReferralDeclined(ReferralContract, type="koop.referrals.ReferralDeclined.v1"):
    reason: DeclineReason

    example: ClassVar[dict[str, Any]] = _OF | {"reason": "no_capacity"}


class ReferralStarted(ReferralContract, type="koop.referrals.ReferralStarted.v1"):
    example: ClassVar[dict[str, Any]] = _OF


class ReferralCompleted(ReferralContract, type="koop.referrals.ReferralCompleted.v1"):
    outcome: ReferralOutcome

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-11-30", "outcome": "achieved"}


class ReferralWithdrawn(ReferralContract, type="koop.referrals.ReferralWithdrawn.v1"):
    """Over: the sender took it back, and where it had been accepted the recipient has confirmed that."""

    example: ClassVar[dict[str, Any]] = _OF


class ReferralLapsed(ReferralContract, type="koop.referrals.ReferralLapsed.v1"):
    """Not answered in time, and back with the sender. `on`: the first day without it."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-09-20"}
