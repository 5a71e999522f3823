"""Which event a report about a decision becomes. Each carries the decision's whole standing after it."""

from collections.abc import Sequence
from uuid import UUID

from services.cases.status.appeal import (
    AppealReported,
    AppealWithdrawn,
    CourtRuled,
    ReportAppeal,
    ReportAppealWithdrawal,
    ReportRuling,
    Ruling,
)
from services.cases.status.base import DecisionReport, Source
from services.cases.status.claims import NOTHING, Aspect, thing
from services.cases.status.decision import DecisionReported, ReportDecision, verdict
from services.cases.status.deriving import appeal_period
from services.cases.status.finality import DecisionBecameFinal, FinalityCause, NoteFinality, ReportFinality
from services.cases.status.revocation import ProtectionRevoked, ReportRevocation, ReportRevocationOpened, RevocationOpened
from services.cases.status.service import DecisionServed, ReportService, ServiceCorrected, service
from services.cases.status.standing import Standing
from services.cases.status.state import Status
from shared.decider import Refused
from shared.law import Law
from shared.messages import Event

DecisionCommand = (
    ReportDecision
    | ReportService
    | ReportAppeal
    | ReportAppealWithdrawal
    | ReportRuling
    | ReportFinality
    | NoteFinality
    | ReportRevocationOpened
    | ReportRevocation
)


def decide(command: DecisionCommand, state: Status, law: Law) -> Sequence[Event]:
    """Drafts, which `deriving.finished` completes. Raises Refused, NoLaw."""
    if isinstance(command, NoteFinality):
        return _note_finality(command, state, law)
    return [_draft(command, state, law)]


def _draft(command: DecisionReport, state: Status, law: Law) -> Event:
    on, source, about = command.on, Source.of(command), Standing(decision=command.decision)
    match command:
        case ReportDecision():
            return DecisionReported(on=on, source=source, standing=about, verdict=verdict(command))
        case ReportService():
            found, applied = service(command, law)
            known = command.partner in state.claims.get(thing(Aspect.SERVICE, command.decision), NOTHING).said
            kind = ServiceCorrected if known else DecisionServed
            return kind(on=found.latest, source=source, standing=about, service=found, applied=applied)
        case ReportAppeal():
            return AppealReported(on=on, source=source, standing=about)
        case ReportAppealWithdrawal():
            return AppealWithdrawn(on=on, source=source, standing=about)
        case ReportRuling():
            return CourtRuled(on=on, source=source, standing=about, ruling=_ruling(command))
        case ReportFinality():
            return DecisionBecameFinal(on=on, standing=about, cause=FinalityCause.REPORTED, source=source)
        case ReportRevocationOpened():
            return RevocationOpened(on=on, source=source, standing=about)
        case ReportRevocation():
            return ProtectionRevoked(on=on, source=source, standing=about)
    raise TypeError(f"{type(command).__name__} is no report about a decision")


def _ruling(command: ReportRuling) -> Ruling:
    if command.final_on is not None and command.final_on < command.on:
        raise Refused("status.final_before_ruling", "final_on", on=command.on, final_on=command.final_on)
    return Ruling(on=command.on, outcome=command.outcome, final_on=command.final_on)


def _note_finality(command: NoteFinality, state: Status, law: Law) -> Sequence[Event]:
    """Only if the facts, as they are known at the end of that day, still give this day."""
    decision: UUID = command.decision
    period = appeal_period(state, decision, law)
    if period is None or period.last_day != command.on:
        return []
    return [DecisionBecameFinal(on=command.on, standing=Standing(decision=decision), cause=FinalityCause.PERIOD_OVER)]
