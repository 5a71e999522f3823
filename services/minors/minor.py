"""A minor's file as one decider: a phase decides on its own facts, then the rules say what follows."""

from collections.abc import Iterable

from services.minors import age, care, clocks, companions, distribution, guardian, helping, majority, missing, of_age, siblings, young_adult
from services.minors.base import MinorCommand
from services.minors.rules import RULES, undecided
from services.minors.state import Minor, evolve
from shared.calendar import local_day
from shared.contracts.codes_minors import CareEnd
from shared.decider import Decider, Refused
from shared.law import Law
from shared.messages import Command, Event
from shared.ruled import ruled

MinorCommands = (
    care.CareCommand
    | distribution.DistributionCommand
    | siblings.SiblingCommand
    | guardian.GuardianCommand
    | helping.HelpCommand
    | age.AgeCommand
    | majority.MajorityCommand
    | young_adult.YoungAdultCommand
    | missing.MissingCommand
    | companions.CompanionCommand
    | clocks.NotePeriodMissed
)
"""Every command of the service, for the table in `commands.py`."""

OPENING = care.StartProvisionalCare | care.StartCare
IN_CARE = helping.OpenClearing | helping.AgreeHelpPlan | young_adult.GrantYoungAdultHelp
"""What presupposes § 42: provisional care ends in a distribution or becomes care proper first."""
AFTER_THE_END = (
    age.AgeCommand
    | majority.MajorityCommand
    | young_adult.YoungAdultCommand
    | missing.MissingCommand
    | companions.EndCompanion
    | care.EndCare
    | clocks.NotePeriodMissed
    | siblings.NoteSibling
)
"""What may still be said of a file that has ended: claims and court orders, help for somebody who comes back, corrections."""


def minor(law: Law) -> Decider[Minor]:
    """Stream `minor-<file>`. No snapshots: the state holds what is sealed in the events."""
    return ruled(Minor(), _phase, RULES, evolve, law, found_on=lambda command, state: max(command.on, state.heard_to), snapshots=False)


def _phase(command: Command, state: Minor, law: Law) -> Iterable[Event]:
    assert isinstance(command, MinorCommand)
    _must_be_open(command, state)
    if isinstance(command, care.CareCommand):
        running = state.care.provisional is not None and distribution.open_for(state.distribution, law, command.on)
        return care.decide(command, state.care, distribution_open=running)
    if isinstance(command, distribution.DistributionCommand):
        return [*distribution.decide(command, state.distribution, state.siblings, law), *_moved_end(command, state)]
    if isinstance(command, siblings.SiblingCommand):
        return siblings.decide(command, state.siblings, state.distribution.office)
    if isinstance(command, guardian.GuardianCommand):
        _must_be_a_minor(command, state, law)
        return guardian.decide(command, state.guardian, state.care.since or command.on)
    if isinstance(command, helping.HelpCommand):
        return helping.decide(command, state.help)
    if isinstance(command, age.AgeCommand):
        return age.decide(command, state.age)
    if isinstance(command, missing.MissingCommand):
        return missing.decide(command, state.absences)
    if isinstance(command, companions.CompanionCommand):
        protected = of_age.protected(state, law, command.on)
        kept = state.care.runs and not of_age.grown_up(state, law, local_day(command.at))
        return companions.decide(command, state.companions, law, protected=protected, kept=kept)
    if isinstance(command, clocks.NotePeriodMissed):
        return clocks.decide(command, state.clocks)
    if isinstance(command, majority.MajorityCommand):
        return majority.decide(command, state.majority, law, guarded=state.guardian.acts, undecided=undecided(state))
    if isinstance(command, young_adult.YoungAdultCommand):
        days = of_age.known_days(state, law, command.on)
        return [*_came_back(command, state), *young_adult.decide(command, state.young_adult, days.latest if days else None, law)]
    raise TypeError(f"{type(command).__name__} is no command of this service")


def _must_be_open(command: MinorCommand, state: Minor) -> None:
    if state.care.since is None and not isinstance(command, OPENING):
        raise Refused("minors.no_file", "minor")
    if isinstance(command, IN_CARE) and state.care.started is None:
        raise Refused("minors.not_in_care", "on")
    corrected = isinstance(command, AFTER_THE_END) or (isinstance(command, distribution.HandOver) and _handed_over(state))
    if state.care.ended is not None and command.on > state.care.ended and not corrected:
        raise Refused("minors.file_ended", "on", ended=state.care.ended)


def _moved_end(command: MinorCommand, state: Minor) -> Iterable[Event]:
    """Another day of the hand-over that ended the file is its other last day."""
    if isinstance(command, distribution.HandOver) and _handed_over(state) and command.on != state.care.ended:
        yield care.CareEnded(on=command.on, reason=CareEnd.OTHER_YOUTH_OFFICE)


def _handed_over(state: Minor) -> bool:
    return state.care.ended is not None and state.care.reason is CareEnd.OTHER_YOUTH_OFFICE


def _must_be_a_minor(command: MinorCommand, state: Minor, law: Law) -> None:
    """On that day: what was asked for or done before majority may be heard of later."""
    if of_age.guarded_no_more(state, law, command.on):
        raise Refused("minors.of_age", None)


def _came_back(command: young_adult.YoungAdultCommand, state: Minor) -> Iterable[Event]:
    """§ 41(1): help for young adults is open to those who had left. A grant from before the end, heard late, brings nobody back."""
    left = state.care.ended if state.care.reason in (CareEnd.HELP_ENDED, CareEnd.HELP_NOT_WANTED) else None
    if isinstance(command, young_adult.GrantYoungAdultHelp) and left and command.on > left:
        yield care.CareResumed(on=command.on)
