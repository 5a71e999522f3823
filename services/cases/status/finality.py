"""Unanfechtbarkeit: reported, or reached because the time to sue has passed. With the end of that day nobody can sue any more."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from services.cases.status.base import DecisionReport, Source, StatusCommand
from services.cases.status.standing import OfDecision
from shared.messages import Event, Message


class ReportFinality(DecisionReport):
    """`on`: the day with whose end the decision became unanfechtbar."""


class NoteFinality(StatusCommand):
    """Fired by the deadline at the end of the last day to sue, which is `on`."""

    decision: UUID


class FinalityCause(StrEnum):
    REPORTED = "reported"
    PERIOD_OVER = "period_over"


class Final(Message):
    on: date


class DecisionBecameFinal(OfDecision, Event, name="status.DecisionBecameFinal"):
    """`source`: None where the period ran out unused."""

    cause: FinalityCause
    source: Source | None = None
