from datetime import UTC, date, datetime
from uuid import UUID

from services.reporting.decision.calling import BallotCalled
from services.reporting.decision.preparation import DeliberationHeld
from services.reporting.decision.term import (
    AgreeTerm,
    BallotSettled,
    EndTerm,
    ExtendTerm,
    ExtensionRevoked,
    SettleBallot,
    TermEnded,
    TermExtended,
    term,
)
from services.reporting.decision.term_state import Outcome, Term, TermAgreed
from shared.messages import Command, Event
from tests.given import given
from tests.services.reporting.decision.examples import BALLOT, CHAIR, CLOSES, COOPERATION, OPENED, P2016, SECOND, terms

STARTS, ENDS, NEW_END = date(2016, 7, 1), date(2017, 6, 30), date(2018, 6, 30)
END_INSTANT = datetime(2017, 6, 30, 22, tzinfo=UTC)  # 24:00 summer time, two hours ahead of UTC
AGREE = AgreeTerm(
    on=STARTS, cooperation=COOPERATION, starts=STARTS, ends=ENDS, facets=("language", "work"), coordinator=CHAIR, policy=P2016
)
AGREED = TermAgreed(on=STARTS, starts=STARTS, ends=ENDS, facets=("language", "work"), coordinator=CHAIR, policy=P2016)
CALLED = BallotCalled(on=OPENED, ballot=BALLOT, terms=terms())
EXTEND_IT = ExtendTerm(on=CLOSES, cooperation=COOPERATION, ballot=BALLOT, until=NEW_END)
EXTENDED = TermExtended(on=CLOSES, ballot=BALLOT, ends=NEW_END)
END = EndTerm(on=ENDS, cooperation=COOPERATION, at=END_INSTANT)
ENDED = TermEnded(on=ENDS, retention_from=date(2017, 7, 1))


def settle(outcome: Outcome, ballot: UUID = BALLOT) -> Command:
    return SettleBallot(on=CLOSES, cooperation=COOPERATION, ballot=ballot, outcome=outcome)


def settled(outcome: Outcome) -> Event:
    return BallotSettled(on=CLOSES, ballot=BALLOT, outcome=outcome)


def test_a_term_is_agreed_once() -> None:
    given(term).when(AGREE).then(AGREED)
    given(term, AGREED).when(AGREE).nothing_new()
    given(term, AGREED).when(AGREE.model_copy(update={"ends": NEW_END})).refused("term.already_agreed")
    given(term).when(AGREE.model_copy(update={"ends": date(2016, 6, 30)})).refused("term.ends_before_start", "ends")


def test_r48_without_an_adopted_extension_the_term_ends_at_24_00_local_time() -> None:
    given(term, AGREED).when(END).then(ENDED)
    given(term, AGREED, ENDED).when(END).nothing_new()
    too_early = END.model_copy(update={"at": datetime(2017, 6, 30, 21, 59, 59, tzinfo=UTC)})
    given(term, AGREED).when(too_early).refused("term.still_running")


def test_r48_access_ends_at_the_instant_even_if_the_end_is_recorded_later() -> None:
    state: Term = given(term, AGREED).state()
    assert state.in_force(datetime(2017, 6, 30, 21, 59, 59, tzinfo=UTC))
    assert not state.in_force(END_INSTANT)
    assert not given(term, AGREED, ENDED).state().in_force(datetime(2017, 6, 1, tzinfo=UTC))
    # 1 July 2016 00:00 local is 30 June 22:00Z
    assert state.in_force(datetime(2016, 6, 30, 22, tzinfo=UTC))
    assert not state.in_force(datetime(2016, 6, 30, 21, 59, tzinfo=UTC))


def test_r48_n19_the_end_is_a_date_that_no_sunday_moves() -> None:
    sunday = AGREED.model_copy(update={"ends": date(2018, 9, 30)})
    end = EndTerm(on=date(2018, 9, 30), cooperation=COOPERATION, at=datetime(2018, 9, 30, 22, tzinfo=UTC))
    given(term, sunday).when(end).then(TermEnded(on=date(2018, 9, 30), retention_from=date(2018, 10, 1)))


def test_a_carried_ballot_extends_the_term_once() -> None:
    given(term, AGREED, CALLED).when(EXTEND_IT).then(EXTENDED)
    given(term, AGREED, CALLED, EXTENDED).when(EXTEND_IT).nothing_new()
    given(term, AGREED).when(EXTEND_IT).nothing_new()
    given(term, AGREED, CALLED, EXTENDED).when(END).refused("term.still_running")


def test_a_ballot_that_closed_in_time_extends_even_if_the_end_was_recorded_first() -> None:
    given(term, AGREED, CALLED, ENDED).when(EXTEND_IT).then(EXTENDED)
    assert given(term, AGREED, CALLED, ENDED, EXTENDED).state().in_force(datetime(2017, 7, 1, tzinfo=UTC))


def test_a_new_period_starts_with_its_own_deliberation_and_ballots() -> None:
    state: Term = given(term, AGREED, DeliberationHeld(on=OPENED), CALLED, EXTENDED).state()
    assert (state.preparation.held, state.calls, state.ends) == (None, (), NEW_END)


def test_a_ballot_of_the_term_is_settled_once() -> None:
    given(term, AGREED, CALLED).when(settle(Outcome.NOT_CARRIED)).then(settled(Outcome.NOT_CARRIED))
    given(term, AGREED, CALLED, settled(Outcome.NOT_CARRIED)).when(settle(Outcome.NOT_CARRIED)).nothing_new()
    given(term, AGREED, CALLED).when(settle(Outcome.CARRIED, SECOND)).nothing_new()


def test_the_annulment_of_the_ballot_brings_the_former_end_back() -> None:
    revoked = ExtensionRevoked(on=CLOSES, ballot=BALLOT, ends=ENDS)
    given(term, AGREED, CALLED, EXTENDED).when(settle(Outcome.ANNULLED)).then(revoked)
    state: Term = given(term, AGREED, DeliberationHeld(on=OPENED), CALLED, EXTENDED, revoked).state()
    assert (state.ends, state.preparation.held, state.had(Outcome.ANNULLED), state.failed) == (ENDS, OPENED, True, ())
    given(term, AGREED, CALLED, EXTENDED, revoked).when(END).then(ENDED)


def test_an_unknown_term_does_not_end() -> None:
    given(term).when(END).refused("term.unknown")
