"""Verteilung (§§ 42a(4), 42b SGB VIII): reported, registered, a Land named, a youth office assigned, handed over - or excluded from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.minors.base import MinorCommand
from services.minors.siblings import Siblings, r30_siblings_stay_together
from shared.contracts.codes import Slug
from shared.contracts.codes_minors import ExclusionReason, ScreeningFinding, SeparationReason
from shared.decider import Refused
from shared.law import Law, NoLaw
from shared.messages import Event, Sealed

EXTENSION, OWN_OFFICE = "minors.distribution_extension", "minors.own_office"


class RecordScreening(MinorCommand):
    """Erstscreening. `findings`: none where nothing stands against a distribution."""

    findings: tuple[ScreeningFinding, ...] = ()


class NotifyStateOffice(MinorCommand):
    """Reported to the Landesstelle, with the assessment."""


class RecordRegistration(MinorCommand):
    """The Landesstelle has registered the minor with the Bundesverwaltungsamt."""


class RecordLand(MinorCommand):
    """The Bundesverwaltungsamt has named the Land that must take the minor in."""


class RecordAssignment(MinorCommand):
    """`office`: the youth office. `apart`: why it is not that of the siblings (R30)."""

    office: Slug
    apart: SeparationReason | None = None


class HandOver(MinorCommand):
    """To the youth office that was assigned."""


class ExcludeFromDistribution(MinorCommand):
    reason: ExclusionReason


class ExtendDistribution(MinorCommand):
    """§ 42d(3): one more month, until 31 Dec 2016; the Landesstelle has told the Bundesverwaltungsamt."""


class InitialScreeningDone(Event, name="minors.InitialScreeningDone"):
    """Findings on health and welfare lie under the file's own key."""

    findings: Sealed[tuple[ScreeningFinding, ...] | None]


class DistributionNotified(Event, name="minors.DistributionNotified"):
    pass


class DistributionRegistered(Event, name="minors.DistributionRegistered"):
    pass


class LandNamed(Event, name="minors.LandNamed"):
    pass


class AssignmentReceived(Event, name="minors.AssignmentReceived"):
    """`siblings`: whose files must hear of it."""

    office: Slug
    apart: SeparationReason | None
    siblings: tuple[UUID, ...]


class HandoverCompleted(Event, name="minors.HandoverCompleted"):
    pass


class ExclusionProposed(Event, name="minors.ExclusionProposed"):
    """The month is over (R29) or the screening says so: a human decides."""

    reason: ExclusionReason


class DistributionExcluded(Event, name="minors.DistributionExcluded"):
    reason: ExclusionReason


class DistributionExtended(Event, name="minors.DistributionExtended"):
    pass


DistributionCommand = (
    RecordScreening
    | NotifyStateOffice
    | RecordRegistration
    | RecordLand
    | RecordAssignment
    | HandOver
    | ExcludeFromDistribution
    | ExtendDistribution
)


@dataclass(frozen=True)
class Distribution:
    """Days of the steps."""

    screened: date | None = None
    notified: date | None = None
    registered: date | None = None
    named: date | None = None
    assigned: date | None = None
    office: Slug | None = None
    handed_over: date | None = None
    proposed: frozenset[ExclusionReason] = frozenset()
    excluded: date | None = None
    extended: date | None = None


def open_for(state: Distribution, law: Law, on: date) -> bool:
    """Neither excluded nor assigned to the own youth office, nor handed over. Raises NoLaw."""
    here = state.office == law.on(on, OWN_OFFICE).text
    return not (state.excluded or here or state.handed_over)


def decide(command: DistributionCommand, state: Distribution, siblings: Siblings, law: Law) -> Sequence[Event]:
    """What was said before changes nothing; a day that was reported wrongly is corrected by reporting the right one. Raises NoLaw."""
    event = _said(command, state, siblings, law)
    proposed = [ExclusionProposed(on=command.on, reason=reason) for reason in _against(event) if reason not in state.proposed]
    return [] if evolve(state, event) == state else [event, *proposed]


def _against(event: Event) -> Sequence[ExclusionReason]:
    """What a screening finds against a distribution, § 42b(4) Nr. 1, 2."""
    findings = (event.findings or ()) if isinstance(event, InitialScreeningDone) else ()
    return [AGAINST[finding] for finding in findings if finding in AGAINST]


AGAINST = {
    ScreeningFinding.WELFARE_AT_RISK: ExclusionReason.WELFARE,
    ScreeningFinding.HEALTH_FORBIDS: ExclusionReason.HEALTH,
}


def _said(command: DistributionCommand, state: Distribution, siblings: Siblings, law: Law) -> Event:
    on = command.on
    match command:
        case RecordScreening(findings=findings):
            return InitialScreeningDone(on=on, findings=findings)
        case NotifyStateOffice():
            return DistributionNotified(on=on)
        case RecordRegistration():
            return DistributionRegistered(on=on)
        case RecordLand():
            return LandNamed(on=on)
        case RecordAssignment(office=office, apart=apart):
            r30_siblings_stay_together(office, apart, siblings)
            return AssignmentReceived(on=on, office=office, apart=apart, siblings=tuple(siblings))
        case HandOver():
            _must_be_assigned_elsewhere(state, law, on)
            return HandoverCompleted(on=on)
        case ExcludeFromDistribution(reason=reason):
            return DistributionExcluded(on=on, reason=reason)
        case ExtendDistribution():
            _must_be_extensible(law, on)
            return DistributionExtended(on=on)


def _must_be_assigned_elsewhere(state: Distribution, law: Law, on: date) -> None:
    if state.office is None:
        raise Refused("minors.not_assigned", "on")
    if state.office == law.on(on, OWN_OFFICE).text:
        raise Refused("minors.assigned_here", "on", office=state.office)


def _must_be_extensible(law: Law, on: date) -> None:
    try:
        law.on(on, EXTENSION)
    except NoLaw:
        raise Refused("minors.no_extension", "on", on=on) from None


def evolve(state: Distribution, event: Event) -> Distribution:
    match event:
        case InitialScreeningDone(on=on):
            return replace(state, screened=on)
        case DistributionNotified(on=on):
            return replace(state, notified=on)
        case DistributionRegistered(on=on):
            return replace(state, registered=on)
        case LandNamed(on=on):
            return replace(state, named=on)
        case AssignmentReceived(on=on, office=office):
            return replace(state, assigned=on, office=office)
        case HandoverCompleted(on=on):
            return replace(state, handed_over=on)
        case ExclusionProposed(reason=reason):
            return replace(state, proposed=state.proposed | {reason})
        case DistributionExcluded(on=on):
            return replace(state, excluded=on)
        case DistributionExtended(on=on):
            return replace(state, extended=on)
    return state
