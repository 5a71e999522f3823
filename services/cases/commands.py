"""The table of contents: every command of this service, its stream and its decider."""

from typing import get_args

from services.cases.facets.language.language import LanguageCommands, language
from services.cases.person import MovePerson, RegisterPerson, person
from services.cases.streams import language_stream, person_stream
from shared.handling import Route
from shared.law import Law
from shared.messages import Command


def routes(law: Law) -> dict[type[Command], Route]:
    people = Route(person_stream, person)
    german = Route(language_stream, language(law))
    return {RegisterPerson: people, MovePerson: people} | dict.fromkeys(get_args(LanguageCommands), german)
