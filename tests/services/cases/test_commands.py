from datetime import date
from uuid import UUID

from services.cases.charge import CaseFacet, TakeCharge
from services.cases.commands import OF_THE_CLOCK, REACTIONS, open_to_people, requires, routes
from services.cases.household import JoinHousehold
from services.cases.person import MovePerson, RegisterPerson
from services.cases.status.finality import NoteFinality
from services.cases.streams import facet_of, person_of
from tests.services.cases.facets.language.said import LAW, PERSON, start

TABLE = routes(LAW)
HOUSEHOLD = UUID("3f2e9a60-1b7c-4c58-9d0e-5a4b3c2d2016")
DAY = date(2016, 9, 1)


def test_every_command_has_its_stream() -> None:
    assert TABLE[type(start())].stream(start()) == f"language-{PERSON}"
    assert TABLE[MovePerson].stream(MovePerson(person=PERSON, on=DAY, vg="vg-landstuhl")) == f"person-{PERSON}"
    assert TABLE[NoteFinality].stream(NoteFinality(person=PERSON, on=DAY, decision=PERSON)) == f"status-{PERSON}"
    taken = TakeCharge(person=PERSON, on=DAY, facet=CaseFacet.TRANSITION, actor="caseworker@jobcenter", partner="jobcenter")
    assert TABLE[TakeCharge].stream(taken) == f"charge-{PERSON}"


def test_a_household_has_a_stream_of_its_own_and_needs_a_registered_member() -> None:
    joins = JoinHousehold(person=PERSON, household=HOUSEHOLD, on=DAY)
    assert TABLE[JoinHousehold].stream(joins) == f"household-{HOUSEHOLD}"
    assert requires(joins) == [f"person-{PERSON}"]


def test_what_the_clock_or_another_stream_says_no_person_may_send_and_every_other_command_somebody_may() -> None:
    assert not (OF_THE_CLOCK | REACTIONS) & open_to_people().keys()
    assert set(TABLE) == open_to_people().keys() | OF_THE_CLOCK | REACTIONS | {RegisterPerson}


def test_a_stream_names_its_person_and_its_facet() -> None:
    kinds = {"language": "language", "status": "transition", "person": "people", "household": "people", "charge": "people"}
    assert {person_of(f"{kind}-{PERSON}") for kind in kinds} == {PERSON}
    assert {kind: facet_of(f"{kind}-{PERSON}") for kind in kinds} == kinds
