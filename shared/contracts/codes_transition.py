"""Codes of the change-over from AsylbLG to SGB II."""

from enum import StrEnum


class CorrectionReason(StrEnum):
    """Why an official confirms another end of AsylbLG than the proposed one, or one where nothing is proposed."""

    SERVICE_PROVEN = "service_proven"
    FINALITY_PROVEN = "finality_proven"
    TITLE_ISSUED = "title_issued"
    OFFICES_AGREED = "offices_agreed"
    OTHER_LAW = "other_law"
    INPUT_ERROR = "input_error"


class RefusalReason(StrEnum):
    """Why the Jobcenter refuses, coded: incomplete is § 66 SGB I."""

    STILL_ASYLBLG = "still_asylblg"
    NOT_NEEDY = "not_needy"
    UNABLE_TO_WORK = "unable_to_work"
    INCOMPLETE = "incomplete"
    NOT_COMPETENT = "not_competent"


class TransitionExit(StrEnum):
    """Where a change-over leads instead of SGB II."""

    NOT_NEEDY = "not_needy"
    SGB12 = "sgb12"
    EDUCATION = "education"
    YOUTH_WELFARE = "youth_welfare"
    MOVED_AWAY = "moved_away"


class DocumentKind(StrEnum):
    """What the offices need for the change-over. A residence card is not among them: it is no condition."""

    DECISION = "decision"
    SERVICE_PROOF = "service_proof"
    ASYLBLG_NOTICE = "asylblg_notice"
    TITLE_APPLIED = "title_applied"
    IDENTITY = "identity"
    REGISTRATION = "registration"
    HOUSING = "housing"
    BANK_ACCOUNT = "bank_account"
    HEALTH_INSURER = "health_insurer"
    CHILDREN = "children"
    INCOME = "income"
    SOCIAL_INSURANCE_NUMBER = "social_insurance_number"
    TAX_ID = "tax_id"


class HousingOutcome(StrEnum):
    """MOVED_OUT: into a flat. FEE_NOTICE: the place stays, as shelter for the homeless with a fee. RENTED: the lease was taken over."""

    MOVED_OUT = "moved_out"
    FEE_NOTICE = "fee_notice"
    RENTED = "rented"


class AlarmKind(StrEnum):
    """NO_APPLICATION: nobody has applied for SGB II yet (R3). NO_GRANT: AsylbLG ends and nothing has been granted (R9)."""

    NO_APPLICATION = "no_application"
    NO_GRANT = "no_grant"


class TransitionQuestion(StrEnum):
    """What the system asks an official: DISPUTED who is competent, DOUBTED whether the confirmed day is right, REVERSAL_DUE whether and
    from when the person goes back to AsylbLG.
    """

    DISPUTED = "disputed"
    DOUBTED = "doubted"
    REVERSAL_DUE = "reversal_due"
