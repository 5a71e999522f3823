"""The view Sprache: facts in, rows out."""

from typing import Any

from services.reporting.views.language import VIEW
from shared.contracts import cases as c
from shared.contracts.base import Contract
from shared.contracts.codes import Authority, CourseKind, ExpiryCause, Level, Literacy, Reason
from shared.read_model import Row
from tests.services.reporting.views.language_said import (
    INTEGRATION,
    LANDSTUHL,
    REGISTERED,
    WEILERBACH,
    Said,
    course,
    entitled,
    exam,
    heard,
    of,
)
from tests.services.reporting.views.told import day, folded


def counted(*said: Contract | Said) -> list[Row]:
    return folded(VIEW, heard(REGISTERED, *said))["language_counts"]


def statuses(*said: Contract | Said) -> list[tuple[Any, ...]]:
    """(from, status, level) as is known now."""
    spans = folded(VIEW, heard(REGISTERED, *said))["language_spans"]
    return [(row[1][5:], row[6], row[7]) for row in spans if row[4].year == 9999]


def test_the_yearly_table_counts_each_thing_once_in_its_month_and_place() -> None:
    assert counted(
        course(c.LanguageCourseOffered, "09-01", kind=CourseKind.GENERAL),
        course(c.LanguageCourseAccepted, "09-05"),
        course(c.LanguageCourseStarted, "10-04"),
        course(c.LanguageCourseAborted, "2017-01-16", reason=Reason.CHILD_CARE),
    ) == [
        ("2016-09", LANDSTUHL, "accepted", "", 1),
        ("2016-09", LANDSTUHL, "offered", "", 1),
        ("2016-10", LANDSTUHL, "started", "", 1),
        ("2017-01", LANDSTUHL, "aborted", "child_care", 1),
    ]


def test_an_answer_changed_counts_once_by_the_last_word() -> None:
    refused = course(c.LanguageCourseRefused, "09-05", reason=Reason.JOB)
    assert counted(refused, course(c.LanguageCourseAccepted, "09-07")) == [("2016-09", LANDSTUHL, "accepted", "", 1)]


def test_an_abort_corrected_to_another_day_counts_once() -> None:
    aborted = [course(c.LanguageCourseAborted, on, reason=Reason.MOVE) for on in ("12-30", "2017-01-02")]
    assert counted(course(c.LanguageCourseStarted, "10-04"), *aborted)[1:] == [("2017-01", LANDSTUHL, "aborted", "move", 1)]


def test_who_returns_after_the_end_and_leaves_again_has_aborted_twice() -> None:
    said: list[Contract | Said] = [
        course(c.LanguageCourseStarted, "10-04"),
        course(c.LanguageCourseAborted, "11-02", reason=Reason.HEALTH),
        course(c.LanguageCourseResumed, "12-05"),
        course(c.LanguageCourseAborted, "2017-02-01", reason=Reason.JOB),
        (course(c.LanguageCourseAborted, "11-03", reason=Reason.HEALTH), "2017-03-01"),  # corrects the first
    ]
    assert [row for row in counted(*said) if row[2] == "aborted"] == [
        ("2016-11", LANDSTUHL, "aborted", "health", 1),
        ("2017-02", LANDSTUHL, "aborted", "job", 1),
    ]


def test_n7_a_move_reported_late_moves_the_count() -> None:
    moved = (of(c.PersonMoved, "09-15", vg=WEILERBACH), "11-20")
    assert counted(course(c.LanguageCourseStarted, "10-04"), moved) == [("2016-10", WEILERBACH, "started", "", 1)]


def test_the_first_known_home_counts_for_the_days_before() -> None:
    assert counted((course(c.LanguageCourseStarted, "06-01"), "07-02")) == [("2016-06", LANDSTUHL, "started", "", 1)]


