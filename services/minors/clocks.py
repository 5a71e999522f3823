"""Fristen der Akte, as far as they were said: which run, which were missed, which were kept. Which ought to, `chain` computes."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from services.minors.base import MinorCommand
from shared.calendar import ONE_DAY
from shared.contracts.codes_minors import Clock
from shared.deadlines import Frist
from shared.messages import Event


class NotePeriodMissed(MinorCommand):
    """Fired by the deadline. `last_day`: that of the period it was set for."""

    clock: Clock
    last_day: date


class PeriodSet(Event, name="minors.PeriodSet"):
    """Runs from now on, or with other days than before."""

    clock: Clock
    frist: Frist


class PeriodMissed(Event, name="minors.PeriodMissed"):
    """Nothing was heard by its last day. Should it turn out that it was kept, `PeriodEnded` says so (N7)."""

    clock: Clock


class PeriodEnded(Event, name="minors.PeriodEnded"):
    """`kept`: what it waited for happened by its last day; None: it has become pointless."""

    clock: Clock
    kept: bool | None


@dataclass(frozen=True)
class Clocks:
    running: dict[Clock, Frist] = field(default_factory=dict)
    missed: frozenset[Clock] = frozenset()
    kept: dict[Clock, bool] = field(default_factory=dict)


def decide(command: NotePeriodMissed, state: Clocks) -> Iterable[Event]:
    """A period that was set anew, kept or missed already is not missed now."""
    running = state.running.get(command.clock)
    late = running is not None and running.last_day == command.last_day and command.clock not in state.missed
    return [PeriodMissed(on=command.last_day + ONE_DAY, clock=command.clock)] if late else []


def evolve(state: Clocks, event: Event) -> Clocks:
    match event:
        case PeriodSet(clock=clock, frist=frist):
            return replace(state, running={**state.running, clock: frist}, missed=state.missed - {clock})
        case PeriodMissed(clock=clock):
            return replace(state, missed=state.missed | {clock})
        case PeriodEnded(clock=clock, kept=kept):
            running = {name: frist for name, frist in state.running.items() if name is not clock}
            outcomes = state.kept if kept is None else {**state.kept, clock: kept}
            return Clocks(running, state.missed - {clock}, outcomes)
    return state
