from datetime import date
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from services.cases.person import MovePerson, PersonMoved, PersonRegistered, RegisterPerson, person
from tests.given import given

ID = UUID("0d6ac1a4-7a51-4c0b-8f0e-3b1f2f6a2016")
JULY, SEPTEMBER, OCTOBER = date(2016, 7, 1), date(2016, 9, 1), date(2016, 10, 1)
registered = PersonRegistered(on=JULY, vg="vg-landstuhl")


def register(vg: str = "vg-landstuhl", on: date = JULY) -> RegisterPerson:
    return RegisterPerson(person=ID, vg=vg, on=on)


def move(vg: str, on: date) -> MovePerson:
    return MovePerson(person=ID, vg=vg, on=on)


def test_a_person_is_registered_in_a_verbandsgemeinde() -> None:
    given(person).when(register()).then(registered)


def test_registered_again_alike_is_a_repeat_otherwise_a_contradiction() -> None:
    given(person, registered).when(register()).nothing_new()
    given(person, registered).when(register("vg-weilerbach")).refused("person.already_registered", "person")


def test_a_move_needs_a_known_person() -> None:
    given(person).when(move("vg-weilerbach", SEPTEMBER)).refused("person.unknown", "person")


def test_a_move_to_where_they_live_is_nothing_new() -> None:
    moved = PersonMoved(on=SEPTEMBER, vg="vg-weilerbach")
    given(person, registered).when(move("vg-weilerbach", SEPTEMBER)).then(moved)
    given(person, registered, moved).when(move("vg-weilerbach", SEPTEMBER)).nothing_new()
    given(person, registered, moved).when(move("vg-weilerbach", OCTOBER)).nothing_new()


def test_n7_a_late_report_of_an_earlier_move_changes_only_its_own_days() -> None:
    history = (registered, PersonMoved(on=OCTOBER, vg="vg-weilerbach"))
    late = PersonMoved(on=SEPTEMBER, vg="vg-otterbach-otterberg")
    given(person, *history).when(move("vg-otterbach-otterberg", SEPTEMBER)).then(late)
    state = given(person, *history, late).state()
    assert [state.lives_in(day) for day in (date(2016, 6, 30), JULY, SEPTEMBER, OCTOBER)] == [
        None,
        "vg-landstuhl",
        "vg-otterbach-otterberg",
        "vg-weilerbach",
    ]


@pytest.mark.parametrize("vg", ["", "VG Landstuhl", "Max Muster", "vg-landstuhl ", "x" * 64])
def test_free_text_is_no_verbandsgemeinde(vg: Any) -> None:
    with pytest.raises(ValidationError):
        register(vg)
