"""Two sources say different things: both stay with source, time and evidence, are listed, and a human settles."""

from datetime import UTC, date, datetime

from services.cases.status.contradiction import (
    ContradictionOverdue,
    ContradictionSettled,
    RemindOfContradiction,
    SettleContradiction,
    StatusContradicted,
)
from services.cases.status.due import deadlines
from services.cases.status.shown import shown
from shared.contracts.codes import Outcome
from shared.deadlines import ClearDeadline, SetDeadline
from tests.given import given
from tests.services.cases.facets.language.said import PERSON
from tests.services.cases.status.said import ABH, DECISION, DESK, JOBCENTER, decided, last, served, standing, told

SERVICE, OUTCOME = f"service/{DECISION}", f"outcome/{DECISION}"
TWO = (decided(), served(date(2016, 7, 29)), served(date(2016, 8, 1), by=DESK))
DAY = date(2016, 9, 5)


def settle(source: str, by: str = ABH, thing: str = SERVICE) -> SettleContradiction:
    return SettleContradiction(person=PERSON, on=DAY, thing=thing, source=source, partner=by)


def test_two_days_of_service_stand_side_by_side_and_both_candidates_are_shown() -> None:
    *_, report, contradicted = told(*TWO)
    assert isinstance(contradicted, StatusContradicted)
    assert contradicted.sources == (ABH, DESK)
    for found in (last([report]), last([contradicted])):
        # Fri 29 Jul and Mon 1 Aug 2016: two months
        assert (found.served_earliest, found.served_latest, found.contested) == (date(2016, 7, 29), date(2016, 8, 1), ("service",))


def test_they_are_listed_with_source_time_and_evidence() -> None:
    seen = shown(standing.fold(told(*TWO)))
    assert seen["contradictions"] == [SERVICE]
    assert [(one["reported_by"], one["reported_at"], one["counts"]) for one in seen["reports"][SERVICE]] == [
        (ABH, "2016-09-01T08:00:00Z", False),
        (DESK, "2016-09-01T08:00:00Z", False),
    ]
    assert {one["evidence"]["kind"] for one in seen["reports"][SERVICE]} == {"decision"}


def test_nothing_becomes_final_while_it_is_contested() -> None:
    assert deadlines(told(*TWO)[-2], PERSON) == [ClearDeadline(f"final-{DECISION}")]


def test_a_caseworker_of_the_auslaenderbehoerde_settles_it() -> None:
    history = told(*TWO)
    (settled,) = standing.decide(settle(DESK), standing.fold(history))
    assert isinstance(settled, ContradictionSettled)
    assert (settled.source, settled.settled_by, last([settled]).served, last([settled]).contested) == (DESK, ABH, date(2016, 8, 1), ())
    # served Mon 1 Aug 2016, two weeks: Mon 15 Aug (Mariä Himmelfahrt is no holiday in RLP)
    finality, cleared = deadlines(settled, PERSON)
    assert isinstance(finality, SetDeadline) and finality.frist is not None and finality.frist.last_day == date(2016, 8, 15)
    assert cleared == ClearDeadline(f"contradiction-{SERVICE}")
    given(standing, *history, settled).when(settle(DESK)).nothing_new()
    assert last([*history, settled, *standing.decide(settle(ABH), standing.fold([*history, settled]))]).served == date(2016, 7, 29)


def test_who_may_settle_and_for_whom() -> None:
    history = told(*TWO)
    given(standing, *history).when(settle(DESK, by=DESK)).refused("status.not_yours_to_settle", "thing")
    given(standing, *history).when(settle(JOBCENTER)).refused("status.not_a_source", "source")
    given(standing, *told(decided())).when(settle(ABH, thing=OUTCOME)).refused("status.no_contradiction", "thing")


def test_a_source_that_corrects_itself_ends_it_without_a_human() -> None:
    *_, corrected, settled = told(*TWO, served(date(2016, 7, 29), by=DESK))
    assert last([corrected]).contested == ()
    assert isinstance(settled, ContradictionSettled) and (settled.source, settled.settled_by) == (None, None)


def test_a_word_nobody_had_said_when_it_was_settled_opens_it_again() -> None:
    history = told(*TWO, settle(DESK))
    *_, again = standing.decide(served(date(2016, 8, 3), by=JOBCENTER), standing.fold(history))
    assert isinstance(again, StatusContradicted) and again.sources == (JOBCENTER, ABH, DESK)
    (known,) = standing.decide(served(date(2016, 7, 29), by=JOBCENTER), standing.fold(history))
    assert last([known]).served == date(2016, 8, 1), "the caseworker knew that value and decided against it"


def test_different_outcomes_contradict_and_the_shown_one_does_not_hang_on_who_came_first() -> None:
    one, other = decided(Outcome.SUBSIDIARY), decided(Outcome.REFUGEE, by=DESK)
    assert last(told(one, other)) == last(told(other, one))
    assert last(told(one, other)).contested == ("outcome",)


def test_the_office_is_reminded_after_ten_werktage() -> None:
    *_, contradicted = told(*TWO)
    (*_, deadline) = deadlines(contradicted, PERSON)
    # heard of on Thu 1 Sep 2016: ten days from Fri 2 Sep, Monday to Friday, end on Thu 15 Sep, 24:00 summer time
    remind = RemindOfContradiction(person=PERSON, on=date(2016, 9, 16), thing=SERVICE)
    assert isinstance(deadline, SetDeadline) and deadline.frist is not None
    assert (deadline.due, deadline.command, deadline.frist.owner) == (datetime(2016, 9, 15, 22, tzinfo=UTC), remind, ABH)
    history = told(*TWO)
    given(standing, *history).when(remind).then(ContradictionOverdue(on=date(2016, 9, 16), thing=SERVICE))
    given(standing, *told(*TWO, remind)).when(remind).nothing_new()
    given(standing, *told(*TWO, settle(ABH))).when(remind).nothing_new()
