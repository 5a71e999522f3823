"""Coded values of the published language. A word that is not here cannot be said: free text would be personal data."""

from enum import StrEnum
from typing import Annotated

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
