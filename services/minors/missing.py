"""Vermisst und zurück (N17): going missing closes nothing; that somebody taken in elsewhere is the same minor, a human says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from services.minors.base import MinorCommand
from shared.calendar import ONE_DAY
from shared.decider import Refused
from shared.messages import Event


class ReportMissing(MinorCommand):
    """`on`: the first day on which nobody knew where. Said again with another day while it lasts, it is a correction."""


class RecordReturn(MinorCommand):
    """`on`: the day of the return."""


class MatchFile(MinorCommand):
    """The minor returned under another file, which goes on; this one ends with its history."""

    other: UUID


class WentMissing(Event, name="minors.WentMissing"):
    pass


class Returned(Event, name="minors.Returned"):
    pass


class FileMatched(Event, name="minors.FileMatched"):
    other: UUID


MissingCommand = ReportMissing | RecordReturn | MatchFile


@dataclass(frozen=True)
class Absences:
    """Ended ones as first day and day of return. `since`: the first day of the one that lasts."""

    ended: tuple[tuple[date, date], ...] = ()
    since: date | None = None
    matched: UUID | None = None
    matched_on: date | None = None

    def stretched(self, start: date, last: date, over: date | None) -> date:
        """The last day of a period that stands still on each day of absence while it runs: until it has passed, or what it waits for
        happened. A new absence may begin on a day of the one before; such a day counts once.
        """
        days = {first + timedelta(days=n) for first, until in self.ended for n in range((until - first).days)}
        for day in sorted(day for day in days if day >= start and (over is None or day < over)):
            last += ONE_DAY if day <= last else timedelta()
        return last


def decide(command: MissingCommand, state: Absences) -> Sequence[Event]:
    match command:
        case ReportMissing(on=on):
            return [] if state.since == on else [WentMissing(on=on)]
        case RecordReturn(on=on):
            if state.since is None or on < state.since:
                raise Refused("minors.not_missing", "on", since=state.since)
            return [Returned(on=on)]
        case MatchFile(on=on, other=other, minor=minor):
            if other == minor:
                raise Refused("minors.own_file", "other")
            return [] if state.matched == other else [FileMatched(on=on, other=other)]


def evolve(state: Absences, event: Event) -> Absences:
    match event:
        case WentMissing(on=on):
            return replace(state, since=on)
        case Returned(on=on) if state.since:
            return replace(state, since=None, ended=(*state.ended, (state.since, on)))
        case FileMatched(on=on, other=other):
            return replace(state, matched=other, matched_on=on)
    return state
