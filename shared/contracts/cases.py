"""`koop.cases.v1`: what others may know of a person. Key: the person, a random id.

Reasons of refusal and abort are personal (some concern health): they leave the service because the yearly table needs them,
and leave reporting only as suppressed counts.
"""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from shared.contracts.base import Contract
from shared.contracts.codes import (
    Authority,
    CourseCode,
    CourseKind,
    ExpiryCause,
    Ground,
    Level,
    Levels,
    Literacy,
    Missing,
    Month,
    Programme,
    Reason,
    Slug,
)

_OF = {"on": "2016-09-01", "person": "0d6ac1a4-7a51-4c0b-8f0e-3b1f2f6a2016"}
_COURSE = _OF | {"course": "kvhs-2016-17"}


class CaseContract(Contract):
    topic: ClassVar[str] = "koop.cases.v1"
    example: ClassVar[dict[str, Any]]

    person: UUID

    @property
    def subject(self) -> str:
        return str(self.person)


class PersonRegistered(CaseContract, type="koop.cases.PersonRegistered.v1"):
    vg: Slug

    example: ClassVar[dict[str, Any]] = _OF | {"vg": "vg-landstuhl"}


class PersonMoved(CaseContract, type="koop.cases.PersonMoved.v1"):
    vg: Slug

    example: ClassVar[dict[str, Any]] = _OF | {"vg": "vg-weilerbach"}


class LanguageNeedAssessed(CaseContract, type="koop.cases.LanguageNeedAssessed.v1"):
    literacy: Literacy

    example: ClassVar[dict[str, Any]] = _OF | {"literacy": "second_script"}


class LanguageEntitlementIssued(CaseContract, type="koop.cases.LanguageEntitlementIssued.v1"):
    ground: Ground
    programme: Programme
    valid_until: date

    example: ClassVar[dict[str, Any]] = _OF | {"ground": "asylum_seeker", "programme": "integration", "valid_until": "2016-12-01"}


class LanguageEntitlementExpired(CaseContract, type="koop.cases.LanguageEntitlementExpired.v1"):
    """`issued` names the entitlement; `on` is the first day without it."""

    programme: Programme
    issued: date
    cause: ExpiryCause

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-12-02", "programme": "integration", "issued": "2016-09-01", "cause": "unused"}


class LanguageEntitlementRestored(CaseContract, type="koop.cases.LanguageEntitlementRestored.v1"):
    """The expiry of the entitlement issued on that day was wrong: what would have prevented it became known later."""

    programme: Programme
    issued: date

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-12-05", "programme": "integration", "issued": "2016-09-01"}


class LanguageObligationIssued(CaseContract, type="koop.cases.LanguageObligationIssued.v1"):
    """`already_by`: other authorities that had obliged the person by then."""

    authority: Authority
    programme: Programme
    already_by: tuple[Authority, ...] = ()

    example: ClassVar[dict[str, Any]] = _OF | {"authority": "jobcenter", "programme": "integration", "already_by": ["immigration_office"]}


class LanguageObligationRevoked(CaseContract, type="koop.cases.LanguageObligationRevoked.v1"):
    authority: Authority
    programme: Programme

    example: ClassVar[dict[str, Any]] = _OF | {"authority": "jobcenter", "programme": "integration"}


class CourseContract(CaseContract):
    """About one person in one course. Said again for the same course, the last word counts."""

    course: CourseCode


class LanguageCourseOffered(CourseContract, type="koop.cases.LanguageCourseOffered.v1"):
    kind: CourseKind

    example: ClassVar[dict[str, Any]] = _COURSE | {"kind": "general"}


class LanguageCourseAccepted(CourseContract, type="koop.cases.LanguageCourseAccepted.v1"):
    example: ClassVar[dict[str, Any]] = _COURSE


class LanguageCourseRefused(CourseContract, type="koop.cases.LanguageCourseRefused.v1"):
    reason: Reason

    example: ClassVar[dict[str, Any]] = _COURSE | {"reason": "child_care"}


