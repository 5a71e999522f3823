from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from services.reporting.decision.ballot import BallotClosed, CloseBallot, DossierChanged, ballot
from services.reporting.decision.ballot_rules import count
from services.reporting.decision.tally import Vote
from services.reporting.decision.voting import (
    CastVote,
    ElectorWithdrew,
    LateVoteRejected,
    ObjectionRaised,
    RaiseObjection,
    VoteCast,
    WithdrawElector,
)
from tests.given import given
from tests.services.reporting.decision.examples import BALLOT, CLOSED, CLOSES, COOPERATION, LAST_SECOND, MAY_20, OPENED, cast, opened, terms

THE_20TH = date(2017, 5, 20)


def voted(n: int, **vote: Any) -> VoteCast:
    return VoteCast(on=THE_20TH, elector=f"p{n}", vote=Vote(**{"choice": "yes"} | vote))


def objection(n: int, at: datetime = MAY_20) -> RaiseObjection:
    return RaiseObjection(on=OPENED, ballot=BALLOT, at=at, actor=f"representative@p{n}", partner=f"p{n}")


def test_a_representative_votes_on_the_day_of_the_clock_whatever_day_is_claimed() -> None:
    given(ballot, opened()).when(cast(1, on=date(2017, 1, 1))).then(voted(1))


def test_a_vote_can_be_changed_and_the_same_again_is_nothing_new() -> None:
    given(ballot, opened(), voted(1)).when(cast(1, "no")).then(voted(1, choice="no"))
    given(ballot, opened(), voted(1)).when(cast(1)).nothing_new()


def test_r45_the_last_second_of_the_closing_day_counts() -> None:
    vote = VoteCast(on=CLOSES, elector="p1", vote=Vote(choice="yes"))
    given(ballot, opened()).when(cast(1, at=LAST_SECOND)).then(vote)


def test_r45_the_first_second_of_the_next_day_is_late_not_counted_but_logged() -> None:
    late = LateVoteRejected(on=date(2017, 6, 10), elector="p1", by="representative", at=CLOSED)
    given(ballot, opened()).when(cast(1, at=CLOSED)).then(late)
    assert given(ballot, opened(), late).state().votes == {}


@pytest.mark.parametrize(
    ("closes_on", "closes_at"),
    [
        (date(2016, 10, 30), datetime(2016, 10, 30, 23, tzinfo=UTC)),  # summer time ended at 3:00: 24:00 is winter time, +1
        (date(2016, 10, 29), datetime(2016, 10, 29, 22, tzinfo=UTC)),  # the day before, still +2
        (date(2017, 3, 26), datetime(2017, 3, 26, 22, tzinfo=UTC)),  # summer time began at 2:00: +2
        (date(2017, 3, 25), datetime(2017, 3, 25, 23, tzinfo=UTC)),  # the day before, still +1
        (date(2017, 6, 30), datetime(2017, 6, 30, 22, tzinfo=UTC)),
        (date(2017, 1, 31), datetime(2017, 1, 31, 23, tzinfo=UTC)),
    ],
)
def test_n8_the_closing_instant_follows_the_clocks_of_berlin(closes_on: date, closes_at: datetime) -> None:
    assert terms(closes_on=closes_on).closes_at == closes_at


def test_only_the_electorate_votes_and_only_through_its_accounts() -> None:
    a_ballot = given(ballot, opened(14))
    a_ballot.when(cast(15)).refused("ballot.not_in_electorate", "partner")
    a_ballot.when(cast(1, actor="caseworker@p1")).refused("ballot.not_authorised", "actor")
    a_ballot.when(cast(1, actor="representative@p2")).refused("ballot.not_authorised", "actor")


def test_nobody_collects_votes_by_voting_late_for_another() -> None:
    given(ballot, opened(14)).when(cast(15, at=CLOSED)).refused("ballot.not_in_electorate")


