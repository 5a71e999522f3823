"""The view Sprache: facts in, rows out; on any day, as known at any instant."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.views import language
from services.reporting.views.language import VIEW
from services.reporting.views.spans import HELD, KNOWN
from shared.contracts import cases as c
from shared.contracts.base import Contract
from shared.contracts.codes import Authority, CourseKind, ExpiryCause, Ground, Level, Levels, Literacy, Programme, Reason
from shared.read_model import Record, Row
from tests.services.reporting.views import told
from tests.services.reporting.views.told import VERSION, day, folded, instant, live, person, record

LANDSTUHL, WEILERBACH = "vg-landstuhl", "vg-weilerbach"
INTEGRATION = Programme.INTEGRATION
Said = tuple[Contract, str]


def of(contract: type[c.CaseContract], on: str, n: int = 1, **fields: Any) -> c.CaseContract:
    return contract(person=person(n), on=day(on), **fields)


def course(contract: type[c.CourseContract], on: str, code: str = "k1", **fields: Any) -> c.CaseContract:
    return of(contract, on, course=code, **fields)


def exam(on: str, reached: Level | None, *, successful: bool = False) -> c.CaseContract:
    return of(c.LanguageLevelReached, on, programme=INTEGRATION, reached=reached, levels=Levels(), successful=successful)


def entitled(on: str) -> c.CaseContract:
    return of(c.LanguageEntitlementIssued, on, ground=Ground.TITLE, programme=INTEGRATION, valid_until=day("2017-08-31"))


REGISTERED = of(c.PersonRegistered, "07-01", vg=LANDSTUHL)


def heard(*said: Contract | Said) -> list[Record]:
    return told.heard("language", *said)


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


def any_contract(draw: Random) -> c.CaseContract:
    on = f"{draw.randint(7, 12):02}-{draw.randint(1, 28):02}"
    code = draw.choice(["k1", "k2"])
    makers: list[Callable[[], c.CaseContract]] = [
        lambda: of(c.PersonMoved, on, vg=draw.choice([LANDSTUHL, WEILERBACH])),
        lambda: entitled(on),
        lambda: course(c.LanguageCourseOffered, on, code, kind=CourseKind.GENERAL),
        lambda: course(c.LanguageCourseRefused, on, code, reason=draw.choice(list(Reason))),
        lambda: course(c.LanguageCourseAccepted, on, code),
        lambda: course(c.LanguageCourseEnrolled, on, code, kind=CourseKind.GENERAL),
        lambda: course(c.LanguageCourseStarted, on, code),
        lambda: course(c.LanguageCourseInterrupted, on, code, reason=Reason.HEALTH),
        lambda: course(c.LanguageCourseResumed, on, code),
        lambda: course(c.LanguageCourseAborted, on, code, reason=draw.choice(list(Reason))),
        lambda: course(c.LanguageCourseTransferred, on, code, to_course="k2"),
        lambda: exam(on, draw.choice([Level.A2, Level.B1]), successful=draw.random() < 0.5),
    ]
    return draw.choice(makers)()


def story(seed: int, length: int = 14) -> list[Record]:
    """One person's facts in the order in which they became known, their days in any order."""
    draw = Random(seed)
    known = sorted(f"2017-0{draw.randint(1, 6)}-{draw.randint(1, 28):02}" for _ in range(length))
    return heard((REGISTERED, "2016-12-31"), *((any_contract(draw), at) for at in known))


def mixed(records: Sequence[Record], draw: Random) -> list[Record]:
    """Delivered with the two streams interleaved by chance, each in its own order."""
    lanes = [[one for one in records if one.stream.startswith(kind)] for kind in ("person", "language")]
    delivered = []
    while lanes := [lane for lane in lanes if lane]:
        delivered.append(draw.choice(lanes).pop(0))
    return delivered


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_any_delivery_and_any_repetition_gives_the_same_rows(seed: int, draw: Any) -> None:
    records = story(seed)
    rows = folded(VIEW, records)
    assert folded(VIEW, mixed(records, draw)) == rows
    assert folded(VIEW, records + records) == rows


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 6))
def test_what_was_known_at_an_instant_is_what_a_view_of_the_facts_known_by_then_shows(seed: int, month: int) -> None:
    """The oracle: a view that has heard only those facts, and what it holds true at its end."""
    records, at = story(seed), instant(f"2017-0{month}-15")
    then = folded(VIEW, [one for one in records if one.recorded_at <= at])
    now = folded(VIEW, records)
    for table, since, until in (("language_spans", 2, 4), ("language_happenings", 5, 6)):
        held = {drop(row, since, until) for row in now[table] if row[since] <= at < row[until]}
        assert held == {drop(row, since, until) for row in then[table] if row[until].year == 9999}


