"""The table of contents: every command of this service, its stream and its decider."""

from typing import get_args

from services.cases.charge import GiveUpCharge, TakeCharge, charge
from services.cases.facets.language.enrolment import NoteOverdueStart
from services.cases.facets.language.entitlement import ExpireEntitlement
from services.cases.facets.language.language import LanguageCommands, language
from services.cases.facets.language.lapse import ReviewLapse
from services.cases.facets.transition.alarms import RaiseAlarm
from services.cases.facets.transition.causes import ConsiderStanding, ConsiderTitle
from services.cases.facets.transition.home import ConsiderHome
from services.cases.facets.transition.transition import TransitionCommands, transition
from services.cases.household import JoinHousehold, LeaveHousehold, household
from services.cases.person import MovePerson, RegisterPerson, person
from services.cases.status.asylum_benefits import NoteAnalogousBenefits, NoteReductionReview
from services.cases.status.contradiction import RemindOfContradiction
from services.cases.status.finality import NoteFinality
from services.cases.status.papers import ExpireResidenceTitle
from services.cases.status.status import StatusCommands, status
from services.cases.streams import charge_stream, household_stream, language_stream, person_stream, status_stream, transition_stream
from shared.domain import Route
from shared.law import Law
from shared.messages import Command

OF_THE_CLOCK: frozenset[type[Command]] = frozenset(
    {
        ExpireEntitlement,
        NoteOverdueStart,
        ReviewLapse,
        NoteFinality,
        ExpireResidenceTitle,
        RemindOfContradiction,
        NoteAnalogousBenefits,
        NoteReductionReview,
        RaiseAlarm,
    }
)
"""Fallen due, never sent."""

REACTIONS: frozenset[type[Command]] = frozenset({ConsiderStanding, ConsiderTitle, ConsiderHome})
"""What the facet change-over makes of status and home, never sent."""


def open_to_people() -> dict[type[Command], tuple[str, str]]:
    """Registration has its own door, for names go to the vault."""
    german = frozenset(get_args(LanguageCommands)) - OF_THE_CLOCK
    reports = frozenset(get_args(StatusCommands) + get_args(TransitionCommands)) - OF_THE_CLOCK - REACTIONS
    return (
        dict.fromkeys([MovePerson, TakeCharge, GiveUpCharge, JoinHousehold, LeaveHousehold], ("people", "casework"))
        | dict.fromkeys(german, ("language", "casework"))
        | dict.fromkeys(reports, ("transition", "casework"))
    )


def requires(command: Command) -> list[str]:
    """Nothing is recorded of a person whom nobody registered."""
    return [] if isinstance(command, RegisterPerson) else [person_stream(command)]


def routes(law: Law) -> dict[type[Command], Route]:
    people = Route(person_stream, person)
    german = Route(language_stream, language(law))
    standing = Route(status_stream, status(law))
    crossing = Route(transition_stream, transition(law))
    return (
        {RegisterPerson: people, MovePerson: people}
        | dict.fromkeys(get_args(LanguageCommands), german)
        | dict.fromkeys(get_args(StatusCommands), standing)
        | dict.fromkeys(get_args(TransitionCommands), crossing)
        | dict.fromkeys([TakeCharge, GiveUpCharge], Route(charge_stream, charge))
        | dict.fromkeys([JoinHousehold, LeaveHousehold], Route(household_stream, household))
    )
