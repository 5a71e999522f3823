from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.reporting.decision.ballot_terms import Motion
from services.reporting.decision.calling import BallotCalled, CallBallot, needs_special_majority
from services.reporting.decision.policy import Option
from services.reporting.decision.preparation import DeliberationHeld, DossierFrozen
from services.reporting.decision.roster import PartyDeparts, PartyEnrolled, VoterRecorded
from services.reporting.decision.term import BallotSettled, TermEnded, term
from services.reporting.decision.term_state import Outcome
from shared.messages import Event
from tests.given import When, given
from tests.services.reporting.decision.examples import BALLOT, CHAIR, CLOSES, COOPERATION, DOSSIER, EXTEND, LET_EXPIRE, P2016, SECOND, terms
from tests.services.reporting.decision.test_term import AGREED, CALLED, ENDS, EXTENDED, STARTS

MAY_1, MAY_15 = date(2017, 5, 1), date(2017, 5, 15)
HELD, FROZEN = DeliberationHeld(on=date(2017, 4, 24)), DossierFrozen(on=MAY_1, dossier=DOSSIER)
ROSTER: tuple[Event, ...] = (
    PartyEnrolled(on=STARTS, party=CHAIR, kind="coordinator"),
    *(PartyEnrolled(on=STARTS, party=f"p{n}", kind="partner") for n in range(1, 15)),
    VoterRecorded(on=STARTS, party="p1", role="representative", account="representative@p1"),
)
READY = (AGREED, *ROSTER, HELD, FROZEN)


def wish(**changes: Any) -> CallBallot:
    usual: dict[str, Any] = {
        "on": MAY_15,
        "cooperation": COOPERATION,
        "ballot": SECOND,
        "motion": EXTEND,
        "closes_on": CLOSES,
        "at": datetime(2017, 5, 15, 8, tzinfo=UTC),
        "partner": CHAIR,
    }
    return CallBallot(**usual | changes)


def call(*history: Event, **changes: Any) -> When:
    return given(term, *(history or READY)).when(wish(**changes))


def called(*history: Event, **changes: Any) -> BallotCalled:
    state = given(term, *(history or READY)).state()
    [event] = term.decide(wish(**changes), state)
    assert isinstance(event, BallotCalled)
    return event


def after(*outcomes: Outcome) -> tuple[Event, ...]:
    """Earlier ballots of this term, each on the same motion."""
    ids = [BALLOT, UUID(int=7)][: len(outcomes)]
    ballots = [BallotCalled(on=MAY_15, ballot=one, terms=terms()) for one in ids]
    pairs = zip(ballots, outcomes, strict=True)
    return READY + tuple(e for b, o in pairs for e in (b, BallotSettled(on=MAY_15, ballot=b.ballot, outcome=o)))


def test_the_fourteen_partners_vote_and_the_landkreis_does_not() -> None:
    electorate = called().terms.electorate
    assert len(electorate) == 14 and CHAIR not in [elector.partner for elector in electorate]


def test_d1_with_the_switch_the_landkreis_is_the_fifteenth_voter() -> None:
    voting = AGREED.model_copy(update={"policy": P2016.model_copy(update={"landkreis_votes": True})})
    assert len(called(voting, *ROSTER, HELD, FROZEN).terms.electorate) == 15


def test_the_opening_freezes_the_accounts_of_that_day() -> None:
    revoked = VoterRecorded(on=MAY_1, party="p1", role="representative", account=None)
    assert called().terms.electorate[0].representative == "representative@p1"
    assert called(*READY, revoked).terms.electorate[0].representative is None


def test_n6_who_left_before_the_opening_is_not_in_the_electorate() -> None:
    gone = PartyDeparts(on=MAY_1, party="p1", last_day=date(2017, 5, 14), ballot=None)
    leaving = PartyDeparts(on=MAY_1, party="p1", last_day=MAY_15, ballot=None)
    assert len(called(*READY, gone).terms.electorate) == 13
    assert called(*READY, leaving).terms.electorate[0].last_day == MAY_15


def test_the_chair_calls() -> None:
    call(partner="caritas").refused("term.chair_only", "partner")
    given(term).when(wish()).refused("term.unknown")


def test_the_term_must_be_in_force() -> None:
    call(at=datetime(2017, 6, 30, 22, tzinfo=UTC)).refused("term.not_in_force")
    call(*READY, TermEnded(on=ENDS, retention_from=date(2017, 7, 1))).refused("term.not_in_force")


