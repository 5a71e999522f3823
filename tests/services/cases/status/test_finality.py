"""Unanfechtbarkeit by § 74 AsylG with § 193 BGB, by report, and undone by what is heard of later."""

from datetime import UTC, date, datetime

import pytest

from services.cases.status.appeal import AppealReported, ReportAppeal, ReportAppealWithdrawal, ReportRuling
from services.cases.status.due import deadlines
from services.cases.status.finality import DecisionBecameFinal, FinalityCause, NoteFinality, ReportFinality
from shared.contracts.codes import Outcome, ServiceMode
from shared.deadlines import ClearDeadline, SetDeadline
from tests.given import given
from tests.services.cases.facets.language.said import PERSON
from tests.services.cases.status.said import ABH, DECISION, decided, last, report, served, standing, told

SERVED = date(2016, 4, 16)  # a Saturday
LAST = date(2016, 5, 2)  # two weeks later is Sat 30 Apr; Sun 1 May is a holiday besides; Mon 2 May
KEY = f"final-{DECISION}"


def over(on: date = LAST) -> NoteFinality:
    return NoteFinality(person=PERSON, decision=DECISION, on=on)


def test_c10_a_decision_nobody_sued_against_is_final_after_two_weeks() -> None:
    events = told(decided(Outcome.SUBSIDIARY, partial=True), served(SERVED))
    (deadline,) = deadlines(events[-1], PERSON)
    assert isinstance(deadline, SetDeadline) and deadline.frist is not None
    # Mon 2 May 2016 24:00 summer time
    assert (deadline.key, deadline.due, deadline.command) == (KEY, datetime(2016, 5, 2, 22, tzinfo=UTC), over())
    assert (deadline.frist.started, deadline.frist.last_day, deadline.frist.owner) == (SERVED, LAST, ABH)
    assert (deadline.frist.rule, deadline.frist.paragraph) == ("appeal.within", "§ 74 Abs. 1 AsylG")
    (final,) = standing.decide(over(), standing.fold(events))
    assert isinstance(final, DecisionBecameFinal)
    assert (final.on, final.cause, final.standing.final_on, final.appeal_period) == (LAST, FinalityCause.PERIOD_OVER, LAST, None)
    assert deadlines(final, PERSON) == [ClearDeadline(KEY)]


@pytest.mark.parametrize("outcome", [Outcome.REJECTED_UNFOUNDED, Outcome.INADMISSIBLE])
def test_offensichtlich_unbegruendet_and_dublin_leave_one_week(outcome: Outcome) -> None:
    # served Mon 18 Jul 2016, one week: Mon 25 Jul
    (*_, event) = told(decided(outcome), served(date(2016, 7, 18)))
    (deadline,) = deadlines(event, PERSON)
    assert isinstance(deadline, SetDeadline) and deadline.frist is not None
    assert deadline.frist.last_day == date(2016, 7, 25)


def test_n1_no_period_runs_while_the_service_is_open() -> None:
    events = told(decided(), served(SERVED, confirmed=False), served(SERVED))
    # an actual hand-over has one candidate even unconfirmed; what is open is the post
    assert last(events[:2]).served == SERVED
    open_ = told(decided(), served(date(2016, 4, 15), ServiceMode.DEEMED_POST, confirmed=False))
    assert deadlines(open_[-1], PERSON) == [ClearDeadline(KEY)]
    given(standing, *open_).when(over()).nothing_new()


def test_n2_a_suit_stops_the_period_and_its_withdrawal_ends_the_waiting() -> None:
    sued = told(decided(partial=True), served(SERVED), report(ReportAppeal, date(2016, 4, 25)))
    assert last(sued).appeal_pending
    assert deadlines(sued[-1], PERSON) == [ClearDeadline(KEY)]
    given(standing, *sued).when(over()).nothing_new()
    back = report(ReportAppealWithdrawal, date(2016, 9, 7))
    gone = told(decided(partial=True), served(SERVED), report(ReportAppeal, date(2016, 4, 25)), back)
    (deadline,) = deadlines(gone[-1], PERSON)
    # withdrawn Wed 7 Sep, long after the two weeks: final with that day
    assert isinstance(deadline, SetDeadline) and deadline.command == over(date(2016, 9, 7))
    assert last([*gone, *standing.decide(over(date(2016, 9, 7)), standing.fold(gone))]).final_on == date(2016, 9, 7)


