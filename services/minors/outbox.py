"""What may leave this service, field by field: states, numbers of days, yes or no. An event that is not named here stays inside."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from services.minors import care, clocks, distribution, guardian, helping, majority, missing, young_adult
from services.minors.majority_days import told_as
from services.minors.phases import LEADS_TO, end_of
from services.minors.streams import file_of
from shared.contracts import minors as out
from shared.contracts.base import Contract
from shared.contracts.codes_minors import CareEnd, YoungAdultDecision
from shared.messages import Event, Recorded

Publish = Callable[[Any, UUID], Contract]


def outbox(recorded: Recorded) -> Contract | None:
    publish = PUBLISHED.get(type(recorded.event))
    return publish(recorded.event, file_of(recorded.stream)) if publish else None


def fields(contract: type[out.MinorContract], *names: str) -> Publish:
    """The day, the file, and the fields named: nothing leaves because an event happened to grow."""

    def publish(event: Any, minor: UUID) -> Contract:
        return contract(on=event.on, minor=minor, **{name: getattr(event, name) for name in names})

    return publish


def by_month(contract: type[out.MinorContract], *names: str, **stated: Any) -> Publish:
    """What somebody did near a birthday: the first of the next month."""

    def publish(event: Any, minor: UUID) -> Contract:
        return contract(on=told_as(event.on), minor=minor, **{name: getattr(event, name) for name in names}, **stated)

    return publish


def _taken_in(event: Any, minor: UUID) -> Contract:
    return out.MinorTakenIn(on=event.on, minor=minor, vg=event.vg, state=LEADS_TO[type(event)])


def _entered(event: Event, minor: UUID) -> Contract:
    return out.MinorStateEntered(on=event.on, minor=minor, state=LEADS_TO[type(event)])


def _ended(event: care.CareEnded, minor: UUID) -> Contract:
    """Help that ends, often ends on a birthday."""
    near = event.reason in (CareEnd.HELP_ENDED, CareEnd.HELP_NOT_WANTED)
    return out.MinorStateEntered(on=told_as(event.on) if near else event.on, minor=minor, state=end_of(event.reason))


def _period(event: clocks.PeriodEnded, minor: UUID) -> Contract:
    """One that has become pointless says when: often on the day on which help ended."""
    on = told_as(event.on) if event.kept is None else event.on
    return out.MinorPeriodEnded(on=on, minor=minor, clock=event.clock, kept=event.kept)


def _missing(event: young_adult.YoungAdultDecisionMissing, minor: UUID) -> Contract:
    return out.MinorYoungAdultDecided(on=event.on, minor=minor, decision=YoungAdultDecision.MISSING)


PUBLISHED: Mapping[type[Event], Publish] = {
    care.ProvisionalCareStarted: _taken_in,
    care.CareStarted: _taken_in,
    care.CareEnded: _ended,
    care.CareResumed: fields(out.MinorCareResumed),
    distribution.DistributionNotified: _entered,
    distribution.DistributionRegistered: _entered,
    distribution.AssignmentReceived: _entered,
    distribution.DistributionExcluded: _entered,
    distribution.ExclusionProposed: fields(out.MinorExclusionProposed),
    guardian.GuardianAppointed: fields(out.MinorGuardianAppointed, "days"),
    helping.ClearingOpened: _entered,
    helping.ClearingClosed: fields(out.MinorClearingClosed, "days"),
    helping.HelpPlanAgreed: _entered,
    helping.PlacementChanged: fields(out.MinorPlaced, "vg"),
    clocks.PeriodMissed: fields(out.MinorPeriodMissed, "clock"),
    clocks.PeriodEnded: _period,
    majority.TransitionPlanAgreed: by_month(out.MinorTransitionPlanAgreed, "in_time"),
    majority.MajorityReached: fields(out.MinorOfAge),
    young_adult.YoungAdultDecisionMissing: _missing,
    young_adult.YoungAdultHelpGranted: by_month(out.MinorYoungAdultDecided, decision=YoungAdultDecision.GRANTED),
    young_adult.YoungAdultHelpRefused: by_month(out.MinorYoungAdultDecided, decision=YoungAdultDecision.REFUSED),
    young_adult.YoungAdultHelpStarted: _entered,
    missing.WentMissing: fields(out.MinorWentMissing),
    missing.Returned: fields(out.MinorReturned),
}
