"""Junge Volljährige: help beyond 18, decided before the birthday or after it, and what follows it (§§ 41, 41a SGB VIII)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.minors.base import MinorCommand
from services.minors.majority_days import MAJORITY
from shared.calendar import add_years
from shared.decider import Refused
from shared.law import Law
from shared.messages import Event

UNTIL = "minors.young_adult_until"


class GrantYoungAdultHelp(MinorCommand):
    """§ 41, also for somebody who comes back. `on`: the day of the decision."""


class RefuseYoungAdultHelp(MinorCommand):
    pass


class StartAftercare(MinorCommand):
    """§ 41a."""


class YoungAdultDecisionMissing(Event, name="minors.YoungAdultDecisionMissing"):
    """R32: of age, and nobody has decided on § 41."""


class YoungAdultHelpGranted(Event, name="minors.YoungAdultHelpGranted"):
    pass


class YoungAdultHelpStarted(Event, name="minors.YoungAdultHelpStarted"):
    """Granted and of age."""


class YoungAdultHelpRefused(Event, name="minors.YoungAdultHelpRefused"):
    pass


class AftercareStarted(Event, name="minors.AftercareStarted"):
    pass


YoungAdultCommand = GrantYoungAdultHelp | RefuseYoungAdultHelp | StartAftercare


@dataclass(frozen=True)
class YoungAdult:
    """`decided`: True for a grant. `granted`: its day. `begun`: granted and of age."""

    decided: bool | None = None
    granted: date | None = None
    begun: date | None = None
    aftercare: date | None = None


def decide(command: YoungAdultCommand, state: YoungAdult, latest: date | None, law: Law) -> Sequence[Event]:
    """`latest`: the last day that may be the 18th birthday, as far as known. Raises NoLaw."""
    on = command.on
    match command:
        case GrantYoungAdultHelp():
            _must_be_young(on, latest, law)
            return [] if state.decided else [YoungAdultHelpGranted(on=on)]
        case RefuseYoungAdultHelp():
            return [] if state.decided is False else [YoungAdultHelpRefused(on=on)]
        case StartAftercare():
            return [] if state.aftercare else [AftercareStarted(on=on)]


def _must_be_young(on: date, latest: date | None, law: Law) -> None:
    """§ 41(1): as a rule until 21. An imprecise birth date does not shut anybody out before the latest possible day."""
    years = law.on(on, UNTIL).number - law.on(on, MAJORITY).number
    if latest and on >= add_years(latest, years):
        raise Refused("minors.too_old", "on", until=years + law.on(on, MAJORITY).number)


def evolve(state: YoungAdult, event: Event) -> YoungAdult:
    match event:
        case YoungAdultHelpGranted(on=on):
            return replace(state, decided=True, granted=on)
        case YoungAdultHelpRefused():
            return replace(state, decided=False)
        case YoungAdultHelpStarted(on=on):
            return replace(state, begun=on)
        case AftercareStarted(on=on):
            return replace(state, aftercare=on)
    return state