def test_the_way_of_one_person_from_need_to_the_end() -> None:
    assert statuses(
        of(c.LanguageNeedAssessed, "07-05", literacy=Literacy.LATIN),
        entitled("09-01"),
        course(c.LanguageCourseEnrolled, "09-10", kind=CourseKind.GENERAL),
        course(c.LanguageCourseStarted, "10-04"),
        course(c.LanguageCourseInterrupted, "11-02", reason=Reason.HEALTH),
        course(c.LanguageCourseResumed, "12-05"),
        exam("2017-06-20", Level.B1, successful=True),
        course(c.LanguageCourseCompleted, "2017-06-23"),
    ) == [
        ("07-05", "need", ""),
        ("09-01", "entitled", ""),
        ("09-10", "waiting", ""),
        ("10-04", "attending", ""),
        ("11-02", "interrupted", ""),
        ("12-05", "attending", ""),
        ("06-20", "attending", "B1"),
        ("06-23", "completed", "B1"),
    ]


def test_r20_an_expiry_that_was_wrong_leaves_no_trace_but_in_what_was_known() -> None:
    expired = of(c.LanguageEntitlementExpired, "12-02", programme=INTEGRATION, issued=day("09-01"), cause=ExpiryCause.UNUSED)
    restored = of(c.LanguageEntitlementRestored, "12-05", programme=INTEGRATION, issued=day("09-01"))
    assert statuses(entitled("09-01"), expired) == [("09-01", "entitled", ""), ("12-02", "expired", "")]
    assert statuses(entitled("09-01"), expired, restored) == [("09-01", "entitled", "")]


def test_n18_a_revoked_obligation_leaves_the_other_authoritys_in_force() -> None:
    acts: Any = {"programme": INTEGRATION}
    assert statuses(
        entitled("09-01"),
        of(c.LanguageObligationIssued, "09-02", authority=Authority.JOBCENTER, **acts),
        of(c.LanguageObligationRevoked, "09-20", authority=Authority.JOBCENTER, **acts),
    ) == [("09-01", "entitled", ""), ("09-02", "obliged", ""), ("09-20", "entitled", "")]


def test_a_transfer_is_neither_an_abort_nor_a_new_start() -> None:
    said = [course(c.LanguageCourseStarted, "10-04"), course(c.LanguageCourseTransferred, "11-02", to_course="k2")]
    assert statuses(*said) == [("10-04", "attending", "")]
    assert [row[2] for row in counted(*said)] == ["started", "transferred"]
    assert statuses(*said, course(c.LanguageCourseCompleted, "2017-06-23", "k2"))[-1] == ("06-23", "completed", "")


def test_r19_only_a_start_that_is_overdue_counts_as_delayed() -> None:
    delays = [course(c.LanguageCourseStartDelayed, "10-14", overdue=overdue) for overdue in (False, True)]
    assert counted(*delays) == [("2016-10", LANDSTUHL, "delayed", "", 1)]


def test_r18_b1_without_lid_is_not_passed_until_lid_is() -> None:
    dtz, lid = exam("2017-06-24", Level.B1), exam("2017-07-08", Level.B1, successful=True)
    assert counted(dtz) == [("2017-06", LANDSTUHL, "not_passed", "B1", 1)]
    assert counted(dtz, lid)[-1] == ("2017-07", LANDSTUHL, "passed", "", 1)


def test_a_late_word_on_an_earlier_exam_neither_passes_again_nor_lifts_the_past() -> None:
    """It repeats what all exams together show by now: B1, successful."""
    said: list[Contract | Said] = [
        exam("2017-06-24", Level.B1, successful=True),
        (exam("2017-03-01", Level.B1, successful=True), "2017-07-10"),
    ]
    assert counted(*said) == [("2017-06", LANDSTUHL, "passed", "", 1)]
    assert statuses(entitled("09-01"), *said) == [("09-01", "entitled", ""), ("06-24", "entitled", "B1")]


def test_attendance_is_summed_by_month_the_last_report_counting() -> None:
    report = [course(c.LanguageAttendanceReported, "10-31", month="2016-10", units_attended=n, units_held=80) for n in (60, 71)]
    other = course(c.LanguageAttendanceReported, "10-31", "k2", month="2016-10", units_attended=9, units_held=10)
    units = folded(VIEW, heard(REGISTERED, *report, other))["language_units"]
    assert units == [("2016-10", LANDSTUHL, "attended", 80), ("2016-10", LANDSTUHL, "held", 90)]