def test_n7_a_suit_heard_of_late_undoes_the_finality() -> None:
    history = [*told(decided(), served(SERVED))]
    history += standing.decide(over(), standing.fold(history))
    (late,) = standing.decide(report(ReportAppeal, date(2016, 4, 29)), standing.fold(history))
    assert isinstance(late, AppealReported)
    assert (late.standing.final_on, late.standing.appeal_pending) == (None, True)


def test_n7_a_corrected_service_undoes_it_and_sets_the_period_anew() -> None:
    history = told(decided(), served(SERVED))
    history += standing.decide(over(), standing.fold(history))
    # the record says Mon 18 Apr: two weeks end on Mon 2 May as well, so nothing is undone
    (same,) = standing.decide(served(date(2016, 4, 18)), standing.fold(history))
    assert last([same]).final_on == LAST
    # the record says Tue 19 Apr: the two weeks end on Tue 3 May
    (later,) = standing.decide(served(date(2016, 4, 19)), standing.fold(history))
    assert last([later]).final_on is None
    (deadline,) = deadlines(later, PERSON)
    assert isinstance(deadline, SetDeadline) and deadline.command == over(date(2016, 5, 3))


def test_a_final_ruling_takes_the_decisions_place() -> None:
    ruling = report(ReportRuling, date(2017, 1, 23), outcome=Outcome.REFUGEE, final_on=date(2017, 2, 27))
    found = last(told(decided(Outcome.SUBSIDIARY, partial=True), served(SERVED), report(ReportAppeal, date(2016, 4, 25)), ruling))
    assert (found.outcome, found.partial, found.by_court, found.issued) == (Outcome.REFUGEE, False, True, date(2017, 1, 23))
    assert (found.final_on, found.appeal_pending) == (date(2017, 2, 27), False)


def test_c11_a_ruling_that_is_not_final_leaves_it_pending() -> None:
    found = last(told(decided(Outcome.SUBSIDIARY, partial=True), report(ReportRuling, date(2017, 1, 23), outcome=Outcome.REFUGEE)))
    assert (found.outcome, found.by_court, found.appeal_pending, found.final_on) == (Outcome.REFUGEE, True, True, None)


def test_a_ruling_is_not_final_before_it_was_made() -> None:
    command = report(ReportRuling, date(2017, 1, 23), final_on=date(2017, 1, 22))
    given(standing).when(command).refused("status.final_before_ruling", "final_on")


def test_finality_as_it_is_reported_counts_without_any_service() -> None:
    events = told(decided(), report(ReportFinality, date(2016, 5, 2)))
    assert last(events).final_on == date(2016, 5, 2)
    given(standing, *events).when(report(ReportFinality, date(2016, 5, 2))).nothing_new()


def test_a_higher_court_that_lets_the_decision_stand_takes_the_order_back() -> None:
    """R13, N2: by the order of January nothing may be proposed any more."""
    said = [
        decided(Outcome.REJECTED, date(2016, 4, 11)),
        served(date(2016, 4, 15)),
        report(ReportAppeal, date(2016, 4, 25)),
        report(ReportRuling, date(2017, 1, 23), outcome=Outcome.REFUGEE),
        report(ReportRuling, date(2017, 6, 1), final_on=date(2017, 7, 3)),
    ]
    events = told(*said)
    assert (last(events).outcome, last(events).by_court, last(events).final_on) == (Outcome.REJECTED, False, date(2017, 7, 3))
    upheld = told(*said, report(ReportRuling, date(2017, 9, 4), outcome=Outcome.REFUGEE, final_on=date(2017, 10, 9)))
    assert (last(upheld).outcome, last(upheld).final_on) == (Outcome.REFUGEE, date(2017, 10, 9))
