"""Codes of unaccompanied minors (unbegleitete minderjährige Ausländer, UMA)."""

from enum import StrEnum


class MinorState(StrEnum):
    """Where a file stands, without any content, in the order in which the states follow; the last three end it.

    PROVISIONAL: vorläufige Inobhutnahme, § 42a SGB VIII. NOTIFIED, REGISTERED, ASSIGNED: on the way to another or the own youth office,
    § 42b. EXCLUDED: from that distribution. IN_CARE: Inobhutnahme, § 42. CLEARING. IN_HELP: Hilfe zur Erziehung, §§ 27 ff. YOUNG_ADULT:
    § 41. HANDED_OVER: to another youth office. FOUND_ADULT: § 42f. ENDED: otherwise.
    """

    PROVISIONAL = "provisional"
    NOTIFIED = "notified"
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    EXCLUDED = "excluded"
    IN_CARE = "in_care"
    CLEARING = "clearing"
    IN_HELP = "in_help"
    YOUNG_ADULT = "young_adult"
    HANDED_OVER = "handed_over"
    FOUND_ADULT = "found_adult"
    ENDED = "ended"


class Clock(StrEnum):
    """Periods that run in a file.

    REPORT: to the Landesstelle, § 42a(4). REGISTER, NAME, ASSIGN: Landesstelle, Bundesverwaltungsamt, Landesstelle, § 42b(1), (3).
    DISTRIBUTION: one month, § 42b(4) Nr. 4. GUARDIAN: to seek one, § 42(3) S. 4, § 42d(3). CLEARING and HELP_REVIEW: as agreed.
    """

    REPORT = "report"
    REGISTER = "register"
    NAME = "name"
    ASSIGN = "assign"
    DISTRIBUTION = "distribution"
    GUARDIAN = "guardian"
    CLEARING = "clearing"
    HELP_REVIEW = "help_review"


class ExclusionReason(StrEnum):
    """§ 42b(4) SGB VIII, Nr. 1 to 4."""

    WELFARE = "welfare"
    HEALTH = "health"
    REUNIFICATION = "reunification"
    MONTH = "month"


class ScreeningFinding(StrEnum):
    """What the first screening found, § 42a(2) S. 1 Nr. 1 to 4 SGB VIII."""

    WELFARE_AT_RISK = "welfare_at_risk"
    RELATIVES = "relatives"
    BELONG_TOGETHER = "belong_together"
    HEALTH_FORBIDS = "health_forbids"


class SeparationReason(StrEnum):
    """Why siblings may be assigned apart, § 42b(5) SGB VIII: only where their welfare wants it."""

    WELFARE = "welfare"
    OWN_WISH = "own_wish"
    HEALTH = "health"


class GuardianKind(StrEnum):
    """OFFICE: Amtsvormund. ASSOCIATION: Vereinsvormund. PERSON: Einzelvormund."""

    OFFICE = "office"
    ASSOCIATION = "association"
    PERSON = "person"


class HelpForm(StrEnum):
    """§§ 27, 33, 34, 35 SGB VIII."""

    OTHER = "other"
    FOSTER_FAMILY = "foster_family"
    HOME = "home"
    INTENSIVE = "intensive"


class PlacementKind(StrEnum):
    SHELTER = "shelter"
    HOME = "home"
    SHARED_FLAT = "shared_flat"
    FOSTER_FAMILY = "foster_family"
    RELATIVES = "relatives"


class AgeMethod(StrEnum):
    """How an age came to be claimed, § 42f SGB VIII. COURT: a court's finding. INSPECTION: qualifizierte Inaugenscheinnahme, four eyes."""

    COURT = "court"
    PAPER = "paper"
    MEDICAL = "medical"
    INSPECTION = "inspection"
    STATEMENT = "statement"


class AgeSource(StrEnum):
    """Whose claim it is. A finding of one office does not bind another."""

    YOUTH_OFFICE = "youth_office"
    COURT = "court"
    BAMF = "bamf"
    IMMIGRATION_OFFICE = "immigration_office"
    POLICE = "police"
    SELF = "self"


class AgeFinding(StrEnum):
    """In doubt somebody is a minor until a medical examination says otherwise, § 42f(2)."""

    MINOR = "minor"
    DOUBT = "doubt"
    ADULT = "adult"


class CareEnd(StrEnum):
    """Why a file ends."""

    WITH_FAMILY = "with_family"
    OTHER_YOUTH_OFFICE = "other_youth_office"
    ADULT = "adult"
    HELP_NOT_WANTED = "help_not_wanted"
    HELP_ENDED = "help_ended"
    CONTINUED_ELSEWHERE = "continued_elsewhere"
    DECEASED = "deceased"


class YoungAdultDecision(StrEnum):
    """On help beyond 18, § 41 SGB VIII. MISSING: none on the 18th birthday."""

    GRANTED = "granted"
    REFUSED = "refused"
    MISSING = "missing"
