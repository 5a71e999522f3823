"""What commands and events of the status have in common. Everything comes from outside: it is reported, never found out here."""

from datetime import datetime
from uuid import UUID

from shared.contracts.codes import Evidence, Slug
from shared.messages import Command, Message

OFFICE = "status.office"
"""Key of the law: the organisation that is competent for residence (§ 71 AufenthG) and settles what is contested."""


class StatusCommand(Command):
    """About one person; the stream is `status-<person>`."""

    person: UUID


class Report(StatusCommand):
    """Somebody states something, on paper or word that they name. `partner` and `at` are filled by the door."""

    evidence: Evidence
    partner: Slug
    at: datetime


class DecisionReport(Report):
    """`decision`: an id that the first reporter gave it, never a file number."""

    decision: UUID


class Source(Message):
    """Who said it, when the suite heard of it, and what they had before them. `reported_at`: an instant, UTC."""

    reported_by: Slug
    reported_at: datetime
    evidence: Evidence

    @classmethod
    def of(cls, report: Report) -> "Source":
        return cls(reported_by=report.partner, reported_at=report.at, evidence=report.evidence)


class OnReport(Message):
    """What every event has that rests on somebody's word."""

    source: Source
