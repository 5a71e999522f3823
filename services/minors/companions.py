"""Ehrenamtliche, die begleiten: nobody accompanies a minor whose clearance was not inspected (§ 72a(3), (4) SGB VIII; R23, R24, R33).

Who accompanies is said by events. The clearance is not: it lies in a row that goes when the accompaniment ends (§ 72a(5)), and what follows
from it holds by the day. Nothing is ever said of an entry in a certificate: whoever has a relevant one does not accompany (R25).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.minors.base import MinorCommand
from shared.decider import Refused
from shared.law import Law
from shared.messages import Event, Message

FRESH, VALID = "minors.clearance_fresh_within", "minors.clearance_valid"


class Clearance(Message):
    """An inspected erweitertes Führungszeugnis: the day of the inspection and the date on the paper. No more may be kept of it."""

    inspected: date
    certificate: date


class AcceptCompanion(MinorCommand):
    """`on`: the first day, or that of a new inspection. `volunteer`: the random id under which they are registered."""

    volunteer: UUID
    clearance: Clearance | None = None


class EndCompanion(MinorCommand):
    """`on`: the last day."""

    volunteer: UUID


class CompanionAccepted(Event, name="minors.CompanionAccepted"):
    volunteer: UUID


class CompanionEnded(Event, name="minors.CompanionEnded"):
    volunteer: UUID


CompanionCommand = AcceptCompanion | EndCompanion


@dataclass(frozen=True)
class Companion:
    """`until`: the last day."""

    since: date
    until: date | None = None


Companions = Mapping[UUID, Companion]


def decide(command: CompanionCommand, state: Companions, law: Law, *, protected: bool) -> Sequence[Event]:
    """`protected`: a minor on that day, as far as anybody knows. Raises Refused and NoLaw."""
    on, known = command.on, state.get(command.volunteer)
    match command:
        case AcceptCompanion(volunteer=volunteer, clearance=clearance):
            _must_be_inspected_in_time(clearance, on, law)
            if protected and not cleared(clearance, on, law):
                raise Refused("minors.companion_not_cleared", "clearance")
            return [] if known and known.until is None else [CompanionAccepted(on=on, volunteer=volunteer)]
        case EndCompanion(volunteer=volunteer):
            if known is None or on < known.since:
                raise Refused("minors.no_companion", "volunteer")
            return [] if known.until == on else [CompanionEnded(on=on, volunteer=volunteer)]


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
