from datetime import date
from typing import get_args

from services.cases.commands import routes
from services.cases.facets.language.language import LanguageCommands
from services.cases.person import MovePerson, RegisterPerson
from services.cases.streams import person_of
from tests.services.cases.facets.language.said import LAW, PERSON, start

TABLE = routes(LAW)


def test_every_command_has_its_stream() -> None:
    assert set(TABLE) == {RegisterPerson, MovePerson, *get_args(LanguageCommands)}
    assert TABLE[type(start())].stream(start()) == f"language-{PERSON}"
    assert TABLE[MovePerson].stream(MovePerson(person=PERSON, on=date(2016, 9, 1), vg="vg-landstuhl")) == f"person-{PERSON}"


def test_a_stream_names_its_person() -> None:
    assert {person_of(f"{kind}-{PERSON}") for kind in ("language", "person")} == {PERSON}
