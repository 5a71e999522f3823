"""Reports as the tests say them: one invented person, one decision of the BAMF, reported by the Ausländerbehörde."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

from services.cases.status.base import Report
from services.cases.status.decision import ReportDecision
from services.cases.status.service import ReportService
from services.cases.status.standing import Standing, standing_in
from services.cases.status.status import status
from shared.contracts.codes import Evidence, EvidenceKind, Outcome, ServiceMode
from shared.messages import Command, Event
from tests.services.cases.facets.language.said import LAW, PERSON

DECISION = UUID("9a1c7d52-0b3e-4f0d-8a5c-2d6e4f812016")
ABH, DESK, JOBCENTER = "landkreis-auslaenderbehoerde", "vg-landstuhl", "jobcenter"
PAPER = Evidence(kind=EvidenceKind.DECISION, reference=UUID("3e4b8f0a-52b7-4a0e-9b51-6c1d7e802016"))
HEARD = datetime(2016, 9, 1, 8, tzinfo=UTC)

standing = status(LAW)
Kind = TypeVar("Kind", bound=Report)


def report(shape: type[Kind], on: date, /, by: str = ABH, at: datetime = HEARD, **more: Any) -> Kind:
    of = {"decision": DECISION} if "decision" in shape.model_fields else {}
    return shape.model_validate({"person": PERSON, "on": on, "evidence": PAPER, "partner": by, "at": at, **of, **more})


def decided(outcome: Outcome = Outcome.REFUGEE, on: date = date(2016, 4, 11), by: str = ABH, **more: Any) -> ReportDecision:
    return report(ReportDecision, on, by, outcome=outcome, **more)


def served(on: date, mode: ServiceMode = ServiceMode.ACTUAL, by: str = ABH, **more: Any) -> ReportService:
    return report(ReportService, on, by, mode=mode, **more)


def told(*commands: Command) -> list[Event]:
    """All that follows when these are said one after the other."""
    events: list[Event] = []
    for command in commands:
        events += standing.decide(command, standing.fold(events))
    return events


def last(events: Sequence[Event]) -> Standing:
    """The decision's standing as the last event that concerns it carries it."""
    found = [one for one in map(standing_in, events) if one is not None]
    return found[-1]
