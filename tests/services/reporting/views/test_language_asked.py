"""The view Sprache in any order of hearing, and asked: on any day, as known at any instant."""

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
from shared.contracts.codes import CourseKind, Level, Reason
from shared.read_model import Record, Row
from tests.services.reporting.views.language_said import (
    LANDSTUHL,
    REGISTERED,
    WEILERBACH,
    course,
    entitled,
    exam,
    heard,
    of,
)
from tests.services.reporting.views.told import VERSION, day, folded, instant, live, person, record


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
