"""Ehrenamtliche, die begleiten: nobody accompanies a minor whose clearance was not inspected (§ 72a(3), (4) SGB VIII; R23, R24, R33).

Who accompanies is said by events. The clearance is not: it lies in a row (`files.py`) that goes when it is needed no more (§ 72a(5)), and
what follows from it holds by the day. Nothing is said of an entry in a certificate: whoever has a relevant one does not accompany (R25).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from services.minors.base import MinorCommand
from shared.calendar import local_day
from shared.decider import Refused
from shared.law import Law
from shared.messages import Day, Event, Message

FRESH, VALID = "minors.clearance_fresh_within", "minors.clearance_valid"


class Clearance(Message):
    """An inspected erweitertes Führungszeugnis: the day of the inspection and the date on the paper. No more may be kept of it."""

    inspected: Day
    certificate: Day


class AcceptCompanion(MinorCommand):
    """`on`: the first day, or that of a new inspection. `volunteer`: the random id under which they are registered.

    `clearance` is no part of what is kept of the command, not even by its hash.
    """

    volunteer: UUID
    clearance: Clearance | None = Field(default=None, exclude=True)
    at: datetime


class EndCompanion(MinorCommand):
    """`on`: the last day."""

    volunteer: UUID
    at: datetime


class CompanionAccepted(Event, name="minors.CompanionAccepted"):
    """`kept`: a clearance, if there is one. No more once majority was said, or the file has ended."""

    volunteer: UUID
    kept: bool


class CompanionInspected(Event, name="minors.CompanionInspected"):
    """Once more, while the accompaniment lasts."""

    volunteer: UUID
    kept: bool


class CompanionEnded(Event, name="minors.CompanionEnded"):
    """`on`: the last day."""

    volunteer: UUID


CompanionCommand = AcceptCompanion | EndCompanion


@dataclass(frozen=True)
class Companion:
    """`until`: the last day."""

    since: date
    until: date | None = None


Companions = Mapping[UUID, Companion]


def decide(command: CompanionCommand, state: Companions, law: Law, *, protected: bool, kept: bool) -> Sequence[Event]:
    """`protected`: a minor on that day, as far as anybody knows. `kept`: there is still a reason to keep one. Raises Refused and NoLaw."""
    on, volunteer = command.on, command.volunteer
    known = state.get(volunteer)
    if on > local_day(command.at):
        raise Refused("minors.companion_ahead", "on")
    if isinstance(command, EndCompanion):
        if known is None or on < known.since:
            raise Refused("minors.no_companion", "volunteer")
        return [] if known.until == on else [CompanionEnded(on=on, volunteer=volunteer)]
    _must_be_inspected_in_time(command.clearance, on, law)
    if protected and not cleared(command.clearance, on, law):
        raise Refused("minors.companion_not_cleared", "clearance")
    if command.clearance and not kept and not protected:
        raise Refused("minors.clearance_not_needed", "clearance")
    if known and known.until and on <= known.until:
        raise Refused("minors.companion_ended", "on", until=known.until)
    if known is None or known.until or on < known.since:
        return [CompanionAccepted(on=on, volunteer=volunteer, kept=kept)]
    return [CompanionInspected(on=on, volunteer=volunteer, kept=kept)] if command.clearance else []


def _must_be_inspected_in_time(clearance: Clearance | None, on: date, law: Law) -> None:
    """The certificate is three months old at most on the day of the inspection (domain d4), and that lies not ahead."""
    if clearance is None:
        return
    last = law.on(clearance.inspected, FRESH).period.last_day(clearance.certificate)
    if not clearance.certificate <= clearance.inspected <= min(on, last):
        raise Refused("minors.certificate_not_fresh", "clearance", last=last)


def cleared(clearance: Clearance | None, on: date, law: Law) -> bool:
    """R24, d4: for five years from the inspection. Raises NoLaw."""
    return clearance is not None and clearance.inspected <= on <= renew_by(clearance, law)


def renew_by(clearance: Clearance, law: Law) -> date:
    """The last day on which it holds. Raises NoLaw."""
    return law.on(clearance.inspected, VALID).period.last_day(clearance.inspected)


def evolve(state: Companions, event: Event) -> Companions:
    match event:
        case CompanionAccepted(on=on, volunteer=volunteer):
            return {**state, volunteer: Companion(on)}
        case CompanionEnded(on=on, volunteer=volunteer) if volunteer in state:
            return {**state, volunteer: replace(state[volunteer], until=on)}
    return state
