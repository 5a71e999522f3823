"""Why a person's data may be passed on, and how far: no referral leaves without it (R34)."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.codes import Slug
from shared.decider import Refused
from shared.messages import Message


class Purpose(StrEnum):
    """What the recipient is asked for.

    Counselling under § 203 StGB has no code here: even the fact of such a referral is a secret, and this kind is not sealed.
    """

    LANGUAGE_COURSE = "language_course"
    COMPETENCE_CHECK = "competence_check"
    JOB_SEARCH = "job_search"
    BENEFIT_TRANSITION = "benefit_transition"
    HOUSING = "housing"
    MIGRATION_ADVICE = "migration_advice"
    YOUTH_ADVICE = "youth_advice"
    FAMILY_TRACING = "family_tracing"
    VOLUNTEER_SUPPORT = "volunteer_support"


class DataClass(StrEnum):
    """Kinds of data that go along. Grounds of asylum, religion and origin have no code: they are not passed on at all."""

    IDENTITY = "identity"
    CONTACT = "contact"
    RESIDENCE_STATUS = "residence_status"
    LANGUAGE_LEVEL = "language_level"
    QUALIFICATION = "qualification"
    BENEFITS = "benefits"
    HOUSEHOLD = "household"
    HEALTH = "health"


class Statute(StrEnum):
    """Powers to pass data on without asking. Which one carries a transfer is the sender's answer to give (§ 67d SGB X).

    SGBX_PURPOSE: the purpose the data were taken for. SGBX_OWN_TASK: a task of the sender. SGBX_RECIPIENT_TASK: a task of
    the recipient, itself a body under § 35 SGB I (all § 69(1) Nr. 1 SGB X). PUBLIC_TASK: Art. 6(1)(e) DSGVO.
    LEGAL_DUTY: Art. 6(1)(c) DSGVO.
    """

    SGBX_PURPOSE = "sgbx_69_1_1_purpose"
    SGBX_OWN_TASK = "sgbx_69_1_1_own_task"
    SGBX_RECIPIENT_TASK = "sgbx_69_1_1_recipient_task"
    PUBLIC_TASK = "dsgvo_6_1_e"
    LEGAL_DUTY = "dsgvo_6_1_c"


class Reach(Message):
    """To whom, for what, which data."""

    recipient: Slug
    purpose: Purpose
    data: tuple[DataClass, ...] = Field(min_length=1)


class StatutoryBasis(Message):
    kind: Literal["statute"] = "statute"
    statute: Statute
    reach: Reach


class ConsentBasis(Message):
    """A consent by its id; the paper stays where it was signed. `until`: its last day, if it has one."""

    kind: Literal["consent"] = "consent"
    consent: UUID
    reach: Reach
    until: date | None = None


Basis = StatutoryBasis | ConsentBasis


def covered(basis: Basis | None, recipient: Slug, purpose: Purpose, data: Sequence[DataClass], on: date) -> Basis:
    """The basis, if it carries this transfer on this day (R34). Raises Refused and names what it does not cover."""
    if basis is None:
        raise Refused("referral.basis_missing", "basis")
    if basis.reach.recipient != recipient:
        raise Refused("referral.basis_other_recipient", "basis", recipient=recipient)
    if basis.reach.purpose != purpose:
        raise Refused("referral.basis_other_purpose", "basis", purpose=str(purpose))
    if beyond := sorted(set(data) - set(basis.reach.data)):
        raise Refused("referral.basis_other_data", "data", data=", ".join(beyond))
    if isinstance(basis, ConsentBasis) and basis.until is not None and basis.until < on:
        raise Refused("referral.consent_expired", "basis", until=basis.until)
    return basis
