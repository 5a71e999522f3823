"""The year's decision as it runs: commands, reactions and deadlines together, on the real agreement."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.reporting.decision.ballot import AnnulBallot, ReportDossierChanged
from services.reporting.decision.ballot_terms import Motion
from services.reporting.decision.partner import DeclareWithdrawal
from services.reporting.decision.policy import Option
from services.reporting.decision.term import TermEnded
from services.reporting.decision.term_state import Outcome
from services.reporting.decision.voting import RaiseObjection
from shared.contracts import cooperation as out
from shared.decider import Refused
from tests.services.reporting.decision.examples import AGREEMENT, BALLOT, CLOSES, COOPERATION, LET_EXPIRE, SECOND
from tests.services.reporting.decision.play import AFTER_THE_TERM, OTHERS, PARTNERS, TERM, VGS, call, close, vote
from tests.services.reporting.decision.world import World


def test_the_agreement_founded_twice_is_founded_once() -> None:
    world = World.founded(datetime(2016, 7, 1, 8, tzinfo=UTC))
    before = {stream: len(events) for stream, events in world.streams.items()}
    for founding in AGREEMENT.founding():
        world.handle(founding.command)
    assert {stream: len(events) for stream, events in world.streams.items()} == before


def test_a_carried_ballot_extends_the_term_without_anyones_further_doing(ready: World) -> None:
    vote(call(ready), PARTNERS[:9])
    result = close(ready)
    assert (result.carried, result.yes, result.electorate, result.quorum, result.on) == (True, 9, 14, 8, CLOSES)
    ready.until(AFTER_THE_TERM)
    assert ready.state(TERM).ends == date(2018, 6, 30)
    assert ready.state(TERM).in_force(AFTER_THE_TERM)


def test_r42_r48_a_tie_of_the_communes_with_the_rest_lets_the_term_end(ready: World) -> None:
    call(ready)
    vote(ready, VGS, "yes")
    vote(ready, OTHERS, "no")
    result = close(ready)
    assert (result.yes, result.no, result.carried) == (7, 7, False)
    ready.until(AFTER_THE_TERM)
    assert ready.streams[TERM][-1] == TermEnded(on=date(2017, 6, 30), retention_from=date(2017, 7, 1))
    assert ready.published[-1] == out.TermEnded(on=date(2017, 6, 30), cooperation=COOPERATION, retention_from=date(2017, 7, 1))
    assert not ready.state(TERM).in_force(AFTER_THE_TERM)


def test_r44_a_second_call_that_announced_it_decides_without_a_quorum_and_there_is_no_third(ready: World) -> None:
    vote(call(ready), PARTNERS[:7])
    assert not close(ready).quorate
    call(ready, SECOND, closes_on=date(2017, 6, 20), announced_quorum_free=True)
    vote(ready, PARTNERS[:3], "no", SECOND)
    ready.until(datetime(2017, 6, 21, 8, tzinfo=UTC))
    with pytest.raises(Refused, match=r"term\.no_repeat_left"):
        call(ready, UUID(int=3), closes_on=date(2017, 6, 28))


def test_r46_an_objection_needs_a_meeting_which_then_decides(ready: World) -> None:
    call(ready)
    ready.ask(RaiseObjection, partner="caritas", ballot=BALLOT)
    assert isinstance(ready.published[-1], out.BallotVoided)
    with pytest.raises(Refused, match=r"term\.meeting_needed"):
        call(ready, SECOND)
    vote(call(ready, SECOND, procedure="meeting"), PARTNERS, ballot=SECOND)
    assert close(ready).ballot == SECOND


def test_r47_changed_figures_void_the_ballot_and_free_the_term_for_another(ready: World) -> None:
    call(ready)
    ready.ask(ReportDossierChanged, ballot=BALLOT, found="c" * 64)
    assert ready.state(TERM).had(Outcome.DOSSIER_CHANGED)
    assert (f"ballot-{BALLOT}", "close") not in ready.due
    assert call(ready, SECOND).state(TERM).running.ballot == SECOND


def test_n6_a_withdrawal_during_the_ballot_reaches_its_count(ready: World) -> None:
    vote(call(ready), PARTNERS[:8])
    leaver = PARTNERS[0]
    ready.ask(DeclareWithdrawal, partner=leaver, organisation=leaver, last_day=date(2017, 5, 31))
    result = close(ready)
    assert (result.electorate, result.quorum, result.yes, result.carried) == (13, 7, 7, True)
    assert out.NamedVote(partner=leaver, counted="void") in result.votes
    assert out.PartnerWithdrawn(on=date(2017, 5, 31), cooperation=COOPERATION, partner=leaver) in ready.published


def test_n6_the_outvoted_may_leave_with_the_old_end_and_the_new_term_binds_the_rest(ready: World) -> None:
    call(ready)
    vote(ready, PARTNERS[1:], "yes")
    vote(ready, PARTNERS[:1], "no")
    assert close(ready).carried
    ready.ask(DeclareWithdrawal, partner=PARTNERS[0], organisation=PARTNERS[0], last_day=date(2017, 6, 30))
    ready.until(AFTER_THE_TERM)
    state = ready.state(TERM)
    assert state.in_force(AFTER_THE_TERM) and state.parties[PARTNERS[0]].last_day == date(2017, 6, 30)


def test_an_annulled_extension_gives_the_term_its_old_end_back(ready: World) -> None:
    vote(call(ready), PARTNERS)
    assert close(ready).carried
    ready.ask(AnnulBallot, ballot=BALLOT, reason="wrong_electorate")
    assert ready.published[-1] == out.TermExtensionRevoked(
        on=date(2017, 6, 10), cooperation=COOPERATION, ballot=BALLOT, ends=date(2017, 6, 30)
    )
    ready.until(AFTER_THE_TERM)
    assert isinstance(ready.streams[TERM][-1], TermEnded)


@pytest.mark.parametrize("motion", [LET_EXPIRE, Motion(option=Option.SUCCESSOR)])
def test_a_yes_to_the_end_or_a_successor_extends_nothing_and_closes_the_question(ready: World, motion: Motion) -> None:
    vote(call(ready, motion=motion), PARTNERS)
    assert close(ready).carried
    with pytest.raises(Refused, match=r"term\.already_decided"):
        call(ready, SECOND, closes_on=date(2017, 6, 20))
    ready.until(AFTER_THE_TERM)
    assert isinstance(ready.streams[TERM][-1], TermEnded)
