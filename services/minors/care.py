"""Inobhutnahme: provisional (§ 42a SGB VIII), then proper (§ 42), until it ends. Going missing ends nothing (N17)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.minors.base import MinorCommand
from shared.contracts.codes import Slug
from shared.contracts.codes_minors import CareEnd
from shared.decider import Refused
from shared.messages import Event


class StartProvisionalCare(MinorCommand):
    """`on`: the day on which care began; it is not counted in any period (§ 187(1) BGB). `vg`: where the minor was found."""

    vg: Slug


class StartCare(MinorCommand):
    """`on`: the first day of § 42. Also the first thing known of somebody whom another youth office hands over. `vg`: where they live."""

    vg: Slug


class EndCare(MinorCommand):
    """`on`: the last day."""

    reason: CareEnd


class ProvisionalCareStarted(Event, name="minors.ProvisionalCareStarted"):
    vg: Slug


class CareStarted(Event, name="minors.CareStarted"):
    vg: Slug


class CareEnded(Event, name="minors.CareEnded"):
    reason: CareEnd


class CareResumed(Event, name="minors.CareResumed"):
    """After a finding of adult age did not stand (N3): from this day on. What lies between stays as it was."""


CareCommand = StartProvisionalCare | StartCare | EndCare


@dataclass(frozen=True)
class Care:
    """`resumed`: the last day on which it began anew."""

    provisional: date | None = None
    started: date | None = None
    ended: date | None = None
    reason: CareEnd | None = None
    resumed: date | None = None

    @property
    def since(self) -> date | None:
        """The first day in the care of this youth office."""
        return self.provisional or self.started

    @property
    def runs(self) -> bool:
        return self.since is not None and self.ended is None


def decide(command: CareCommand, state: Care, *, distribution_open: bool) -> Sequence[Event]:
    match command:
        case StartProvisionalCare(on=on, vg=vg):
            if state.since is not None and state.since != on:
                raise Refused("minors.file_is_open", "on", since=state.since)
            return [] if state.since else [ProvisionalCareStarted(on=on, vg=vg)]
        case StartCare():
            return _start(command, state, distribution_open=distribution_open)
        case EndCare(on=on, reason=reason):
            return [] if (state.ended, state.reason) == (on, reason) else [CareEnded(on=on, reason=reason)]


def _start(command: StartCare, state: Care, *, distribution_open: bool) -> Sequence[Event]:
    """§ 42b: until the distribution is over by exclusion or by an assignment here, care stays provisional."""
    if state.started:
        return []
    if distribution_open:
        raise Refused("minors.distribution_is_open", "on")
    return [CareStarted(on=command.on, vg=command.vg)]


def evolve(state: Care, event: Event) -> Care:
    match event:
        case ProvisionalCareStarted(on=on):
            return replace(state, provisional=on)
        case CareStarted(on=on):
            return replace(state, started=on)
        case CareEnded(on=on, reason=reason):
            return replace(state, ended=on, reason=reason)
        case CareResumed(on=on):
            return replace(state, ended=None, reason=None, resumed=on)
    return state
