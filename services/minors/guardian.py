"""Vormund: sought without delay (§ 42(3) S. 4 SGB VIII), appointed by the Familiengericht, over with majority."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.minors.base import MinorCommand
from shared.contracts.codes_minors import GuardianKind
from shared.decider import Refused
from shared.messages import Event


class RequestGuardian(MinorCommand):
    """`on`: the day of the request to the Familiengericht."""


class AppointGuardian(MinorCommand):
    """`on`: the day of the appointment. Said again with another kind, it is a change of guardian."""

    kind: GuardianKind


class GuardianRequested(Event, name="minors.GuardianRequested"):
    pass


class GuardianAppointed(Event, name="minors.GuardianAppointed"):
    """`days`: calendar days since the first day in care."""

    kind: GuardianKind
    days: int


class GuardianChanged(Event, name="minors.GuardianChanged"):
    kind: GuardianKind


class GuardianshipEnded(Event, name="minors.GuardianshipEnded"):
    """With majority by the law that governs it (Art. 7, 24 EGBGB). `on` says the month only: the first day of the next one."""


class GuardianshipContinued(Event, name="minors.GuardianshipContinued"):
    """It had not ended: another birth date or another law says so."""


GuardianCommand = RequestGuardian | AppointGuardian


@dataclass(frozen=True)
class Guardian:
    requested: date | None = None
    appointed: date | None = None
    kind: GuardianKind | None = None
    ended: date | None = None

    @property
    def acts(self) -> bool:
        return self.appointed is not None and self.ended is None


def decide(command: GuardianCommand, state: Guardian, since: date) -> Sequence[Event]:
    match command:
        case RequestGuardian(on=on):
            return [] if state.requested else [GuardianRequested(on=on)]
        case AppointGuardian(on=on, kind=kind):
            if on < since:
                raise Refused("minors.before_care", "on", since=since)
            if state.appointed is None:
                return [GuardianAppointed(on=on, kind=kind, days=(on - since).days)]
            return [] if state.kind is kind else [GuardianChanged(on=on, kind=kind)]


def evolve(state: Guardian, event: Event) -> Guardian:
    match event:
        case GuardianRequested(on=on):
            return replace(state, requested=on)
        case GuardianAppointed(on=on, kind=kind):
            return replace(state, appointed=on, kind=kind, ended=None)
        case GuardianChanged(kind=kind):
            return replace(state, kind=kind)
        case GuardianshipEnded(on=on):
            return replace(state, ended=on)
        case GuardianshipContinued():
            return replace(state, ended=None)
    return state
