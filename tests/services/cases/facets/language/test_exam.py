from datetime import date
from typing import Any

import pytest

from services.cases.facets.language.enrolment import CourseEnrolmentConfirmed
from services.cases.facets.language.exam import (
    ExamResultReported,
    GrantRepeatUnits,
    RepeatConsidered,
    RepeatUnitsGranted,
    ReportExamResult,
)
from shared.contracts.codes import CourseKind, Level, Levels, Programme
from shared.messages import Event
from tests.given import given
from tests.services.cases.facets.language.said import COURSE, PERSON, enrolled, entitled, german, started

HISTORY = (entitled, enrolled, started)
EXAM = date(2017, 6, 24)
SKILLS = Levels(listening=Level.B1, reading=Level.B1, writing=Level.A2, speaking=Level.B1)


def report(on: date = EXAM, **said: Any) -> ReportExamResult:
    return ReportExamResult(person=PERSON, on=on, **said)


def result(on: date = EXAM, **said: Any) -> ExamResultReported:
    stated: dict[str, Any] = {"programme": Programme.INTEGRATION, "overall": None, "levels": Levels(), "life_in_germany": None}
    return ExamResultReported(on=on, **stated | said)


def test_r18_b1_without_lid_is_not_successful() -> None:
    failed = result(overall=Level.B1, levels=SKILLS, life_in_germany=False, reached=Level.B1, successful=False)
    given(german, *HISTORY).when(report(overall=Level.B1, levels=SKILLS, life_in_germany=False)).then(failed)
    state = given(german, *HISTORY, failed).state()
    assert state.exams.reached(Programme.INTEGRATION) is Level.B1
    assert (state.exams.results[0].on, state.exams.results[0].levels) == (EXAM, SKILLS)


def test_r18_b1_and_lid_is_successful() -> None:
    passed = result(overall=Level.B1, life_in_germany=True, reached=Level.B1, successful=True)
    given(german, *HISTORY).when(report(overall=Level.B1, life_in_germany=True)).then(passed)
    given(german, *HISTORY, passed).when(report(overall=Level.B1, life_in_germany=True)).nothing_new()


def test_r18_the_two_tests_may_be_reported_apart_in_either_order() -> None:
    language_first = result(overall=Level.B1, reached=Level.B1, successful=False)
    then_life = result(date(2017, 7, 8), life_in_germany=True, reached=Level.B1, successful=True)
    given(german, *HISTORY, language_first).when(report(date(2017, 7, 8), life_in_germany=True)).then(then_life)
    life_first = result(life_in_germany=True, reached=None, successful=False)
    given(german, *HISTORY, life_first).when(report(overall=Level.B1)).then(result(overall=Level.B1, reached=Level.B1, successful=True))


def test_r18_a_worse_second_exam_takes_no_level_away() -> None:
    passed = result(overall=Level.B1, life_in_germany=True, reached=Level.B1, successful=True)
    later = date(2017, 9, 16)
    given(german, *HISTORY, passed).when(report(later, overall=Level.A2)).then(
        result(later, overall=Level.A2, reached=Level.B1, successful=True)
    )


def test_an_empty_result_is_no_result() -> None:
    given(german, *HISTORY).when(report()).refused("language.empty_result", "overall")


@pytest.mark.parametrize(("overall", "successful"), [(Level.B1, False), (Level.B2, True), (Level.C1, True)])
def test_a_berufssprachkurs_is_passed_by_its_level_alone(overall: Level, successful: bool) -> None:
    said: dict[str, Any] = {"programme": Programme.VOCATIONAL, "overall": overall}
    given(german).when(report(**said)).then(result(**said, reached=overall, successful=successful))


a2 = result(overall=Level.A2, reached=Level.A2, successful=False)
considered = RepeatConsidered(on=EXAM, max_units=300)


@pytest.mark.parametrize("overall", [Level.A2, Level.A1, Level.A0])
def test_r21_below_b1_a_repeat_is_considered(overall: Level) -> None:
    given(german, *HISTORY).when(report(overall=overall)).then(result(overall=overall, reached=overall, successful=False), considered)


def test_r21_it_is_considered_once() -> None:
    again = date(2017, 12, 9)
    given(german, *HISTORY, a2, considered).when(report(again, overall=Level.A2)).then(
        result(again, overall=Level.A2, reached=Level.A2, successful=False)
    )


def test_r21_with_b1_no_repeat_is_considered() -> None:
    given(german, *HISTORY).when(report(overall=Level.B1)).then(result(overall=Level.B1, reached=Level.B1, successful=False))


@pytest.mark.parametrize(
    ("kind", "on", "open_to_repeat"),
    [
        (CourseKind.GENERAL, date(2024, 12, 2), True),
        (CourseKind.GENERAL, date(2024, 12, 3), False),
        (CourseKind.LITERACY, date(2024, 12, 3), True),
        (CourseKind.CATCH_UP, date(2024, 12, 3), True),
    ],
)
def test_r21_the_law_of_the_day_says_which_courses_can_be_repeated(kind: CourseKind, on: date, open_to_repeat: bool) -> None:
    history: list[Event] = [
        CourseEnrolmentConfirmed(on=date(2024, 2, 5), course=COURSE, provider="cjd", kind=kind, start_due=None, lapse_on=None)
    ]
    events = german.decide(report(on, overall=Level.A2), german.fold(history))
    assert any(isinstance(event, RepeatConsidered) for event in events) is open_to_repeat


def grant(units: int, on: date = date(2017, 7, 10)) -> GrantRepeatUnits:
    return GrantRepeatUnits(person=PERSON, on=on, units=units)


def test_r21_at_most_300_units_are_granted() -> None:
    granted = RepeatUnitsGranted(on=date(2017, 7, 10), units=300)
    given(german, *HISTORY, a2, considered).when(grant(300)).then(granted)
    for units in (301, 0, -1):
        given(german, *HISTORY, a2, considered).when(grant(units)).refused("language.repeat_units", "units")


def test_r21_they_are_granted_once() -> None:
    granted = RepeatUnitsGranted(on=date(2017, 7, 10), units=200)
    given(german, *HISTORY, a2, considered, granted).when(grant(200)).nothing_new()
    given(german, *HISTORY, a2, considered, granted).when(grant(100)).refused("language.repeat_granted_once", "units")


def test_r21_a_grant_heard_of_before_the_exam_needs_no_considering() -> None:
    granted = RepeatUnitsGranted(on=date(2017, 7, 10), units=300)
    given(german, *HISTORY).when(grant(300)).then(granted)
    given(german, *HISTORY, granted).when(report(overall=Level.A2)).then(a2)


def test_the_letters_of_the_levels_sort_as_the_levels_do() -> None:
    assert sorted(Level) == list(Level)
