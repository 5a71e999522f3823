"""What partners state about referrals to and from them. CloudEvents `subject`: the person's random id; `on`: the legal day."""

from typing import Any, ClassVar
from uuid import UUID

from shared.contracts.base import Fact
from shared.contracts.referrals import DeclineReason, ReferralOutcome

_OF = {"on": "2016-09-08", "referral": "5b0f9d1c-6a0e-4d57-9c39-7e2f8a612016"}


class ReferralFact(Fact):
    example: ClassVar[dict[str, Any]]

    referral: UUID


class ReferralAcknowledged(ReferralFact, type="koop.fact.ReferralAcknowledged.v1"):
    example: ClassVar[dict[str, Any]] = _OF


class ReferralAccepted(ReferralFact, type="koop.fact.ReferralAccepted.v1"):
    example: ClassVar[dict[str, Any]] = _OF


class ReferralDeclined(ReferralFact, type="koop.fact.ReferralDeclined.v1"):
    reason: DeclineReason

    example: ClassVar[dict[str, Any]] = _OF | {"reason": "no_capacity"}


class ReferralStarted(ReferralFact, type="koop.fact.ReferralStarted.v1"):
    example: ClassVar[dict[str, Any]] = _OF


class ReferralCompleted(ReferralFact, type="koop.fact.ReferralCompleted.v1"):
    outcome: ReferralOutcome

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-11-30", "outcome": "achieved"}


class ReferralWithdrawn(ReferralFact, type="koop.fact.ReferralWithdrawn.v1"):
    """The sender takes the referral back; with `confirmed` the recipient of an accepted one agrees to that."""

    confirmed: bool = False

    example: ClassVar[dict[str, Any]] = _OF | {"confirmed": False}
