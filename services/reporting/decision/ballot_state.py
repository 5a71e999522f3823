"""What is known of a ballot while it runs and after; and the three guards that every command on it passes."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from services.reporting.decision.ballot_terms import BallotTerms
from services.reporting.decision.tally import Result, Vote
from shared.contracts.codes import Slug
from shared.decider import Refused

AnnulReason = Literal["wrong_electorate", "wrong_motion", "ineligible_vote", "wrong_figures", "procedure"]
VoidReason = Literal["objection", "dossier_changed"] | AnnulReason


@dataclass(frozen=True)
class Ballot:
    terms: BallotTerms | None = None
    votes: dict[Slug, Vote] = field(default_factory=dict)
    departures: dict[Slug, date] = field(default_factory=dict)
    result: Result | None = None
    void: VoidReason | None = None


def frozen_terms(state: Ballot) -> BallotTerms:
    if state.terms is None:
        raise Refused("ballot.unknown", "ballot")
    return state.terms


def valid_terms(state: Ballot) -> BallotTerms:
    terms = frozen_terms(state)
    if state.void is not None:
        raise Refused("ballot.void", "ballot", reason=state.void)
    return terms


def open_terms(state: Ballot, at: datetime) -> BallotTerms:
    terms = valid_terms(state)
    if state.result is not None or at >= terms.closes_at:
        raise Refused("ballot.closed", "ballot", closed=terms.closes_on)
    return terms
