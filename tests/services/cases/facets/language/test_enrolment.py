from datetime import date

import pytest

from services.cases.facets.language.attempt import Phase
from services.cases.facets.language.attendance import CourseDroppedOut, CourseInterrupted
from services.cases.facets.language.enrolment import (
    ChangeProvider,
    CourseEnrolmentConfirmed,
    CourseProviderChanged,
    CourseResumed,
    CourseStartDelayed,
    CourseStarted,
    NoteOverdueStart,
    ReportStartDelay,
)
from services.cases.facets.language.entitlement import RecordEntitlement
from services.cases.facets.language.explaining import CourseStartExplained, CourseStartUnexplained
from services.cases.facets.language.obligation import CourseObligationIssued, ObligationRevoked, RecordObligation, RevokeObligation
from shared.contracts.codes import Authority, CourseKind, Ground, Missing, Programme, Reason
from tests.given import given
from tests.services.cases.facets.language.said import (
    AT_CJD,
    COURSE,
    ENROLLED,
    ISSUED,
    OTHER,
    PERSON,
    START,
    STARTED,
    enrol,
    enrolled,
    entitled,
    german,
    start,
    started,
)

OVERDUE = date(2016, 10, 14)  # the day after Thu 13 Oct 2016
note = NoteOverdueStart(person=PERSON, on=OVERDUE, course=COURSE)
overdue = CourseStartDelayed(on=OVERDUE, course=COURSE, provider="kvhs-kaiserslautern", overdue=True, expected=None)


@pytest.mark.parametrize(
    ("kind", "on", "start_due"),
    [
        (CourseKind.GENERAL, date(2016, 9, 1), date(2016, 10, 13)),  # 6 weeks
        (CourseKind.GENERAL, date(2016, 8, 6), date(2016, 9, 17)),  # 6 weeks from the day of the new law
        (CourseKind.GENERAL, date(2016, 8, 5), date(2016, 11, 5)),  # three months the day before
        (CourseKind.LITERACY, date(2015, 11, 30), date(2016, 2, 29)),  # three months; 2016 has a 29 Feb
        (CourseKind.VOCATIONAL, date(2016, 9, 1), date(2016, 9, 29)),  # 4 weeks, § 9(3) DeuFöV
        (CourseKind.VOCATIONAL, date(2016, 6, 30), None),  # before the DeuFöV no law says a day
    ],
)
def test_r19_the_start_is_due_by_the_law_of_the_day_of_enrolment(kind: CourseKind, on: date, start_due: date | None) -> None:
    events = german.decide(enrol(on, kind=kind), german.initial)
    assert [event.start_due for event in events if isinstance(event, CourseEnrolmentConfirmed)] == [start_due]


def test_r19_more_than_six_weeks_without_a_start_is_a_delay() -> None:
    given(german, entitled, enrolled).when(note).then(overdue)
    given(german, entitled, enrolled, overdue).when(note).nothing_new()


def test_r19_a_start_on_the_last_day_is_in_time() -> None:
    given(german, entitled, enrolled).when(note.model_copy(update={"on": date(2016, 10, 13)})).nothing_new()
    given(german, entitled, enrolled, started).when(note).nothing_new()
    given(german).when(note).nothing_new()


def test_r19_a_delay_that_the_provider_announces_does_not_excuse_the_overdue_start() -> None:
    report = ReportStartDelay(person=PERSON, on=date(2016, 9, 26), course=COURSE, expected=date(2016, 10, 24))
    said = CourseStartDelayed(
        on=date(2016, 9, 26), course=COURSE, provider="kvhs-kaiserslautern", overdue=False, expected=date(2016, 10, 24)
    )
    given(german, entitled, enrolled).when(report).then(said)
    given(german, entitled, enrolled, said).when(report).nothing_new()
    given(german, entitled, enrolled, said).when(note).then(overdue)


def test_a_delay_without_a_new_day_is_said_once() -> None:
    report = ReportStartDelay(person=PERSON, on=date(2016, 9, 26), course=COURSE)
    said = CourseStartDelayed(on=date(2016, 9, 26), course=COURSE, provider=None, overdue=False, expected=None)
    given(german).when(report).then(said)
    given(german, said).when(report).nothing_new()


def test_a_start_that_is_explained() -> None:
    given(german, entitled, enrolled).when(start()).then(started)
    given(german, entitled, enrolled, started).when(start()).nothing_new()


def test_n18_a_start_before_everything_is_accepted_and_marked() -> None:
    marked = CourseStartUnexplained(on=STARTED, course=COURSE, missing=(Missing.ENROLMENT, Missing.ENTITLEMENT))
    given(german).when(start()).then(started, marked)
    half = CourseStartUnexplained(on=ENROLLED, course=COURSE, missing=(Missing.ENTITLEMENT,))
    given(german, started, marked).when(enrol()).then(enrolled, half)
    explained = CourseStartExplained(on=ISSUED, course=COURSE)
    given(german, started, marked, enrolled, half).when(RecordEntitlement(person=PERSON, on=ISSUED, ground=Ground.TITLE)).then(
        entitled, explained
    )


def test_n18_an_obligation_explains_only_what_started_after_it() -> None:
    history = (enrolled, started, CourseStartUnexplained(on=STARTED, course=COURSE, missing=(Missing.ENTITLEMENT,)))
    for on, explains in ((STARTED, True), (date(2016, 10, 5), False)):
        events = german.decide(RecordObligation(person=PERSON, on=on, authority=Authority.JOBCENTER), german.fold(history))
        assert (CourseStartExplained(on=on, course=COURSE) in events) is explains


