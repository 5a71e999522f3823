from datetime import date

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from services.cases.facets.language.attendance import (
    AttendanceReported,
    CompleteCourse,
    CourseCompleted,
    CourseDroppedOut,
    CourseInterrupted,
    DropOutOfCourse,
    InterruptCourse,
    ReportAttendance,
)
from shared.contracts.codes import Reason
from shared.decider import Refused
from tests.given import given
from tests.services.cases.facets.language.said import COURSE, OTHER, PERSON, enrolled, entitled, german, started

HISTORY = (entitled, enrolled, started)
NOVEMBER, END = date(2016, 11, 2), date(2017, 6, 23)


def report(attended: int, held: int) -> ReportAttendance:
    return ReportAttendance(person=PERSON, on=date(2016, 10, 31), course=COURSE, month="2016-10", units_attended=attended, units_held=held)


def reported(attended: int, held: int) -> AttendanceReported:
    return AttendanceReported(on=date(2016, 10, 31), course=COURSE, month="2016-10", units_attended=attended, units_held=held)


def test_attendance_is_reported_by_the_month_and_the_last_word_counts() -> None:
    given(german, *HISTORY).when(report(71, 80)).then(reported(71, 80))
    given(german, *HISTORY, reported(71, 80)).when(report(71, 80)).nothing_new()
    given(german, *HISTORY, reported(71, 80)).when(report(75, 80)).then(reported(75, 80))


def test_r22_more_attended_than_held_is_refused() -> None:
    given(german, *HISTORY).when(report(81, 80)).refused("language.more_attended_than_held", "units_attended")
    given(german, *HISTORY).when(report(80, 80)).then(reported(80, 80))


@pytest.mark.parametrize(("attended", "held", "field"), [(-1, 80, "units_attended"), (0, -1, "units_held"), (-2, -1, "units_held")])
def test_r22_negative_units_are_refused(attended: int, held: int, field: str) -> None:
    given(german, *HISTORY).when(report(attended, held)).refused("language.negative_units", field)


@drawn(st.integers(-5, 200), st.integers(-5, 200))
def test_r22_holds_for_all_numbers(attended: int, held: int) -> None:
    if 0 <= attended <= held:
        assert list(german.decide(report(attended, held), german.initial)) == [reported(attended, held)]
        return
    with pytest.raises(Refused) as refusal:
        german.decide(report(attended, held), german.initial)
    assert refusal.value.field == ("units_held" if held < 0 else "units_attended")


@pytest.mark.parametrize("reason", list(Reason))
def test_a_course_is_aborted_for_a_coded_reason(reason: Reason) -> None:
    drop = DropOutOfCourse(person=PERSON, on=NOVEMBER, course=COURSE, reason=reason)
    dropped = CourseDroppedOut(on=NOVEMBER, course=COURSE, reason=reason)
    given(german, *HISTORY).when(drop).then(dropped)
    given(german, *HISTORY, dropped).when(drop).nothing_new()
    given(german).when(drop).then(dropped)


def test_a_course_is_completed() -> None:
    complete = CompleteCourse(person=PERSON, on=END, course=COURSE)
    completed = CourseCompleted(on=END, course=COURSE)
    given(german, *HISTORY).when(complete).then(completed)
    given(german, *HISTORY, completed).when(complete).nothing_new()


def test_c4_an_interruption_knows_when_a_year_has_passed() -> None:
    interrupt = InterruptCourse(person=PERSON, on=NOVEMBER, course=COURSE, reason=Reason.CHILD_CARE)
    interrupted = CourseInterrupted(on=NOVEMBER, course=COURSE, reason=Reason.CHILD_CARE, lapse_on=date(2017, 11, 2))
    given(german, *HISTORY).when(interrupt).then(interrupted)
    given(german, *HISTORY, interrupted).when(interrupt).nothing_new()
    given(german, *HISTORY).when(interrupt.model_copy(update={"course": OTHER})).refused("language.already_enrolled", "course")


def test_c4_by_the_older_law_nothing_lapses() -> None:
    july = date(2016, 7, 11)
    interrupt = InterruptCourse(person=PERSON, on=july, course=COURSE, reason=Reason.HEALTH)
    given(german).when(interrupt).then(CourseInterrupted(on=july, course=COURSE, reason=Reason.HEALTH, lapse_on=None))
