"""The table of contents: every command of this service, its stream and its decider."""

from typing import get_args

from services.cases.facets.language.enrolment import NoteOverdueStart
from services.cases.facets.language.entitlement import ExpireEntitlement
from services.cases.facets.language.language import LanguageCommands, language
from services.cases.facets.language.lapse import ReviewLapse
from services.cases.person import MovePerson, RegisterPerson, person
from services.cases.streams import language_stream, person_stream
from shared.domain import Route
from shared.law import Law
from shared.messages import Command

OF_THE_CLOCK: frozenset[type[Command]] = frozenset({ExpireEntitlement, NoteOverdueStart, ReviewLapse})
"""Fallen due, never sent."""


def open_to_people() -> dict[type[Command], tuple[str, str]]:
    """Registration has its own door, for names go to the vault."""
    german = frozenset(get_args(LanguageCommands)) - OF_THE_CLOCK
    return {MovePerson: ("people", "casework")} | dict.fromkeys(german, ("language", "casework"))


def requires(command: Command) -> list[str]:
    """Nothing is recorded of a person whom nobody registered."""
    return [] if isinstance(command, RegisterPerson) else [person_stream(command)]


def routes(law: Law) -> dict[type[Command], Route]:
    people = Route(person_stream, person)
    german = Route(language_stream, language(law))
    return {RegisterPerson: people, MovePerson: people} | dict.fromkeys(get_args(LanguageCommands), german)