def test_n18_a_revocation_before_the_start_takes_the_explanation_away() -> None:
    by = CourseObligationIssued(on=ISSUED, authority=Authority.JOBCENTER, programme=Programme.INTEGRATION, already_by=())
    on = date(2016, 9, 20)
    given(german, by, enrolled, started).when(RevokeObligation(person=PERSON, on=on, authority=Authority.JOBCENTER)).then(
        ObligationRevoked(on=on, authority=Authority.JOBCENTER, programme=Programme.INTEGRATION),
        CourseStartUnexplained(on=on, course=COURSE, missing=(Missing.ENTITLEMENT,)),
    )


def test_n18_there_is_one_enrolment_at_a_time() -> None:
    assert given(german, entitled, enrolled).when(enrol(course=OTHER)).refused("language.already_enrolled", "course").details == {
        "course": COURSE
    }
    given(german, entitled, enrolled).when(start(course=OTHER)).refused("language.already_enrolled", "course")


def test_the_place_is_free_after_an_abort() -> None:
    left = CourseDroppedOut(on=date(2016, 11, 2), course=COURSE, reason=Reason.MOVE)
    again = enrol(date(2016, 11, 7), course=OTHER)
    events = german.decide(again, german.fold((entitled, enrolled, started, left)))
    assert [type(event) for event in events] == [CourseEnrolmentConfirmed]


def test_a_late_report_about_a_course_that_is_over_takes_no_place() -> None:
    left = CourseDroppedOut(on=date(2016, 11, 2), course=OTHER, reason=Reason.JOB)
    late = german.decide(start(date(2016, 8, 29), OTHER), german.fold((entitled, left, enrolled)))
    assert late[0] == CourseStarted(on=date(2016, 8, 29), course=OTHER)


def test_a_start_after_an_interruption_is_the_return() -> None:
    paused = CourseInterrupted(on=date(2016, 11, 2), course=COURSE, reason=Reason.HEALTH, lapse_on=date(2017, 11, 2))
    back = CourseResumed(on=date(2016, 12, 5), course=COURSE)
    given(german, entitled, enrolled, started, paused).when(start(date(2016, 12, 5))).then(back)
    given(german, entitled, enrolled, started, paused, back).when(start(date(2016, 12, 5))).nothing_new()
    given(german, entitled, enrolled, started, paused).when(start()).nothing_new()


def test_another_day_of_start_corrects_it() -> None:
    given(german, entitled, enrolled, started).when(start(date(2016, 10, 5))).then(CourseStarted(on=date(2016, 10, 5), course=COURSE))


MOVED = date(2016, 9, 20)
change = ChangeProvider(person=PERSON, on=MOVED, course=COURSE, to_course=OTHER, provider="cjd")


def test_n5_the_entitlement_goes_along_to_the_next_provider_and_the_wait_counts_on() -> None:
    changed = CourseProviderChanged(on=MOVED, course=COURSE, to_course=OTHER, provider="cjd", start_due=date(2016, 10, 13), start=AT_CJD)
    given(german, entitled, enrolled).when(change).then(changed)
    given(german, entitled, enrolled, changed).when(change).nothing_new()
    given(german, entitled, enrolled, changed).when(start(course=OTHER)).then(CourseStarted(on=STARTED, course=OTHER))
    attempts = given(german, entitled, enrolled, changed).state().attempts
    assert (attempts[COURSE].phase, attempts[OTHER].phase) == (Phase.ENDED, Phase.WAITING)
    assert (attempts[OTHER].enrolment.provider, attempts[OTHER].enrolment.on) == ("cjd", ENROLLED)


def test_who_attends_goes_on_attending_elsewhere() -> None:
    on = date(2016, 11, 2)
    elsewhere = change.model_copy(update={"on": on})
    changed = CourseProviderChanged(on=on, course=COURSE, to_course=OTHER, provider="cjd", start_due=None)
    given(german, entitled, enrolled, started).when(elsewhere).then(changed)
    assert given(german, entitled, enrolled, started, changed).state().attempts[OTHER].phase is Phase.ATTENDING


def test_the_same_course_under_another_provider() -> None:
    same = change.model_copy(update={"to_course": COURSE})
    changed = CourseProviderChanged(on=MOVED, course=COURSE, to_course=COURSE, provider="cjd", start_due=date(2016, 10, 13), start=AT_CJD)
    given(german, entitled, enrolled).when(same).then(changed)
    given(german, entitled, enrolled, changed).when(same).nothing_new()


def test_a_change_under_the_same_number_needs_an_enrolment() -> None:
    given(german).when(change.model_copy(update={"to_course": COURSE})).refused("language.not_enrolled", "course")


def test_n18_a_change_from_before_the_enrolment_would_take_a_second_place() -> None:
    early = change.model_copy(update={"on": date(2016, 8, 31)})
    given(german, entitled, enrolled).when(early).refused("language.already_enrolled", "course")


def test_back_at_the_first_provider() -> None:
    there = CourseProviderChanged(on=MOVED, course=COURSE, to_course=OTHER, provider="cjd", start_due=date(2016, 10, 13), start=AT_CJD)
    back = CourseProviderChanged(
        on=date(2016, 9, 27), course=OTHER, to_course=COURSE, provider="kvhs-kaiserslautern", start_due=date(2016, 10, 13), start=START
    )
    attempts = given(german, entitled, enrolled, there, back).state().attempts
    assert (attempts[COURSE].phase, attempts[OTHER].phase) == (Phase.WAITING, Phase.ENDED)
