"""The status of a person as one decider, stream `status-<person>`: it keeps what is reported and never finds a status by itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.cases.status import asylum_benefits, decisions, papers, settling
from services.cases.status.asylum_benefits import BenefitCommand
from services.cases.status.base import Report
from services.cases.status.contradiction import RemindOfContradiction, SettleContradiction
from services.cases.status.decisions import DecisionCommand
from services.cases.status.deriving import finished
from services.cases.status.papers import PaperCommand
from services.cases.status.state import Status, evolve
from shared.calendar import local_day
from shared.decider import Decider
from shared.law import Law
from shared.messages import Command, Event
from shared.ruled import lawful

StatusCommands = DecisionCommand | PaperCommand | BenefitCommand | SettleContradiction | RemindOfContradiction
"""Every command of the status, for the table in `commands.py`."""


def status(law: Law) -> Decider[Status]:
    """Refuses what cannot be true in itself. What two sources say differently is kept, not refused."""

    def decide(command: Command, state: Status) -> Sequence[Event]:
        with lawful(command.on):
            drafts = [draft for draft in _phase(command, state, law) if _tells_something(draft, state)]
            events = [finished(draft, state, law) for draft in drafts]
            after = decider.fold(events, state)
            return [*events, *(finished(draft, after, law) for draft in settling.what_follows(state, after, _known_on(command), law))]

    decider = Decider(Status(), decide, evolve)
    return decider


def _known_on(command: Command) -> date:
    """The day on which the office can begin to settle what a report of an earlier day brings up."""
    return local_day(command.at) if isinstance(command, Report) else command.on


def _phase(command: Command, state: Status, law: Law) -> Sequence[Event]:
    if isinstance(command, DecisionCommand):
        return decisions.decide(command, state, law)
    if isinstance(command, PaperCommand):
        return papers.decide(command, state.claims, state.expired, law)
    if isinstance(command, BenefitCommand):
        return asylum_benefits.decide(command, state.benefits, law)
    if isinstance(command, SettleContradiction | RemindOfContradiction):
        return settling.decide(command, state, law)
    raise TypeError(f"{type(command).__name__} is no command of the status")


def _tells_something(draft: Event, state: Status) -> bool:
    """A report that is known already, from the same source, changes nothing but the standing that a draft has not got yet."""
    return replace(evolve(state, draft), standings=state.standings) != state
