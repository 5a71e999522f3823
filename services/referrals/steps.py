"""What both sides may do about a referral, and what then has happened."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.referrals.basis import Basis, DataClass, Purpose
from shared.contracts.codes import Slug
from shared.contracts.referrals import DeclineReason, ReferralOutcome
from shared.messages import Command, Event, Message


class Status(StrEnum):
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ACCEPTED = "accepted"
    STARTED = "started"
    DECLINED = "declined"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    WITHDRAWAL_CONFIRMED = "withdrawal-confirmed"
    LAPSED = "lapsed"


UNANSWERED = frozenset({Status.SENT, Status.ACKNOWLEDGED})
ENDED = frozenset({Status.DECLINED, Status.COMPLETED, Status.WITHDRAWN, Status.WITHDRAWAL_CONFIRMED, Status.LAPSED})


LAST_DUE = date(2199, 12, 31)
"""Bounded, so that the end of the day is an instant."""


class SendReferral(Command):
    """`due`: the last day for an answer, until 24:00 in Europe/Berlin. `data`: the kinds of data that go along."""

    referral: UUID
    person: UUID
    recipient: Slug
    facet: Slug
    purpose: Purpose
    data: tuple[DataClass, ...] = Field(min_length=1)
    basis: Annotated[Basis, Field(discriminator="kind")] | None = None
    due: Annotated[date, Field(le=LAST_DUE)]
    at: datetime
    partner: str


class LapseReferral(Command):
    referral: UUID
    at: datetime


class Step(Command):
    """By one of the two sides. `person`: about whom they believe it to be, where they say so."""

    referral: UUID
    person: UUID | None = None
    at: datetime
    partner: str


class RecipientStep(Step):
    pass


class SenderStep(Step):
    pass


class AcknowledgeReferral(RecipientStep):
    pass


class AcceptReferral(RecipientStep):
    pass


class DeclineReferral(RecipientStep):
    reason: DeclineReason


class StartReferral(RecipientStep):
    pass


class CompleteReferral(RecipientStep):
    outcome: ReferralOutcome


class WithdrawReferral(SenderStep):
    pass


class ConfirmWithdrawal(RecipientStep):
    pass


class Parties(Message):
    """About whom, and between whom. In every event, because each leaves the service alone."""

    person: UUID
    sender: Slug
    recipient: Slug


class ReferralSent(Event, name="referral.Sent"):
    parties: Parties
    facet: Slug
    purpose: Purpose
    data: tuple[DataClass, ...]
    basis: Annotated[Basis, Field(discriminator="kind")]
    due: date


class ReferralAcknowledged(Event, name="referral.Acknowledged"):
    parties: Parties


class ReferralAccepted(Event, name="referral.Accepted"):
    parties: Parties


class ReferralDeclined(Event, name="referral.Declined"):
    parties: Parties
    reason: DeclineReason


class ReferralStarted(Event, name="referral.Started"):
    parties: Parties


class ReferralCompleted(Event, name="referral.Completed"):
    parties: Parties
    outcome: ReferralOutcome


class ReferralWithdrawn(Event, name="referral.Withdrawn"):
    """`to_confirm`: it had been accepted, so it is over only when the recipient agrees."""

    parties: Parties
    to_confirm: bool


class WithdrawalConfirmed(Event, name="referral.WithdrawalConfirmed"):
    parties: Parties


class ReferralLapsed(Event, name="referral.Lapsed"):
    """`on`: the day after the last day for an answer."""

    parties: Parties
