"""All that is said of one person's status: what each source claims, what happened in court, and what was noted here."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from services.cases.status import appeal, asylum_benefits
from services.cases.status.appeal import Suits
from services.cases.status.asylum_benefits import Benefits
from services.cases.status.base import OnReport, Source
from services.cases.status.claims import Aspect, Claims, Said, Thing, thing, with_said, with_settlement
from services.cases.status.contradiction import ContradictionOverdue, ContradictionSettled, StatusContradicted
from services.cases.status.decision import DecisionReported
from services.cases.status.finality import DecisionBecameFinal, Final, FinalityCause
from services.cases.status.papers import (
    IdentityCorrected,
    ResidenceTitleExpired,
    paper,
)
from services.cases.status.revocation import ProtectionRevoked, RevocationOpened, Revoked
from services.cases.status.service import DecisionServed, ServiceCorrected
from services.cases.status.standing import Standing, standing_in
from shared.contracts.codes import IdentityPart
from shared.messages import Event, Message

Day = tuple[UUID, date]


@dataclass(frozen=True)
class Status:
    """`noted`: the days with whose end a decision became final because nobody sued. `standings`: as the last event of each says."""

    claims: Claims = field(default_factory=dict)
    suits: Suits = field(default_factory=dict)
    noted: dict[UUID, date] = field(default_factory=dict)
    checks: tuple[Day, ...] = ()
    standings: dict[UUID, Standing] = field(default_factory=dict)
    corrected: tuple[tuple[IdentityPart, date], ...] = ()
    expired: tuple[Thing, ...] = ()
    overdue: tuple[Thing, ...] = ()
    benefits: Benefits = field(default_factory=Benefits)


def evolve(state: Status, event: Event) -> Status:
    if standing := standing_in(event):
        state = replace(state, standings={**state.standings, standing.decision: standing})
    state = replace(
        state,
        claims=_claimed(state.claims, event),
        suits=appeal.evolve(state.suits, event),
        benefits=asylum_benefits.evolve(state.benefits, event),
    )
    return _noted(state, event)


def _noted(state: Status, event: Event) -> Status:
    match event:
        case DecisionBecameFinal(on=on, standing=standing, cause=FinalityCause.PERIOD_OVER):
            return replace(state, noted={**state.noted, standing.decision: on})
        case RevocationOpened(on=on, standing=standing) if (standing.decision, on) not in state.checks:
            return replace(state, checks=(*state.checks, (standing.decision, on)))
        case IdentityCorrected(on=on, part=part) if (part, on) not in state.corrected:
            return replace(state, corrected=(*state.corrected, (part, on)))
        case ResidenceTitleExpired(kind=kind, issued=issued):
            return replace(state, expired=(*state.expired, thing(Aspect.TITLE, kind, issued)))
        case StatusContradicted(thing=about):
            return replace(state, overdue=tuple(one for one in state.overdue if one != about))
        case ContradictionOverdue(thing=about):
            return replace(state, overdue=(*state.overdue, about))
    return state


def claimed(event: Event) -> tuple[Thing, Message] | None:
    """What an event claims about a thing, if two sources could say it differently."""
    match event:
        case DecisionReported(standing=standing, verdict=verdict):
            return thing(Aspect.OUTCOME, standing.decision), verdict
        case DecisionServed(standing=standing, service=service) | ServiceCorrected(standing=standing, service=service):
            return thing(Aspect.SERVICE, standing.decision), service
        case DecisionBecameFinal(on=on, standing=standing, cause=FinalityCause.REPORTED):
            return thing(Aspect.FINALITY, standing.decision), Final(on=on)
        case ProtectionRevoked(on=on, standing=standing):
            return thing(Aspect.REVOCATION, standing.decision), Revoked(on=on)
    return paper(event)


def _source(event: Message) -> Source | None:
    return event.source if isinstance(event, OnReport | DecisionBecameFinal) else None


def _claimed(claims: Claims, event: Event) -> Claims:
    claim = claimed(event)
    source = _source(event)
    if claim and source:
        return with_said(claims, claim[0], Said(value=claim[1].model_dump_json(), source=source))
    if isinstance(event, ContradictionSettled) and event.source is not None:
        return with_settlement(claims, event.thing, event.source)
    return claims