def test_the_representative_stands_over_the_deputy() -> None:
    by_deputy = voted(1, choice="no", by="deputy")
    given(ballot, opened()).when(cast(1, "no", role="deputy")).then(by_deputy)
    given(ballot, opened(), by_deputy).when(cast(1, "yes")).then(voted(1))
    given(ballot, opened(), voted(1)).when(cast(1, "no", role="deputy")).refused("ballot.representative_has_voted", "actor")


def test_n19_a_ratified_vote_is_cast_again_without_the_condition() -> None:
    conditional = voted(1, subject_to_ratification=True)
    given(ballot, opened()).when(cast(1, subject_to_ratification=True)).then(conditional)
    given(ballot, opened(), conditional).when(cast(1)).then(voted(1))


def test_r46_an_objection_makes_the_written_ballot_void() -> None:
    objected = ObjectionRaised(on=THE_20TH, cooperation=COOPERATION, elector="p3")
    given(ballot, opened()).when(objection(3)).then(objected)
    given(ballot, opened(), objected).when(cast(1)).refused("ballot.void", "ballot")
    given(ballot, opened(), objected).when(CloseBallot(on=CLOSES, ballot=BALLOT, at=CLOSED)).nothing_new()
    given(ballot, opened(), objected).when(objection(4)).nothing_new()


def test_r46_in_a_meeting_or_after_the_close_there_is_nothing_to_object_to() -> None:
    given(ballot, opened(procedure="meeting")).when(objection(3)).refused("ballot.not_written")
    given(ballot, opened()).when(objection(3, CLOSED)).refused("ballot.closed")
    given(ballot, opened(14)).when(objection(15)).refused("ballot.not_in_electorate")


def test_n6_a_withdrawal_is_on_record_in_the_ballot_once() -> None:
    leave = WithdrawElector(on=THE_20TH, ballot=BALLOT, elector="p1", last_day=date(2017, 5, 31))
    left = ElectorWithdrew(on=THE_20TH, elector="p1", last_day=date(2017, 5, 31))
    given(ballot, opened()).when(leave).then(left)
    given(ballot, opened(), left).when(leave).nothing_new()
    given(ballot, opened(), left).when(cast(1, at=datetime(2017, 5, 31, 22, tzinfo=UTC))).refused("ballot.elector_left")
    given(ballot, opened(), left).when(cast(1, at=MAY_20)).then(voted(1))


def test_n6_a_withdrawal_after_the_close_changes_nothing() -> None:
    closed = BallotClosed(on=CLOSES, cooperation=COOPERATION, motion=terms().motion, policy="P-2016/1", result=count(terms(), {}, {}))
    leave = WithdrawElector(on=date(2017, 6, 12), ballot=BALLOT, elector="p1", last_day=date(2017, 6, 12))
    given(ballot, opened(), closed).when(leave).nothing_new()


def test_a_void_or_unknown_ballot_takes_no_votes() -> None:
    changed = DossierChanged(on=THE_20TH, cooperation=COOPERATION, found="c" * 64)
    given(ballot, opened(), changed).when(cast(1)).refused("ballot.void")
    given(ballot).when(cast(1)).refused("ballot.unknown")


a_vote = st.builds(
    cast,
    st.integers(1, 5),
    st.sampled_from(["yes", "no", "abstain"]),
    role=st.just("representative"),
    subject_to_ratification=st.booleans(),
)


@for_all(st.lists(a_vote, max_size=30), st.integers(1, 3))
def test_any_order_and_repetition_of_votes_gives_the_result_of_the_last_ones(wishes: list[CastVote], times: int) -> None:
    state = given(ballot, opened(5)).state()
    for wish in [wish for wish in wishes for _ in range(times)]:
        state = ballot.fold(ballot.decide(wish, state), state)
    last = {w.partner: Vote(choice=w.choice, subject_to_ratification=w.subject_to_ratification) for w in wishes}
    [closed] = ballot.decide(CloseBallot(on=CLOSES, ballot=BALLOT, at=CLOSED), state)
    assert isinstance(closed, BallotClosed)
    assert closed.result == count(terms(5), last, {})