def test_one_ballot_at_a_time_and_each_with_its_own_id() -> None:
    call(*READY, CALLED).refused("term.ballot_running")
    call(*after(Outcome.NOT_CARRIED), ballot=BALLOT).refused("term.ballot_known")
    call(*READY, CALLED, EXTENDED, ballot=BALLOT).refused("term.ballot_known")


def test_exactly_one_repeat_within_the_term() -> None:
    assert called(*after(Outcome.NOT_CARRIED)).ballot == SECOND
    call(*after(Outcome.NOT_CARRIED, Outcome.INQUORATE)).refused("term.no_repeat_left")


def test_void_ballots_use_up_no_repeat() -> None:
    assert called(*after(Outcome.ANNULLED, Outcome.DOSSIER_CHANGED)).ballot == SECOND


def test_who_has_decided_does_not_vote_again() -> None:
    call(*after(Outcome.CARRIED)).refused("term.already_decided")


def test_quorum_free_only_as_announced_second_call_to_the_same_matter_that_lacked_a_quorum() -> None:
    assert not called(*after(Outcome.INQUORATE)).terms.quorum_free
    assert called(*after(Outcome.INQUORATE), announced_quorum_free=True).terms.quorum_free
    call(announced_quorum_free=True).refused("term.quorum_needed", "announced_quorum_free")
    call(*after(Outcome.NOT_CARRIED), announced_quorum_free=True).refused("term.quorum_needed")
    call(*after(Outcome.INQUORATE), announced_quorum_free=True, motion=LET_EXPIRE).refused("term.quorum_needed")


def test_r46_after_an_objection_only_a_meeting_decides() -> None:
    call(*after(Outcome.OBJECTED)).refused("term.meeting_needed", "procedure")
    assert called(*after(Outcome.OBJECTED), procedure="meeting").terms.procedure == "meeting"


def test_the_partners_deliberate_before_they_vote() -> None:
    call(AGREED, *ROSTER, FROZEN).refused("term.not_deliberated")


def test_the_figures_are_frozen_fourteen_days_before_the_opening() -> None:
    call(AGREED, *ROSTER, HELD).refused("term.dossier_not_frozen")
    # frozen on 1 May: 1 + 14 = 15 May is the first day
    call(at=datetime(2017, 5, 14, 8, tzinfo=UTC), on=MAY_15).refused("term.dossier_not_frozen")
    assert called().on == MAY_15


def test_the_figures_name_the_policy_they_are_decided_by() -> None:
    other = DossierFrozen(on=MAY_1, dossier=DOSSIER.model_copy(update={"policy_version": "P-2016/2"}))
    call(AGREED, *ROSTER, HELD, other).refused("term.dossier_of_other_policy")


@pytest.mark.parametrize("closes_on", [date(2017, 5, 14), ENDS, date(2017, 7, 1)])
def test_a_ballot_closes_after_it_opened_and_before_the_terms_last_day(closes_on: date) -> None:
    call(closes_on=closes_on).refused("term.closes_outside", "closes_on")


def test_a_motion_names_an_option_of_the_policy_and_its_end() -> None:
    only_extend = AGREED.model_copy(update={"policy": P2016.model_copy(update={"options": (Option.EXTEND,)})})
    call(only_extend, *ROSTER, HELD, FROZEN, motion=LET_EXPIRE).refused("term.option_unknown")
    call(motion=Motion(option=Option.EXTEND)).refused("term.motion_needs_end", "motion.until")
    call(motion=Motion(option=Option.EXTEND_WITH_CHANGES, until=ENDS)).refused("term.motion_needs_end")
    call(motion=Motion(option=Option.LET_EXPIRE, until=date(2018, 6, 30))).refused("term.motion_has_no_end")


def test_nobody_to_vote_means_no_ballot() -> None:
    call(AGREED, ROSTER[0], HELD, FROZEN).refused("term.no_electorate")


@pytest.mark.parametrize(
    ("motion", "special"),
    [
        (EXTEND, False),  # 1 Jul 2017 - 30 Jun 2018: one year to the day
        (Motion(option=Option.EXTEND, until=date(2018, 7, 1)), True),
        (EXTEND.model_copy(update={"purpose_changed": True}), True),
        (EXTEND.model_copy(update={"new_controllers": True}), True),
        (LET_EXPIRE, False),
    ],
)
def test_d1_more_than_a_year_another_purpose_or_new_controllers_need_the_special_majority(motion: Motion, special: bool) -> None:
    assert called(motion=motion).terms.special_majority is special


def test_a_year_from_1_march_ends_on_29_february_of_a_leap_year() -> None:
    assert not needs_special_majority(Motion(option=Option.EXTEND, until=date(2020, 2, 29)), date(2019, 2, 28), P2016)
