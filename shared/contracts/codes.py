"""Coded values of the published language. A word that is not here cannot be said: free text would be personal data."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from shared.messages import Message

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=63)]
"""Names an organisation or a Verbandsgemeinde. Which ones exist is data of the agreement, not code."""

CourseCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=40)]
"""A provider's own number of a course."""

Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
"""A calendar month, `2016-09`."""


class Level(StrEnum):
    """CEFR (GER). The letters sort as the levels do. A0: no level shown, as by a DTZ below A2."""

    A0 = "A0"
    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"


class Levels(Message):
    """CEFR per skill; None: not measured."""

    listening: Level | None = None
    reading: Level | None = None
    writing: Level | None = None
    speaking: Level | None = None


class LevelSource(StrEnum):
    """Who says so: the person, the placement test (Einstufungstest) or an exam. A claim is not a certificate."""

    SELF = "self"
    PLACEMENT = "placement"
    EXAM = "exam"


class Literacy(StrEnum):
    """Schriftkundigkeit: PRIMARY reads no script yet, SECOND_SCRIPT reads another one (Zweitschriftlernende)."""

    PRIMARY = "primary"
    SECOND_SCRIPT = "second_script"
    LATIN = "latin"


class Programme(StrEnum):
    """INTEGRATION: Integrationskurs (IntV). VOCATIONAL: Berufssprachkurs (DeuFöV)."""

    INTEGRATION = "integration"
    VOCATIONAL = "vocational"


class CourseKind(StrEnum):
    """§§ 11-13 IntV: general, Alphabetisierung, Förderkurs, Frauen, Eltern, Jugend, Intensiv; and Berufssprachkurs."""

    GENERAL = "general"
    LITERACY = "literacy"
    CATCH_UP = "catch_up"
    WOMEN = "women"
    PARENTS = "parents"
    YOUTH = "youth"
    INTENSIVE = "intensive"
    VOCATIONAL = "vocational"

    @property
    def programme(self) -> Programme:
        return Programme.VOCATIONAL if self is CourseKind.VOCATIONAL else Programme.INTEGRATION


class Ground(StrEnum):
    """What an entitlement (Berechtigung) rests on.

    TITLE: claim by title, § 44(1) AufenthG. ASYLUM_SEEKER: Zulassung, § 44(4) S. 2 Nr. 1 (Gestattung).
    TOLERATION: Zulassung, § 44(4) S. 2 Nr. 2, 3 (Duldung § 60a(2) S. 3, § 25(5)). ADMISSION: other Zulassung, § 44(4) S. 1.
    VOCATIONAL: §§ 4, 5 DeuFöV.
    """

    TITLE = "title"
    ASYLUM_SEEKER = "asylum_seeker"
    TOLERATION = "toleration"
    ADMISSION = "admission"
    VOCATIONAL = "vocational"

    @property
    def programme(self) -> Programme:
        return Programme.VOCATIONAL if self is Ground.VOCATIONAL else Programme.INTEGRATION


class Authority(StrEnum):
    """Who may oblige to a course (Verpflichtung), § 44a(1) AufenthG."""

    IMMIGRATION_OFFICE = "immigration_office"
    JOBCENTER = "jobcenter"
    ASYLUM_BENEFITS_OFFICE = "asylum_benefits_office"


class Reason(StrEnum):
    """Why a course was refused, interrupted or aborted: the list that the Landtag's question of 2018 needed."""

    PREGNANCY = "pregnancy"
    CHILD_CARE = "child_care"
    MOVE = "move"
    JOB = "job"
    HEALTH = "health"
    TRANSPORT = "transport"
    OTHER = "other"


class Excuse(StrEnum):
    """Why somebody could not enrol in time and is not responsible for it, § 5(3) S. 4 IntV."""

    NO_PLACE = "no_place"
    PREGNANCY = "pregnancy"
    CHILD_CARE = "child_care"
    HEALTH = "health"
    TRANSPORT = "transport"
    OTHER = "other"


class ExpiryCause(StrEnum):
    """UNUSED: no enrolment in time. NOT_STARTED, INTERRUPTED: § 4(1) S. 3 IntV, after somebody decided that it is the person's fault."""

    UNUSED = "unused"
    NOT_STARTED = "not_started"
    INTERRUPTED = "interrupted"


class Missing(StrEnum):
    """What would explain a course's start and is not known (yet)."""

    ENROLMENT = "enrolment"
    ENTITLEMENT = "entitlement"


class Outcome(StrEnum):
    """What a decision of the BAMF, or of a court in its place, grants or refuses.

    ASYLUM: Art. 16a GG. REFUGEE: § 3 AsylG. SUBSIDIARY: § 4 AsylG. REMOVAL_BAN: § 60(5), (7) AufenthG. REJECTED_UNFOUNDED:
    offensichtlich unbegründet, § 30 AsylG. INADMISSIBLE: § 29 AsylG, Dublin above all. DISCONTINUED: §§ 32, 33 AsylG.
    """

    ASYLUM = "asylum"
    REFUGEE = "refugee"
    SUBSIDIARY = "subsidiary"
    REMOVAL_BAN = "removal_ban"
    REJECTED = "rejected"
    REJECTED_UNFOUNDED = "rejected_unfounded"
    INADMISSIBLE = "inadmissible"
    DISCONTINUED = "discontinued"

    @property
    def protects(self) -> bool:
        return self in (Outcome.ASYLUM, Outcome.REFUGEE, Outcome.SUBSIDIARY, Outcome.REMOVAL_BAN)


class ServiceMode(StrEnum):
    """How a decision was served (Zustellung, Bekanntgabe), and so from which day it counts.

    ACTUAL: handed over, with proof. DEEMED_UNDELIVERABLE: came back from the last known address, § 10(2) S. 4 AsylG.
    DEEMED_RECEPTION: by way of the reception centre, § 10(4) AsylG. DEEMED_POST: ordinary post, § 41(2) VwVfG.
    """

    ACTUAL = "actual"
    DEEMED_UNDELIVERABLE = "deemed_undeliverable"
    DEEMED_RECEPTION = "deemed_reception"
    DEEMED_POST = "deemed_post"


class TitleKind(StrEnum):
    """Aufenthaltserlaubnis: ASYLUM § 25(1), REFUGEE and SUBSIDIARY § 25(2), REMOVAL_BAN § 25(3) AufenthG; any OTHER."""

    ASYLUM = "asylum"
    REFUGEE = "refugee"
    SUBSIDIARY = "subsidiary"
    REMOVAL_BAN = "removal_ban"
    OTHER = "other"


class IdentityPart(StrEnum):
    """What was corrected about an identity. The values are in the vault, never here."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    NATIONALITY = "nationality"


class EvidenceKind(StrEnum):
    """What somebody had before them when they reported."""

    DECISION = "decision"
    SERVICE_RECORD = "service_record"
    COURT_RECORD = "court_record"
    REGISTER = "register"
    TITLE_CARD = "title_card"
    OTHER_PAPER = "other_paper"
    STATEMENT = "statement"


class Evidence(Message):
    """Points to a paper in the reporter's own files: a kind and a random id, never a file number (a BAMF number tells the origin)."""

    kind: EvidenceKind
    reference: UUID
