"""One invented referral: VG Landstuhl asks Caritas for advice in the change of benefits."""

from datetime import UTC, date, datetime, time
from typing import Any, TypeVar
from uuid import UUID

from services.referrals import steps
from services.referrals.basis import ConsentBasis, DataClass, Purpose, Reach
from shared.contracts.referrals import DeclineReason, ReferralOutcome

S = TypeVar("S", bound=steps.Step)

REFERRAL = UUID("5b0f9d1c-6a0e-4d57-9c39-7e2f8a612016")
PERSON = UUID("0d6ac1a4-7a51-4c0b-8f0e-3b1f2f6a2016")
OTHER_PERSON = UUID("1e7bd2b5-8b62-4d1c-9a1f-4c2a3a7b2016")
CONSENT = UUID("2f8ce3c6-9c73-4e2d-8b2a-5d3b4b8c2016")
SENDER, RECIPIENT, OUTSIDER = "vg-landstuhl", "caritas", "diakonie"

SENT_ON, DUE = date(2016, 9, 5), date(2016, 9, 19)
SAY = date(2016, 9, 8)  # an ordinary day between the two

REACH = Reach(recipient=RECIPIENT, purpose=Purpose.BENEFIT_TRANSITION, data=(DataClass.IDENTITY, DataClass.BENEFITS))
BASIS = ConsentBasis(consent=CONSENT, reach=REACH)
PARTIES = steps.Parties(person=PERSON, sender=SENDER, recipient=RECIPIENT)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(10), UTC)  # 12:00 in summer, 11:00 in winter


def send(**changed: Any) -> steps.SendReferral:
    fields = {
        "on": SENT_ON,
        "at": noon(SENT_ON),
        "partner": SENDER,
        "referral": REFERRAL,
        "person": PERSON,
        "recipient": RECIPIENT,
        "facet": "transition",
        "purpose": Purpose.BENEFIT_TRANSITION,
        "data": (DataClass.IDENTITY, DataClass.BENEFITS),
        "basis": BASIS,
        "due": DUE,
    }
    return steps.SendReferral.model_validate(fields | changed)


def say(step: type[S], on: date = SAY, **fields: Any) -> S:
    """A step by the side whose step it is, unless `partner` says otherwise."""
    side = RECIPIENT if issubclass(step, steps.RecipientStep) else SENDER
    return step.model_validate({"on": on, "at": noon(on), "partner": side, "referral": REFERRAL} | fields)


SENT = steps.ReferralSent(
    on=SENT_ON,
    parties=PARTIES,
    facet="transition",
    purpose=Purpose.BENEFIT_TRANSITION,
    data=(DataClass.IDENTITY, DataClass.BENEFITS),
    basis=BASIS,
    due=DUE,
)
ACKNOWLEDGED = steps.ReferralAcknowledged(on=SAY, parties=PARTIES)
ACCEPTED = steps.ReferralAccepted(on=SAY, parties=PARTIES)
STARTED = steps.ReferralStarted(on=SAY, parties=PARTIES)
LAPSED = steps.ReferralLapsed(on=date(2016, 9, 20), parties=PARTIES)

NO_CAPACITY = DeclineReason.NO_CAPACITY
ACHIEVED = ReferralOutcome.ACHIEVED
DECLINED = steps.ReferralDeclined(on=SAY, parties=PARTIES, reason=NO_CAPACITY)
COMPLETED = steps.ReferralCompleted(on=SAY, parties=PARTIES, outcome=ACHIEVED)
WITHDRAWN = steps.ReferralWithdrawn(on=SAY, parties=PARTIES, to_confirm=False)
TO_CONFIRM = steps.ReferralWithdrawn(on=SAY, parties=PARTIES, to_confirm=True)
CONFIRMED = steps.WithdrawalConfirmed(on=SAY, parties=PARTIES)


def lapse(on: date) -> steps.LapseReferral:
    return steps.LapseReferral(referral=REFERRAL, on=on, at=noon(on))
