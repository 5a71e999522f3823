"""The change-over as one decider: a phase decides on its own facts, then the rules say what follows."""

from collections.abc import Iterable

from services.cases.facets.transition import alarms, applying, benefits, causes, closing, confirming, documents, home, housing
from services.cases.facets.transition.base import must_be_official
from services.cases.facets.transition.rules import RULES, planned
from services.cases.facets.transition.state import Transition, evolve
from shared.calendar import ONE_DAY
from shared.decider import Decider
from shared.law import Law
from shared.messages import Command, Event
from shared.ruled import ruled

CHECKLIST = "transition.checklist"

TransitionCommands = (
    causes.CauseCommand
    | home.ConsiderHome
    | confirming.ConfirmCommand
    | applying.ApplyCommand
    | benefits.BenefitCommand
    | documents.DocumentCommand
    | housing.HousingCommand
    | closing.CloseCommand
    | alarms.RaiseAlarm
)
"""Every command of the facet, for the table in `commands.py`."""


def transition(law: Law) -> Decider[Transition]:
    """Stream `transition-<person>`. Refuses what cannot be true in itself; whom which law covers, officials decide."""
    return ruled(Transition(), _phase, RULES, evolve, law, found_on=lambda command, state: max(command.on, state.heard_to))


def _phase(command: Command, state: Transition, law: Law) -> Iterable[Event]:
    if isinstance(command, causes.CauseCommand):
        return causes.decide(command, max(command.on, state.heard_to), state.causes, state.disputed, state.revoked, law)
    if isinstance(command, home.ConsiderHome):
        return home.decide(command, state.homes)
    if isinstance(command, confirming.ConfirmCommand | closing.CloseCommand):
        must_be_official(command, law)
    if isinstance(command, confirming.ConfirmCommand):
        proposed = state.proposed.end if state.proposed else None
        return confirming.decide(command, state.confirmed, proposed, state.regimes, state.answered, state.homes, law)
    if isinstance(command, applying.ApplyCommand | benefits.BenefitCommand) and _of_what_was_taken_back(command, state):
        return []
    if isinstance(command, applying.ApplyCommand):
        return applying.decide(command, state.application)
    if isinstance(command, benefits.BenefitCommand):
        return benefits.decide(command, state.benefits)
    if isinstance(command, documents.DocumentCommand):
        return documents.decide(command, state.documents)
    if isinstance(command, housing.HousingCommand):
        return housing.decide(command, state.housing)
    if isinstance(command, closing.CloseCommand):
        return closing.decide(command, state.closed, state.confirmed, state.benefits, complete=_complete(state, law))
    if isinstance(command, alarms.RaiseAlarm):
        return alarms.decide(
            command, state.alarms, state.answered, planned(state, law), home.offices(state.homes, state.end or command.on, law)
        )
    raise TypeError(f"{type(command).__name__} is no command of this facet")


def _of_what_was_taken_back(command: Command, state: Transition) -> bool:
    """An application or a payment from before a reversal says nothing about the next change-over."""
    return state.regimes.reverted_on is not None and command.on < state.regimes.reverted_on


def _complete(state: Transition, law: Law) -> bool:
    return state.end is not None and state.documents.complete_by(state.end + ONE_DAY, law.on(state.end, CHECKLIST).codes)