class LanguageCourseEnrolled(CourseContract, type="koop.cases.LanguageCourseEnrolled.v1"):
    """`start_due`: the last day on which a start is in time."""

    kind: CourseKind
    start_due: date | None = None

    example: ClassVar[dict[str, Any]] = _COURSE | {"kind": "general", "start_due": "2016-10-13"}


class LanguageCourseStarted(CourseContract, type="koop.cases.LanguageCourseStarted.v1"):
    example: ClassVar[dict[str, Any]] = _COURSE | {"on": "2016-10-04"}


class LanguageCourseStartDelayed(CourseContract, type="koop.cases.LanguageCourseStartDelayed.v1"):
    """Tells the provider, too, that it is late (`overdue`) and must inform the person and the BAMF."""

    provider: Slug | None = None
    overdue: bool
    expected: date | None = None

    example: ClassVar[dict[str, Any]] = _COURSE | {"on": "2016-10-14", "provider": "kvhs-kaiserslautern", "overdue": True}


class LanguageCourseStartUnexplained(CourseContract, type="koop.cases.LanguageCourseStartUnexplained.v1"):
    """Somebody should clear up how this start came about."""

    missing: tuple[Missing, ...]

    example: ClassVar[dict[str, Any]] = _COURSE | {"missing": ["entitlement"]}


class LanguageCourseStartExplained(CourseContract, type="koop.cases.LanguageCourseStartExplained.v1"):
    example: ClassVar[dict[str, Any]] = _COURSE


class LanguageCourseInterrupted(CourseContract, type="koop.cases.LanguageCourseInterrupted.v1"):
    reason: Reason

    example: ClassVar[dict[str, Any]] = _COURSE | {"on": "2016-11-02", "reason": "health"}


class LanguageCourseResumed(CourseContract, type="koop.cases.LanguageCourseResumed.v1"):
    example: ClassVar[dict[str, Any]] = _COURSE | {"on": "2016-12-05"}


class LanguageCourseTransferred(CourseContract, type="koop.cases.LanguageCourseTransferred.v1"):
    """The person goes on in another course, elsewhere: neither aborted nor newly enrolled."""

    to_course: CourseCode
    start_due: date | None = None

    example: ClassVar[dict[str, Any]] = _COURSE | {"on": "2016-11-02", "to_course": "cjd-2016-4"}


class LanguageCourseCompleted(CourseContract, type="koop.cases.LanguageCourseCompleted.v1"):
    """Attended to the end. Passed or not: LanguageLevelReached."""

    example: ClassVar[dict[str, Any]] = _COURSE | {"on": "2017-06-23"}


class LanguageCourseAborted(CourseContract, type="koop.cases.LanguageCourseAborted.v1"):
    reason: Reason

    example: ClassVar[dict[str, Any]] = _COURSE | {"on": "2017-01-16", "reason": "job"}


class LanguageAttendanceReported(CourseContract, type="koop.cases.LanguageAttendanceReported.v1"):
    """Units of 45 minutes in one month; the same month again corrects it."""

    month: Month
    units_attended: int
    units_held: int

    example: ClassVar[dict[str, Any]] = _COURSE | {"on": "2016-10-31", "month": "2016-10", "units_attended": 71, "units_held": 80}


class LanguageLevelReached(CaseContract, type="koop.cases.LanguageLevelReached.v1"):
    """After an exam: its levels by skill, the best level reached in the programme so far, and whether the course has now been passed."""

    programme: Programme
    reached: Level | None = None
    levels: Levels
    successful: bool

    example: ClassVar[dict[str, Any]] = _OF | {
        "on": "2017-06-24",
        "programme": "integration",
        "reached": "B1",
        "levels": {"listening": "B1", "reading": "B1", "writing": "A2", "speaking": "B1"},
        "successful": True,
    }
