"""Commands and events as the tests say them: one invented person, one course at the Volkshochschule."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from services.cases.facets.language.enrolment import ConfirmEnrolment, CourseEnrolmentConfirmed, CourseStarted, StartCourse
from services.cases.facets.language.entitlement import CourseEntitlementIssued
from services.cases.facets.language.language import language
from shared.contracts.codes import CourseKind, Ground
from shared.deadlines import Frist
from shared.law import Law

PERSON = UUID("0d6ac1a4-7a51-4c0b-8f0e-3b1f2f6a2016")
COURSE, OTHER = "kvhs-2016-17", "cjd-2016-4"
LAW = Law.load(Path(__file__).parents[5] / "agreement" / "law")
german = language(LAW)

ISSUED, ENROLLED, STARTED = date(2016, 8, 22), date(2016, 9, 1), date(2016, 10, 4)

entitled = CourseEntitlementIssued(on=ISSUED, ground=Ground.TITLE, valid_until=date(2017, 8, 22), excusable=True)
# Thu 1 Sep 2016 + 6 weeks = Thu 13 Oct 2016; + 12 months = 1 Sep 2017
START = Frist(
    rule="course.integration.start_within",
    paragraph="§ 7 Abs. 4 IntV",
    started=ENROLLED,
    last_day=date(2016, 10, 13),
    owner="kvhs-kaiserslautern",
    stops=("language.CourseStarted",),
)
AT_CJD = START.model_copy(update={"owner": "cjd"})
enrolled = CourseEnrolmentConfirmed(
    on=ENROLLED,
    course=COURSE,
    provider="kvhs-kaiserslautern",
    kind=CourseKind.GENERAL,
    start_due=date(2016, 10, 13),
    lapse_on=date(2017, 9, 1),
    start=START,
)
started = CourseStarted(on=STARTED, course=COURSE)


def enrol(on: date = ENROLLED, **changed: Any) -> ConfirmEnrolment:
    said: dict[str, Any] = {"person": PERSON, "on": on, "course": COURSE, "provider": "kvhs-kaiserslautern"}
    return ConfirmEnrolment(**said | changed)


def start(on: date = STARTED, course: str = COURSE) -> StartCourse:
    return StartCourse(person=PERSON, on=on, course=course)
