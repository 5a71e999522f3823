"""The term of a cooperation: agreed, prepared, voted on, extended or ended. Stream `term-<cooperation>`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from services.reporting.decision import calling, preparation, roster
from services.reporting.decision.calling import BallotCalled, CallBallot
from services.reporting.decision.policy import DecisionPolicy
from services.reporting.decision.preparation import (
    FreezeDossier,
    HoldDeliberation,
    Preparation,
    ScheduleDeliberation,
)
from services.reporting.decision.roster import EnrolParty, RecordDeparture, RecordVoter
from services.reporting.decision.term_state import (
    Call,
    Extension,
    Facet,
    Outcome,
    Term,
    TermAgreed,
    agreed,
    chaired,
)
from shared.calendar import day_end
from shared.contracts.codes import Slug
from shared.decider import Decider, Refused
from shared.messages import Command, Event


class AgreeTerm(Command):
    cooperation: Slug
    starts: date
    ends: date
    facets: tuple[Facet, ...]
    coordinator: Slug
    policy: DecisionPolicy


class SettleBallot(Command):
    """What became of a ballot, where nothing but the knowledge of it follows."""

    cooperation: Slug
    ballot: UUID
    outcome: Outcome


class ExtendTerm(Command):
    """`on`: the ballot's closing day. `until`: the new last day."""

    cooperation: Slug
    ballot: UUID
    until: date


class EndTerm(Command):
    cooperation: Slug
    at: datetime


class BallotSettled(Event, name="term.BallotSettled"):
    ballot: UUID
    outcome: Outcome


class TermExtended(Event, name="term.Extended"):
    ballot: UUID
    ends: date


class ExtensionRevoked(Event, name="term.ExtensionRevoked"):
    """The ballot behind an extension was annulled: the former end is the end again."""

    ballot: UUID
    ends: date


class TermEnded(Event, name="term.Ended"):
    """R48: no tacit extension. Shared access ends with `on` 24:00, retention periods start with the day after."""

    retention_from: date


def _agree(c: AgreeTerm, state: Term) -> list[Event]:
    term = TermAgreed(on=c.on, starts=c.starts, ends=c.ends, facets=c.facets, coordinator=c.coordinator, policy=c.policy)
    if state.agreed == term:
        return []
    if state.agreed is not None:
        raise Refused("term.already_agreed", "cooperation", starts=state.agreed.starts)
    if c.ends < c.starts:
        raise Refused("term.ends_before_start", "ends", starts=c.starts)
    return [term]


def _prepare(command: preparation.PreparationCommand, state: Term) -> list[Event]:
    if isinstance(command, FreezeDossier):
        agreed(state)
    else:
        chaired(state, command.partner)
    if state.running is not None:
        raise Refused("term.ballot_running", "cooperation", ballot=state.running.ballot)
    return preparation.decide(command, state.preparation)


def _settle(c: SettleBallot, state: Term) -> list[Event]:
    last = state.extensions[-1] if state.extensions else None
    if last is not None and last.ballot == c.ballot and c.outcome == Outcome.ANNULLED:
        return [ExtensionRevoked(on=c.on, ballot=c.ballot, ends=last.ends)]
    news = any(call.ballot == c.ballot and call.outcome != c.outcome for call in state.calls)
    return [BallotSettled(on=c.on, ballot=c.ballot, outcome=c.outcome)] if news else []


def _extend(c: ExtendTerm, state: Term) -> list[Event]:
    """Also after the end, if the count was recorded late: the ballot itself closed within the term."""
    if state.running is None or state.running.ballot != c.ballot:
        return []
    return [TermExtended(on=c.on, ballot=c.ballot, ends=c.until)]


def _end(c: EndTerm, state: Term) -> list[Event]:
    ends = state.ends or agreed(state).ends
    if state.ended:
        return []
    if c.at < day_end(ends):
        raise Refused("term.still_running", "at", ends=ends)
    return [TermEnded(on=ends, retention_from=ends + timedelta(days=1))]


def decide(command: Command, state: Term) -> Sequence[Event]:
    match command:
        case EnrolParty() | RecordVoter() | RecordDeparture():
            return roster.decide(command, None if state.running is None else state.running.ballot)
        case ScheduleDeliberation() | HoldDeliberation() | FreezeDossier():
            return _prepare(command, state)
        case CallBallot():
            return calling.decide(command, state)
        case AgreeTerm():
            return _agree(command, state)
        case SettleBallot():
            return _settle(command, state)
        case ExtendTerm():
            return _extend(command, state)
        case EndTerm():
            return _end(command, state)
    return []


def _settled(calls: tuple[Call, ...], ballot: UUID, outcome: Outcome) -> tuple[Call, ...]:
    return tuple(replace(call, outcome=outcome) if call.ballot == ballot else call for call in calls)


def _extended(state: Term, event: TermExtended) -> Term:
    """A new period: its own deliberation, its own figures, its own ballots."""
    former = state.ends or event.ends
    calls = _settled(state.calls, event.ballot, Outcome.CARRIED)
    extension = Extension(event.ballot, former, calls, state.preparation)
    return replace(state, ends=event.ends, calls=(), preparation=Preparation(), extensions=(*state.extensions, extension), ended=False)


def _revoked(state: Term, event: ExtensionRevoked) -> Term:
    if not state.extensions:
        return replace(state, ends=event.ends)
    *earlier, last = state.extensions
    calls = _settled(last.calls, event.ballot, Outcome.ANNULLED) + state.calls
    return replace(state, ends=event.ends, calls=calls, preparation=last.preparation, extensions=tuple(earlier))


def evolve(state: Term, event: Event) -> Term:
    match event:
        case TermAgreed(ends=ends):
            return replace(state, agreed=event, ends=ends)
        case BallotCalled(ballot=ballot, terms=terms):
            return replace(state, calls=(*state.calls, Call(ballot, terms.motion)))
        case BallotSettled(ballot=ballot, outcome=outcome):
            return replace(state, calls=_settled(state.calls, ballot, outcome))
        case TermExtended():
            return _extended(state, event)
        case ExtensionRevoked():
            return _revoked(state, event)
        case TermEnded():
            return replace(state, ended=True)
    parties = roster.evolve(state.parties, event)
    return replace(state, parties=parties, preparation=preparation.evolve(state.preparation, event))


term = Decider(Term(), decide, evolve)
