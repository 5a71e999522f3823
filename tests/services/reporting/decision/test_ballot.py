from datetime import date

import pytest

from services.reporting.decision.ballot import (
    AnnulBallot,
    BallotAnnulled,
    BallotClosed,
    CloseBallot,
    DossierChanged,
    OpenBallot,
    ReportDossierChanged,
    ballot,
)
from services.reporting.decision.ballot_rules import count
from services.reporting.decision.tally import Vote
from services.reporting.decision.voting import VoteCast
from shared.messages import Event
from tests.given import given
from tests.services.reporting.decision.examples import (
    BALLOT,
    CHAIR,
    CLOSED,
    CLOSES,
    COOPERATION,
    DOSSIER,
    EXTEND,
    LAST_SECOND,
    MAY_20,
    OPENED,
    opened,
    terms,
    votes,
)

CLOSE = CloseBallot(on=CLOSES, ballot=BALLOT, at=CLOSED)
ANNUL = AnnulBallot(on=CLOSES, ballot=BALLOT, reason="wrong_electorate", at=CLOSED, partner=CHAIR)
# 22:00Z is the first instant of 10 June in Berlin
ANNULLED = BallotAnnulled(on=date(2017, 6, 10), cooperation=COOPERATION, reason="wrong_electorate")


def closed(yes: int, no: int = 0) -> BallotClosed:
    result = count(terms(), votes(yes, no), {})
    return BallotClosed(on=CLOSES, cooperation=COOPERATION, motion=EXTEND, policy="P-2016/1", result=result)


def cast_votes(yes: int) -> list[Event]:
    return [VoteCast(on=OPENED, elector=f"p{n}", vote=Vote(choice="yes")) for n in range(1, yes + 1)]


def test_opening_freezes_electorate_motion_policy_and_figures() -> None:
    given(ballot).when(OpenBallot(on=OPENED, ballot=BALLOT, terms=terms())).then(opened())
    given(ballot, opened()).when(OpenBallot(on=OPENED, ballot=BALLOT, terms=terms())).nothing_new()
    given(ballot, opened()).when(OpenBallot(on=OPENED, ballot=BALLOT, terms=terms(13))).refused("ballot.already_open")


def test_the_close_counts_the_votes_that_are_there() -> None:
    given(ballot, opened(), *cast_votes(9)).when(CLOSE).then(closed(yes=9))


def test_r45_nothing_closes_before_the_end_of_the_closing_day() -> None:
    given(ballot, opened()).when(CLOSE.model_copy(update={"at": LAST_SECOND})).refused("ballot.still_open")


def test_a_closed_ballot_closes_once() -> None:
    given(ballot, opened(), closed(yes=9)).when(CLOSE).nothing_new()
    given(ballot).when(CLOSE).refused("ballot.unknown")


def test_a_result_stays_when_the_count_is_recorded_late() -> None:
    late = CLOSE.model_copy(update={"at": CLOSED.replace(day=12), "on": date(2017, 6, 12)})
    given(ballot, opened(), *cast_votes(9)).when(late).then(closed(yes=9))


def test_r47_figures_that_changed_after_the_opening_make_the_ballot_invalid() -> None:
    report = ReportDossierChanged(on=OPENED, ballot=BALLOT, found="c" * 64, at=MAY_20)
    changed = DossierChanged(on=date(2017, 5, 20), cooperation=COOPERATION, found="c" * 64)
    given(ballot, opened()).when(report).then(changed)
    given(ballot, opened(), changed).when(report).nothing_new()
    given(ballot, opened(), changed, *cast_votes(9)).when(CLOSE).nothing_new()


def test_r47_the_same_figures_are_no_news_and_after_the_close_only_annulment_helps() -> None:
    same = ReportDossierChanged(on=OPENED, ballot=BALLOT, found=DOSSIER.hash, at=MAY_20)
    other = ReportDossierChanged(on=OPENED, ballot=BALLOT, found="c" * 64, at=CLOSED)
    given(ballot, opened()).when(same).nothing_new()
    given(ballot, opened(), closed(yes=9)).when(other).refused("ballot.closed")


@pytest.mark.parametrize("history", [[opened()], [opened(), closed(yes=9)]])
def test_a_ballot_is_annulled_with_a_reason_and_never_edited(history: list[Event]) -> None:
    given(ballot, *history).when(ANNUL).then(ANNULLED)
    given(ballot, *history, ANNULLED).when(ANNUL).nothing_new()
    given(ballot, *history, ANNULLED).when(CLOSE).nothing_new()


def test_only_the_chair_annuls() -> None:
    given(ballot, opened()).when(ANNUL.model_copy(update={"partner": "p1"})).refused("ballot.chair_only", "partner")
