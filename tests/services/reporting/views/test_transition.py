"""The view of the change-over: facts in, rows out; on any day, as known at any instant; small cells left out."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.reporting.disclosure import Limits
from services.reporting.views import transition
from services.reporting.views.transition import VIEW
from shared.contracts import cases as c
from shared.contracts import cases_transition as t
from shared.contracts.base import Contract
from shared.contracts.codes_transition import AlarmKind, HousingOutcome
from shared.read_model import Record
from tests.services.reporting.views import told
from tests.services.reporting.views.told import VERSION, day, folded, instant, live, person

LANDSTUHL, WEILERBACH = "vg-landstuhl", "vg-weilerbach"
ALL, D6 = Limits(small=0, denominator=1), Limits(small=3, denominator=20)
Said = Contract | tuple[Contract, str]


def of(contract: type[c.CaseContract], on: str, n: int = 1, **fields: Any) -> c.CaseContract:
    return contract(person=person(n), on=day(on), **fields)


def registered(n: int = 1, vg: str = LANDSTUHL) -> c.CaseContract:
    return of(c.PersonRegistered, "07-01", n, vg=vg)


def proposed(on: str = "2017-01-31", end: str = "2017-01-31", n: int = 1) -> c.CaseContract:
    return of(t.TransitionProposed, on, n, end=day(end), triggered=day(on))


def confirmed(on: str = "2017-02-03", end: str = "2017-01-31", n: int = 1) -> c.CaseContract:
    return of(t.TransitionConfirmed, on, n, end=day(end))


def applied(on: str, n: int = 1, office: str = "jobcenter") -> c.CaseContract:
    return of(t.Sgb2Applied, on, n, by_office=office)


def gaps(on: str, n: int = 1, **days: int | None) -> c.CaseContract:
    return of(t.TransitionGapsFound, on, n, **days)


def heard(*said: Said) -> list[Record]:
    return told.heard("transition", *said)


def spans(*said: Said, track: str = "process") -> list[tuple[str, str, str]]:
    """(from, VG, state) as is known now."""
    rows = folded(VIEW, heard(registered(), *said))["transition_spans"]
    return [(str(row[2]), row[6], row[7]) for row in rows if row[1] == track and row[5].year == 9999]


def figures(*said: Said) -> dict[str, int]:
    rows = folded(VIEW, heard(registered(), *said))["transition_figures"]
    return {row[1]: row[7] for row in rows if row[3].year == 9999}


def test_the_way_from_the_proposal_to_the_close() -> None:
    assert spans(
        proposed(),
        confirmed(),
        applied("2017-02-06"),
        of(t.Sgb2Granted, "2017-02-10", provisional=True),
        of(t.Sgb2FirstPaid, "2017-02-13"),
        of(t.TransitionClosed, "2017-03-20", complete_at_handover=True),
    ) == [
        ("2017-01-31", LANDSTUHL, "proposed"),
        ("2017-02-03", LANDSTUHL, "confirmed"),
        ("2017-02-06", LANDSTUHL, "applied"),
        ("2017-02-10", LANDSTUHL, "granted"),
        ("2017-02-13", LANDSTUHL, "paid"),
        ("2017-03-20", LANDSTUHL, "closed"),
    ]


def test_r7_what_an_official_must_decide_stands_before_how_far_it_has_come() -> None:
    disputed = of(t.CompetenceDisputed, "2017-02-01")
    assert [state for _, _, state in spans(disputed, confirmed())] == ["disputed", "confirmed"]
    assert [state for _, _, state in spans(proposed(), confirmed(), of(t.TransitionDoubted, "2017-02-10"))][-1] == "doubted"


def test_r13_after_a_reversal_nothing_is_open() -> None:
    due, back = of(t.TransitionReversalDue, "2018-05-31"), of(t.TransitionReverted, "2018-07-01")
    assert [state for _, _, state in spans(proposed(), confirmed(), due, back)] == ["proposed", "confirmed", "reversal_due"]


def test_r13_what_was_reported_before_a_reversal_is_no_step_of_the_next_change_over() -> None:
    # also an application of the very day, and a grant of a later day than that of the reversal
    again = confirmed("2018-08-01", "2018-08-31")
    for before in (applied("2018-07-01"), of(t.Sgb2Granted, "2018-07-20", provisional=False)):
        said = spans(proposed(), confirmed(), before, of(t.TransitionReverted, "2018-07-01"), again)
        assert [state for _, _, state in said][-1] == "confirmed"
    after = spans(proposed(), confirmed(), of(t.TransitionReverted, "2018-07-01"), applied("2018-07-01"), again)
    assert [state for _, _, state in after][-1] == "applied"


def test_a_withdrawn_proposal_leaves_a_hole_and_a_move_another_place() -> None:
    moved = of(c.PersonMoved, "2017-02-05", vg=WEILERBACH)
    assert spans(proposed(), moved, of(t.TransitionProposalWithdrawn, "2017-02-20")) == [
        ("2017-01-31", LANDSTUHL, "proposed"),
        ("2017-02-05", WEILERBACH, "proposed"),
    ]


def test_r13_a_change_over_that_was_taken_back_keeps_its_figures_when_the_next_is_proposed() -> None:
    # triggered on 31 Jan, applied for on 20 Feb 2017: 20 days; taken back in July 2018, proposed anew in September
    first = [proposed(), confirmed(), applied("2017-02-20")]
    back, again = of(t.TransitionReverted, "2018-07-01"), proposed("2018-09-03", "2018-09-30")
    assert figures(*first)["wait"] == figures(*first, back)["wait"] == figures(*first, back, again)["wait"] == 20
    assert figures(*first, back, again, confirmed("2018-09-10", "2018-09-30"), applied("2018-09-08"))["wait"] == 5


def test_figures_are_those_of_the_last_word() -> None:
    said = (proposed(), confirmed(), applied("2017-03-01"), gaps("2017-03-01", entitlement=28))
    assert figures(*said) == {"entitlement": 28, "wait": 29}  # 31 Jan to 1 Mar 2017
    late = (applied("2017-02-20", office=LANDSTUHL), gaps("2017-02-20", entitlement=0, payment=5))
    assert figures(*said, *late) == {"entitlement": 0, "payment": 5, "wait": 20}
    assert figures(proposed(), gaps("2017-02-20", entitlement=0)) == {}, "nothing counts before an official has confirmed"


def test_a_fehlbeleger_from_the_first_day_of_sgb2_to_the_move() -> None:
    left = of(t.SharedHousingLeft, "2017-06-01", how=HousingOutcome.MOVED_OUT)
    assert spans(proposed(), confirmed(), left, track="housing") == [("2017-02-01", LANDSTUHL, "fehlbeleger")]
    rows = folded(VIEW, heard(registered(), proposed(), confirmed(), left))["transition_spans"]
    assert [str(row[4]) for row in rows if row[1] == "housing" and row[5].year == 9999] == ["2017-06-01"]
    early = of(t.SharedHousingLeft, "2017-01-20", how=HousingOutcome.RENTED)
    assert spans(proposed(), confirmed(), early, track="housing") == []


def test_an_alarm_stands_until_it_ends() -> None:
    raised = of(t.TransitionAlarmRaised, "2017-02-15", kind=AlarmKind.NO_APPLICATION, told=("jobcenter",))
    ended = of(t.TransitionAlarmEnded, "2017-02-27", kind=AlarmKind.NO_APPLICATION, mistaken=False)
    rows = folded(VIEW, heard(registered(), proposed(), raised, ended))["transition_spans"]
    assert [(str(row[2]), str(row[4])) for row in rows if row[1] == "no_application" and row[5].year == 9999] == [
        ("2017-02-15", "2017-02-27")
    ]


def test_n7_what_was_known_then_stays_askable() -> None:
    late = (applied("2017-02-20"), "2017-03-13")
    rows = folded(VIEW, heard(registered(), proposed(), confirmed(), late))["transition_spans"]

    def known(instant_: str) -> list[str]:
        at = instant(instant_)
        return [row[7] for row in rows if row[1] == "process" and row[3] <= at < row[5]]

    assert known("2017-03-01") == ["proposed", "confirmed"]
    assert known("2017-03-14") == ["proposed", "confirmed", "applied"]


# --- asked ------------------------------------------------------------------------------------------------------------


def crowd() -> list[Record]:
    """VG Landstuhl: 5 proposed, 4 confirmed; VG Weilerbach: 4 proposed, 1 confirmed."""
    people = [(n, LANDSTUHL, n > 5) for n in range(1, 10)] + [(n, WEILERBACH, n == 14) for n in range(10, 15)]
    said: list[Said] = []
    for n, vg, done in people:
        said += [registered(n, vg), proposed(n=n), *([confirmed(n=n), gaps("2017-02-03", n, entitlement=n % 2)] if done else [])]
    return heard(*said)


@pytest.fixture
def asked(database: str) -> Any:
    with live(database, VIEW, crowd()) as connection:
        yield connection


def cells(found: Any, row: str, column: str) -> dict[tuple[str, str], int | None]:
    return {(one[row], one[column]): one["n"] for one in found}


def test_the_state_on_a_day_per_vg(asked: Any) -> None:
    then = transition.states_on(asked, VERSION, ALL, day=date(2017, 2, 10), known=instant("2017-03-01"))
    found = cells(then, "vg", "state")
    assert (found[LANDSTUHL, "confirmed"], found[WEILERBACH, "confirmed"], found["total", "total"]) == (4, 1, 14)
    before = transition.states_on(asked, VERSION, ALL, day=date(2017, 2, 1), known=instant("2017-03-01"))
    assert cells(before, "vg", "state")["total", "proposed"] == 14


def test_r40_a_single_person_is_in_no_cell_and_cannot_be_worked_out(asked: Any) -> None:
    found = cells(transition.states_on(asked, VERSION, D6, day=date(2017, 2, 10), known=instant("2017-03-01")), "vg", "state")
    assert found[WEILERBACH, "confirmed"] is None
    assert found[WEILERBACH, "proposed"] is None or found[WEILERBACH, "total"] is None


def test_open_for_more_than_30_days(asked: Any) -> None:
    # begun 31 Jan 2017: on 2 Mar it is 30 days, on 3 Mar 31
    for on, late in ((date(2017, 3, 2), 0), (date(2017, 3, 3), 14)):
        found = transition.late_on(asked, VERSION, ALL, day=on, known=instant("2017-04-01"), late_from=on - timedelta(days=30))
        assert {row["vg"]: row["n"] for row in found}["total"] == late


def test_shares_only_of_enough_people(asked: Any) -> None:
    known = instant("2017-03-01")
    (all_,) = [one for one in transition.no_gap(asked, VERSION, ALL, by="vg", known=known) if one["place"] == "total"]
    assert (all_["known"], all_["without"], all_["share"]) == (5, 3, 0.6)  # 6, 8 and 14 have none; 7 and 9 one day
    assert all(one["share"] is None for one in transition.no_gap(asked, VERSION, D6, by="month", known=known))
    assert transition.waits(asked, VERSION, D6, known=known)["median"] is None
