"""The view of the minors: states in, rows out; at any month's end, as known at any; small cells left out."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.reporting.disclosure import Limits
from services.reporting.views import minors
from services.reporting.views.minors import VIEW
from shared.contracts import minors as m
from shared.contracts.base import Contract
from shared.contracts.codes_minors import Clock, MinorState, YoungAdultDecision
from shared.read_model import Record
from tests.services.reporting.views import told
from tests.services.reporting.views.told import VERSION, day, folded, instant, live

LANDSTUHL, WEILERBACH = "vg-landstuhl", "vg-weilerbach"
ALL, D6 = Limits(small=0, denominator=1), Limits(small=5, denominator=20)
Said = Contract | tuple[Contract, str]


def of(contract: type[m.MinorContract], on: str, n: int = 1, **fields: Any) -> m.MinorContract:
    return contract(minor=UUID(int=n), on=day(on), **fields)


def taken_in(n: int = 1, vg: str = LANDSTUHL, on: str = "07-04") -> m.MinorContract:
    return of(m.MinorTakenIn, on, n, vg=vg, state=MinorState.PROVISIONAL)


def entered(state: MinorState, on: str, n: int = 1) -> m.MinorContract:
    return of(m.MinorStateEntered, on, n, state=state)


def reported(on: str, n: int = 1, *, kept: bool | None = True) -> m.MinorContract:
    return of(m.MinorPeriodEnded, on, n, clock=Clock.REPORT, kept=kept)


def heard(*said: Said) -> list[Record]:
    return told.heard("minor", *said)


def spans(*said: Said, track: str = "process") -> list[tuple[str, str, str]]:
    """(from, VG, state) as is known now."""
    rows = folded(VIEW, heard(taken_in(), *said))["minor_spans"]
    return [(str(row[2]), row[6], row[7]) for row in rows if row[1] == track and row[5].year == 9999]


def figures(*said: Said) -> dict[str, tuple[str, int]]:
    """By kind: month and value."""
    rows = folded(VIEW, heard(taken_in(), *said))["minor_figures"]
    return {row[1]: (row[4], row[6]) for row in rows if row[3].year == 9999}


def test_the_way_of_a_file() -> None:
    assert spans(
        entered(MinorState.NOTIFIED, "07-12"),
        entered(MinorState.EXCLUDED, "07-26"),
        of(m.MinorTakenIn, "07-27", vg=LANDSTUHL, state=MinorState.IN_CARE),
        entered(MinorState.CLEARING, "08-10"),
        of(m.MinorPlaced, "09-01", vg=WEILERBACH),
        entered(MinorState.IN_HELP, "10-24"),
    ) == [
        ("2016-07-04", LANDSTUHL, "provisional"),
        ("2016-07-12", LANDSTUHL, "notified"),
        ("2016-07-26", LANDSTUHL, "excluded"),
        ("2016-07-27", LANDSTUHL, "in_care"),
        ("2016-08-10", LANDSTUHL, "clearing"),
        ("2016-09-01", WEILERBACH, "clearing"),
        ("2016-10-24", WEILERBACH, "in_help"),
    ]


def test_a_step_heard_late_stands_on_its_own_day() -> None:
    late = (entered(MinorState.NOTIFIED, "07-12"), "08-30")
    assert spans(entered(MinorState.EXCLUDED, "07-26"), late) == [
        ("2016-07-04", LANDSTUHL, "provisional"),
        ("2016-07-12", LANDSTUHL, "notified"),
        ("2016-07-26", LANDSTUHL, "excluded"),
    ]


def test_a_day_that_is_said_again_is_corrected() -> None:
    assert spans(entered(MinorState.NOTIFIED, "07-15"), entered(MinorState.NOTIFIED, "07-12"))[1][0] == "2016-07-12"


def test_n3_found_adult_and_flipped_back_leaves_a_stretch_of_its_own() -> None:
    assert spans(entered(MinorState.FOUND_ADULT, "09-05"), of(m.MinorCareResumed, "11-21")) == [
        ("2016-07-04", LANDSTUHL, "provisional"),
        ("2016-09-05", LANDSTUHL, "found_adult"),
        ("2016-11-21", LANDSTUHL, "provisional"),
    ]
    corrected = spans(entered(MinorState.ENDED, "09-05"), entered(MinorState.FOUND_ADULT, "09-02"))
    assert corrected[1:] == [("2016-09-02", LANDSTUHL, "found_adult")]


def test_n17_missing_is_a_track_of_its_own_and_closes_nothing() -> None:
    said = (of(m.MinorWentMissing, "09-01"), of(m.MinorReturned, "09-09"))
    assert spans(*said, track="missing") == [("2016-09-01", LANDSTUHL, "missing")]
    assert [state for _, _, state in spans(*said)] == ["provisional"]


def test_n17_gone_again_on_a_day_of_an_absence_that_was_over_is_missing_until_back_from_this_one() -> None:
    again = (of(m.MinorWentMissing, "09-01"), of(m.MinorReturned, "09-09"), of(m.MinorWentMissing, "09-05"))
    for said, until in ((again, "9999-12-31"), ((*again, of(m.MinorReturned, "09-12")), "2016-09-12")):
        rows = folded(VIEW, heard(taken_in(), *said))["minor_spans"]
        gone = [(str(row[2]), str(row[4])) for row in rows if row[1] == "missing" and row[5].year == 9999]
        assert gone == [("2016-09-01", until)]


def test_in_time_is_what_the_last_word_says() -> None:
    missed = of(m.MinorPeriodMissed, "07-14", clock=Clock.REPORT)
    assert figures(missed) == {"reported": ("2016-07", 0)}
    assert figures(missed, reported("07-12")) == {"reported": ("2016-07", 1)}
    assert figures(reported("07-12"), reported("07-15", kept=False)) == {"reported": ("2016-07", 0)}
    assert figures(reported("07-12", kept=None)) == {}


def test_days_and_majority() -> None:
    assert figures(
        of(m.MinorGuardianAppointed, "09-12", days=70),
        of(m.MinorClearingClosed, "10-20", days=71),
        of(m.MinorTransitionPlanAgreed, "10-01", in_time=True),
        of(m.MinorOfAge, "2017-04-01"),
        of(m.MinorYoungAdultDecided, "2017-04-01", decision=YoungAdultDecision.MISSING),
        of(m.MinorYoungAdultDecided, "2017-05-01", decision=YoungAdultDecision.GRANTED),
    ) == {"guardian": ("2016-07", 70), "clearing": ("2016-07", 71), "plan": ("2017-04", 1), "young_adult": ("2017-04", 1)}
    assert figures(of(m.MinorOfAge, "2017-04-01")) == {"plan": ("2017-04", 0), "young_adult": ("2017-04", 0)}
    unknown = of(m.MinorTransitionPlanAgreed, "10-01", in_time=None)
    assert figures(unknown, of(m.MinorOfAge, "2017-04-01")) == {"young_adult": ("2017-04", 0)}


def test_n7_who_is_heard_to_have_left_before_majority_was_said_is_in_no_figure_of_it() -> None:
    of_age = of(m.MinorOfAge, "2017-04-01")
    assert figures(of_age, entered(MinorState.ENDED, "2017-03-10")) == {}
    assert figures(of_age, entered(MinorState.ENDED, "2017-04-01")) != {}, "help that ended in March is published by the month"
    back = of(m.MinorCareResumed, "2017-03-20")
    assert figures(of_age, entered(MinorState.ENDED, "2017-03-10"), back) != {}


@pytest.fixture(scope="module")
def told_of() -> list[Record]:
    """Six in Landstuhl, one in Weilerbach; of 25 elsewhere 20 were reported in time."""
    seven = [taken_in(n, LANDSTUHL if n < 7 else WEILERBACH) for n in range(1, 8)]
    many = [taken_in(n, "vg-ramstein-miesenbach") for n in range(10, 35)]
    known = [reported("07-12", n, kept=n < 30) for n in range(10, 35)]
    days = [of(m.MinorGuardianAppointed, "09-12", n, days=n) for n in range(10, 35)]
    notified = [entered(MinorState.NOTIFIED, "07-12", n) for n in range(10, 20)]
    return heard(*seven, *many, *notified, *known, *days)


def test_r40_one_minor_is_not_shown_nor_to_be_worked_out(database: str, told_of: list[Record]) -> None:
    with live(database, VIEW, told_of) as connection:
        asked: dict[str, Any] = {"day": date(2016, 7, 31), "known": instant("12-31")}
        held = {(row["vg"], row["state"]): row["n"] for row in minors.states_on(connection, VERSION, D6, **asked)}
    assert held["vg-ramstein-miesenbach", "total"] == 25
    assert held[WEILERBACH, "provisional"] is held[WEILERBACH, "total"] is None
    # 32 in all, less the 25 and the six, would leave the one: so one of these goes too
    assert None in (held["total", "total"], held[LANDSTUHL, "total"])


def test_how_many_are_missing_is_said_of_enough_and_neither_that_all_are_nor_that_none_is(database: str, told_of: list[Record]) -> None:
    gone = heard(*[of(m.MinorWentMissing, "07-20", n) for n in range(10, 17)])
    numbered = [record._replace(number=10) for record in gone]
    with live(database, VIEW, [*told_of, *numbered]) as connection:
        asked: dict[str, Any] = {"day": date(2016, 7, 31), "known": instant("12-31")}
        found = {row["vg"]: row["n"] for row in minors.missing_on(connection, VERSION, D6, **asked)}
        before = {row["vg"]: row["n"] for row in minors.missing_on(connection, VERSION, D6, day=date(2016, 7, 19), known=instant("12-31"))}
    assert found["total"] == 7
    assert found[WEILERBACH] is found[LANDSTUHL] is None
    assert set(before.values()) == {None}


def test_shares_and_days_are_of_enough(database: str, told_of: list[Record]) -> None:
    with live(database, VIEW, told_of) as connection:
        asked: dict[str, Any] = {"known": instant("12-31")}
        every = {row["place"]: row for row in minors.shares(connection, VERSION, D6, by="vg", **asked) if row["kind"] == "reported"}
        days = {row["kind"]: row for row in minors.durations(connection, VERSION, D6, **asked)}
        before = minors.durations(connection, VERSION, D6, known=instant("09-01"))
    assert every["total"] == {"kind": "reported", "place": "total", "yes": 20, "known": 25, "share": 0.8}
    assert (days["guardian"]["median"], days["guardian"]["files"]) == (22, 25)  # 10 to 34
    assert days["clearing"]["median"] is None
    assert [row["median"] for row in before] == [None, None]


def test_n15_by_the_means_of_two_months_the_one_that_came_in_between_is_not_known(database: str, told_of: list[Record]) -> None:
    later = [of(m.MinorGuardianAppointed, "2017-01-10", 99, days=41), taken_in(99, on="11-30")]
    with live(database, VIEW, [*told_of, *heard(later[1], later[0])]) as connection:
        before, after = (
            next(row for row in minors.durations(connection, VERSION, D6, known=instant(known)) if row["kind"] == "guardian")
            for known in ("12-31", "2017-01-31")
        )
    assert (before["files"], after["files"]) == (25, 26)
    assert isinstance(after["mean"], int)
    assert after["files"] * after["mean"] - before["files"] * before["mean"] == 26 * 23 - 25 * 22 != 41  # 22.73 in truth


def test_no_sql_view_follows_the_rows_of_minors() -> None:
    assert VIEW.published == {}
