"""A ballot: opened with everything frozen, voted in until its last second, then counted. Stream `ballot-<id>`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.reporting.decision import voting
from services.reporting.decision.ballot_rules import count
from services.reporting.decision.ballot_state import (
    AnnulReason,
    Ballot,
    frozen_terms,
    open_terms,
)
from services.reporting.decision.ballot_terms import BallotTerms, Digest, Motion
from services.reporting.decision.tally import Result
from services.reporting.decision.voting import (
    CastVote,
    ElectorWithdrew,
    ObjectionRaised,
    RaiseObjection,
    VoteCast,
    WithdrawElector,
)
from shared.calendar import local_day
from shared.contracts.codes import Slug
from shared.decider import Decider, Refused
from shared.messages import Command, Event


class OpenBallot(Command):
    ballot: UUID
    terms: BallotTerms


class ReportDossierChanged(Command):
    """`found`: the hash of what the frozen positions give today."""

    ballot: UUID
    found: Digest
    at: datetime


class AnnulBallot(Command):
    """The only correction: a result is never edited, a new ballot decides again."""

    ballot: UUID
    reason: AnnulReason
    at: datetime
    partner: str


class CloseBallot(Command):
    ballot: UUID
    at: datetime


class BallotOpened(Event, name="ballot.Opened"):
    terms: BallotTerms


class DossierChanged(Event, name="ballot.DossierChanged"):
    """R47: what was voted on is no longer what was frozen."""

    cooperation: Slug
    found: Digest


class BallotAnnulled(Event, name="ballot.Annulled"):
    cooperation: Slug
    reason: AnnulReason


class BallotClosed(Event, name="ballot.Closed"):
    """`on`: the closing day. The rules it was counted by are those of `ballot.Opened`."""

    cooperation: Slug
    motion: Motion
    policy: str
    result: Result


def _dossier(c: ReportDossierChanged, state: Ballot) -> list[Event]:
    if state.void == "dossier_changed" or c.found == frozen_terms(state).dossier.hash:
        return []
    terms = open_terms(state, c.at)
    return [DossierChanged(on=local_day(c.at), cooperation=terms.cooperation, found=c.found)]


def _annul(c: AnnulBallot, state: Ballot) -> list[Event]:
    terms = frozen_terms(state)
    if c.partner != terms.chair:
        raise Refused("ballot.chair_only", "partner", chair=terms.chair)
    if state.void is not None:
        return []
    return [BallotAnnulled(on=local_day(c.at), cooperation=terms.cooperation, reason=c.reason)]


def _close(c: CloseBallot, state: Ballot) -> list[Event]:
    """R45: whoever votes in the last second of the closing day is counted, so nothing closes before its 24:00."""
    terms = frozen_terms(state)
    if state.void is not None or state.result is not None:
        return []
    if c.at < terms.closes_at:
        raise Refused("ballot.still_open", "at", closes_on=terms.closes_on)
    result = count(terms, state.votes, state.departures)
    return [BallotClosed(on=terms.closes_on, cooperation=terms.cooperation, motion=terms.motion, policy=terms.policy.key, result=result)]


def _open(c: OpenBallot, state: Ballot) -> list[Event]:
    if state.terms is None:
        return [BallotOpened(on=c.on, terms=c.terms)]
    if state.terms == c.terms:
        return []
    raise Refused("ballot.already_open", "ballot")


def decide(command: Command, state: Ballot) -> Sequence[Event]:
    match command:
        case OpenBallot():
            return _open(command, state)
        case CastVote() | RaiseObjection() | WithdrawElector():
            return voting.decide(command, state)
        case ReportDossierChanged():
            return _dossier(command, state)
        case AnnulBallot():
            return _annul(command, state)
        case CloseBallot():
            return _close(command, state)
    return []


def evolve(state: Ballot, event: Event) -> Ballot:
    match event:
        case BallotOpened(terms=terms):
            return replace(state, terms=terms)
        case VoteCast(elector=elector, vote=vote):
            return replace(state, votes={**state.votes, elector: vote})
        case ElectorWithdrew(elector=elector, last_day=last_day):
            return replace(state, departures={**state.departures, elector: last_day})
        case ObjectionRaised():
            return replace(state, void="objection")
        case DossierChanged():
            return replace(state, void="dossier_changed")
        case BallotAnnulled(reason=reason):
            return replace(state, void=reason)
        case BallotClosed(result=result):
            return replace(state, result=result)
    return state


ballot = Decider(Ballot(), decide, evolve)
