"""Whenever X, then by the day Y, or then at once Z. A day begins at 00:00 and ends at 24:00 in Europe/Berlin."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from services.minors.clocks import NotePeriodMissed, PeriodEnded, PeriodSet
from services.minors.distribution import AssignmentReceived
from services.minors.majority import (
    SAID,
    MajorityComputed,
    NoteDays,
    NoteGuardianshipEnd,
    NoteMajority,
    NoteMajorityApproaching,
    NoteMajorityPossible,
    NotePlanDue,
    NotePlanLate,
)
from services.minors.majority_days import MajorityDays
from services.minors.siblings import NoteSibling, SiblingKnown
from services.minors.streams import file_of
from shared.calendar import ONE_DAY, day_end, day_start
from shared.deadlines import ClearDeadline, Deadline, Frist, SetDeadline
from shared.messages import Command, Recorded


def deadlines(recorded: Recorded) -> list[Deadline]:
    minor = file_of(recorded.stream)
    match recorded.event:
        case PeriodSet(clock=clock, frist=frist):
            missed = NotePeriodMissed(minor=minor, on=frist.last_day + ONE_DAY, clock=clock, last_day=frist.last_day)
            return [SetDeadline(f"period-{clock}", day_end(frist.last_day), missed, frist)]
        case PeriodEnded(clock=clock):
            return [ClearDeadline(f"period-{clock}")]
        case MajorityComputed(days=None, warnings=warnings):
            return [ClearDeadline(key) for key in [*DAYS, *map(_warning, warnings)]]
        case MajorityComputed(days=MajorityDays() as days, warnings=warnings):
            return [*_days(minor, days), *_warnings(minor, days, warnings)]
    return []


DAYS: Mapping[str, type[NoteDays]] = {
    "plan-due": NotePlanDue,
    "plan-late": NotePlanLate,
    "majority-possible": NoteMajorityPossible,
    "majority": NoteMajority,
    "guardianship-end": NoteGuardianshipEnd,
}
"""By key: what is to be said. With a precise birth date `majority` alone says that it is reached."""


def _days(minor: UUID, days: MajorityDays) -> Iterator[Deadline]:
    """The youth office's list shows the days themselves, with what is to be done by them."""
    duties: Mapping[type[NoteDays], Frist | None] = {NotePlanLate: days.plan, NoteMajority: days.decision}
    for key, command in DAYS.items():
        on = SAID[command](days)
        certain = command is NoteMajorityPossible and days.precise
        yield ClearDeadline(key) if certain else SetDeadline(key, day_start(on), command(minor=minor, on=on), duties.get(command))


def _warnings(minor: UUID, days: MajorityDays, waiting: Sequence[int]) -> Iterator[Deadline]:
    for n in waiting:
        on = days.warning_said(n)
        if n in dict(days.warnings):
            yield SetDeadline(_warning(n), day_start(on), NoteMajorityApproaching(minor=minor, on=on, days=n))
        else:
            yield ClearDeadline(_warning(n))


def _warning(days: int) -> str:
    return f"majority-in-{days}"


def reactions(recorded: Recorded) -> list[Command]:
    """Siblings know of each other, and of where the other goes, in the same transaction (R30)."""
    event, minor = recorded.event, file_of(recorded.stream)
    match event:
        case SiblingKnown(on=on, sibling=sibling, own=own):
            return [NoteSibling(minor=sibling, on=on, sibling=minor, office=own)]
        case AssignmentReceived(on=on, office=office, siblings=siblings):
            return [NoteSibling(minor=sibling, on=on, sibling=minor, office=office) for sibling in siblings]
    return []
