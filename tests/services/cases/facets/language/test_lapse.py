from datetime import date

from services.cases.facets.language.attendance import CourseInterrupted
from services.cases.facets.language.enrolment import CourseResumed
from services.cases.facets.language.entitlement import EntitlementExpired
from services.cases.facets.language.lapse import LapseEntitlement, LapseReviewDue, ReviewLapse
from shared.contracts.codes import ExpiryCause, Programme, Reason
from tests.given import given
from tests.services.cases.facets.language.said import COURSE, ENROLLED, ISSUED, PERSON, enrolled, entitled, german, started

PAUSED = date(2016, 11, 2)
paused = CourseInterrupted(on=PAUSED, course=COURSE, reason=Reason.HEALTH, lapse_on=date(2017, 11, 2))
AFTER_WAIT, AFTER_PAUSE = date(2017, 9, 2), date(2017, 11, 3)


def review(on: date, since: date) -> ReviewLapse:
    return ReviewLapse(person=PERSON, on=on, course=COURSE, since=since)


def lapse(on: date) -> LapseEntitlement:
    return LapseEntitlement(person=PERSON, on=on, course=COURSE)


def test_c4_a_year_without_a_start_only_asks_for_a_decision() -> None:
    due = LapseReviewDue(on=AFTER_WAIT, course=COURSE)
    given(german, entitled, enrolled).when(review(AFTER_WAIT, ENROLLED)).then(due)
    given(german, entitled, enrolled, due).when(review(AFTER_WAIT, ENROLLED)).nothing_new()
    given(german, entitled, enrolled, started).when(review(AFTER_WAIT, ENROLLED)).nothing_new()


def test_c4_fault_found_by_a_human_ends_the_entitlement() -> None:
    due = LapseReviewDue(on=AFTER_WAIT, course=COURSE)
    expired = EntitlementExpired(on=AFTER_WAIT, programme=Programme.INTEGRATION, issued=ISSUED, cause=ExpiryCause.NOT_STARTED)
    given(german, entitled, enrolled, due).when(lapse(AFTER_WAIT)).then(expired)
    given(german, entitled, enrolled, due, expired).when(lapse(AFTER_WAIT)).nothing_new()
    given(german, enrolled, due).when(lapse(AFTER_WAIT)).refused("language.no_entitlement", "course")


def test_c4_a_year_of_interruption() -> None:
    due = LapseReviewDue(on=AFTER_PAUSE, course=COURSE)
    given(german, entitled, enrolled, started, paused).when(review(AFTER_PAUSE, PAUSED)).then(due)
    given(german, entitled, enrolled, started, paused, due).when(lapse(AFTER_PAUSE)).then(
        EntitlementExpired(on=AFTER_PAUSE, programme=Programme.INTEGRATION, issued=ISSUED, cause=ExpiryCause.INTERRUPTED)
    )


def test_c4_who_came_back_keeps_the_entitlement() -> None:
    back = CourseResumed(on=date(2016, 12, 5), course=COURSE)
    given(german, entitled, enrolled, started, paused, back).when(review(AFTER_PAUSE, PAUSED)).nothing_new()
    due = LapseReviewDue(on=AFTER_PAUSE, course=COURSE)
    history = (entitled, enrolled, started, paused, due, CourseResumed(on=date(2017, 11, 6), course=COURSE))
    given(german, *history).when(lapse(date(2017, 11, 7))).refused("language.no_lapse_to_decide", "course")


def test_c4_no_lapse_without_the_year() -> None:
    given(german, entitled, enrolled).when(lapse(AFTER_WAIT)).refused("language.no_lapse_to_decide", "course")
