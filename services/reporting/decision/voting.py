"""While a ballot is open: votes, objections to the written procedure, and partners who leave."""

from datetime import date, datetime
from uuid import UUID

from services.reporting.decision.ballot_state import (
    Ballot,
    frozen_terms,
    open_terms,
    valid_terms,
)
from services.reporting.decision.ballot_terms import BallotTerms, Elector, VoterRole
from services.reporting.decision.tally import Choice, Vote
from shared.calendar import day_end, local_day
from shared.contracts.codes import Slug
from shared.decider import Refused
from shared.messages import Command, Event


class CastVote(Command):
    """Changeable until the close; the last word counts."""

    ballot: UUID
    choice: Choice
    subject_to_ratification: bool = False
    at: datetime
    actor: str
    partner: str


class RaiseObjection(Command):
    """Against deciding in writing (§ 90(1) S. 2 VwVfG by analogy): one member's is enough. Silence is none."""

    ballot: UUID
    at: datetime
    actor: str
    partner: str


class WithdrawElector(Command):
    ballot: UUID
    elector: Slug
    last_day: date


class VoteCast(Event, name="ballot.VoteCast"):
    elector: Slug
    vote: Vote


class LateVoteRejected(Event, name="ballot.LateVoteRejected"):
    """Not counted, but on record."""

    elector: Slug
    by: VoterRole
    at: datetime


class ObjectionRaised(Event, name="ballot.ObjectionRaised"):
    """R46: the written ballot is void, a meeting is needed."""

    cooperation: Slug
    elector: Slug


class ElectorWithdrew(Event, name="ballot.ElectorWithdrew"):
    elector: Slug
    last_day: date


def _voter(terms: BallotTerms, partner: str, account: str) -> tuple[Elector, VoterRole]:
    """Only the accounts that were authorised at the opening: the electorate is frozen with them."""
    elector = terms.elector(partner)
    if elector is None:
        raise Refused("ballot.not_in_electorate", "partner", partner=partner)
    role = elector.role_of(account)
    if role is None:
        raise Refused("ballot.not_authorised", "actor", partner=partner)
    return elector, role


def _cast(c: CastVote, state: Ballot) -> list[Event]:
    """The representative stands over the deputy: once the representative has voted, a deputy cannot change it."""
    terms = valid_terms(state)
    elector, role = _voter(terms, c.partner, c.actor)
    today, known = local_day(c.at), state.votes.get(elector.partner)
    if state.result is not None or c.at >= terms.closes_at:
        return [LateVoteRejected(on=today, elector=elector.partner, by=role, at=c.at)]
    last_day = state.departures.get(elector.partner, elector.last_day)
    if last_day is not None and c.at >= day_end(last_day):
        raise Refused("ballot.elector_left", "partner", partner=c.partner, last_day=last_day)
    if role == "deputy" and known is not None and known.by == "representative":
        raise Refused("ballot.representative_has_voted", "actor", partner=c.partner)
    vote = Vote(choice=c.choice, subject_to_ratification=c.subject_to_ratification, by=role)
    return [] if vote == known else [VoteCast(on=today, elector=elector.partner, vote=vote)]


def _object(c: RaiseObjection, state: Ballot) -> list[Event]:
    if state.void == "objection":
        return []
    terms = open_terms(state, c.at)
    elector, _ = _voter(terms, c.partner, c.actor)
    if terms.procedure != "written":
        raise Refused("ballot.not_written", "ballot")
    return [ObjectionRaised(on=local_day(c.at), cooperation=terms.cooperation, elector=elector.partner)]


def _withdraw(c: WithdrawElector, state: Ballot) -> list[Event]:
    terms = frozen_terms(state)
    known = terms.elector(c.elector) is None or state.departures.get(c.elector) == c.last_day
    return [] if known or state.result else [ElectorWithdrew(on=c.on, elector=c.elector, last_day=c.last_day)]


VotingCommand = CastVote | RaiseObjection | WithdrawElector


def decide(command: VotingCommand, state: Ballot) -> list[Event]:
    match command:
        case CastVote():
            return _cast(command, state)
        case RaiseObjection():
            return _object(command, state)
        case WithdrawElector():
            return _withdraw(command, state)