def drop(row: Row, *columns: int) -> Row:
    return tuple(value for i, value in enumerate(row) if i not in columns)


@pytest.fixture
def reporting(dsn_of: Callable[[str], str]) -> str:
    return dsn_of("reporting")


def test_the_database_answers_on_a_day_as_known_at_an_instant_like_the_plain_fold(reporting: str) -> None:
    records = [one for seed in range(8) for one in renamed(story(seed), seed + 1)]
    rows = folded(VIEW, records)["language_spans"]
    with live(reporting, VIEW, records[:40], records[40:]) as connection:
        for on, known in (("09-15", "2017-01-20"), ("10-01", "2017-04-01"), ("12-28", "2017-07-01")):
            state = language.state_on(connection, VERSION, day=day(on), known=instant(known))
            asked, at = day(on).isoformat(), instant(known)
            held = [row for row in rows if row[1] <= asked < row[3] and row[2] <= at < row[4]]
            assert sum(one["persons"] for one in state) == len(held) > 0
            assert {(one["vg"], one["status"], one["level"]) for one in state} == {row[5:8] for row in held}


def renamed(records: Sequence[Record], n: int) -> list[Record]:
    """The same story of another person."""
    return [
        record(
            one.contract.model_copy(update={"person": person(n)}),
            f"{one.stream.partition('-')[0]}-{person(n)}",
            one.number,
            f"{one.recorded_at:%Y-%m-%d}",
        )
        for one in records
    ]


def test_the_table_is_the_same_from_counters_and_from_what_is_known_now(reporting: str) -> None:
    records = [one for seed in range(8) for one in renamed(story(seed), seed + 1)]
    months: Any = {"first": day("08-01"), "last": day("11-30")}
    with live(reporting, VIEW, records[:60], records[60:], records[:60]) as connection:
        by_counters = language.table(connection, VERSION, known=None, **months)
        assert by_counters == language.table(connection, VERSION, known=instant("2018-01-01"), **months) != []
        assert language.table(connection, VERSION, known=instant("2016-12-01"), **months) == []
        assert {row["vg"] for row in language.table(connection, VERSION, known=None, vg=WEILERBACH, **months)} == {WEILERBACH}
        published = connection.execute("SELECT sum(n) FROM bi.language_monthly WHERE month BETWEEN '2016-08' AND '2016-11'").fetchone()
        assert published == (sum(row["n"] for row in by_counters),)


def test_who_waits_for_more_than_six_weeks_is_counted(reporting: str) -> None:
    """Entitled on 1 Sep: on 13 Oct 42 days have passed, on 14 Oct 43."""
    with live(reporting, VIEW, heard(REGISTERED, entitled("09-01"))) as connection:
        asked = [language.waiting(connection, VERSION, day=day(on), known=instant("12-31")) for on in ("10-13", "10-14")]
    assert [answer[0]["over_6_weeks"] for answer in asked] == [0, 1]
    assert asked[0] == [{"vg": LANDSTUHL, "status": "entitled", "persons": 1, "over_6_weeks": 0}]


def test_no_question_reads_a_whole_table(reporting: str) -> None:
    asked = {"day": day("10-01"), "known": instant("12-31"), "first": "2016-09", "last": "2016-09"}
    with live(reporting, VIEW, heard(REGISTERED, entitled("09-01"))) as connection:
        connection.execute("SET enable_seqscan = off")
        for where, table in (
            (HELD, language.SPANS),
            (f"month BETWEEN %(first)s AND %(last)s AND {KNOWN}", language.HAPPENINGS),
        ):
            statement = f"EXPLAIN SELECT count(*) FROM {table.at(VERSION)} WHERE {where}"
            plan = "\n".join(line for (line,) in connection.execute(statement.encode(), asked).fetchall())
            assert "Index" in plan and "Seq Scan" not in plan
