"""R8, N13: a household groups persons by day; every rule looks at each of them by themselves."""

import ast
from datetime import date
from pathlib import Path
from uuid import UUID

from services.cases import household as module
from services.cases.household import HouseholdCommand, JoinHousehold, LeaveHousehold, MemberJoined, MemberLeft, household
from services.cases.status.status import status
from tests.given import given
from tests.services.cases.facets.language.said import LAW
from tests.services.cases.status.said import decided, standing, told

HOME = UUID("3f2e9a60-1b7c-4c58-9d0e-5a4b3c2d2016")
MOTHER, HUSBAND, NEWBORN = (UUID(int=n) for n in (1, 2, 3))
JULY, SEPTEMBER, OCTOBER = date(2016, 7, 1), date(2016, 9, 1), date(2016, 10, 1)


def join(person: UUID, on: date = JULY) -> JoinHousehold:
    return JoinHousehold(household=HOME, person=person, on=on)


def leave(person: UUID, on: date) -> LeaveHousehold:
    return LeaveHousehold(household=HOME, person=person, on=on)


def members(*said: HouseholdCommand, day: date) -> set[UUID]:
    state = household.initial
    for command in said:
        state = household.fold(household.decide(command, state), state)
    return set(state.members(day))


def test_n13_members_by_day_and_a_newborn_under_an_id_of_its_own() -> None:
    said = (join(MOTHER), join(HUSBAND), join(NEWBORN, SEPTEMBER), leave(HUSBAND, OCTOBER))
    assert members(*said, day=date(2016, 8, 31)) == {MOTHER, HUSBAND}
    assert members(*said, day=SEPTEMBER) == {MOTHER, HUSBAND, NEWBORN}
    assert members(*said, day=OCTOBER) == {MOTHER, NEWBORN}


def test_n7_a_move_heard_of_late_changes_only_its_own_days() -> None:
    said = (join(MOTHER), join(HUSBAND), leave(HUSBAND, OCTOBER), leave(MOTHER, SEPTEMBER))
    assert members(*said, day=SEPTEMBER) == {HUSBAND}
    assert members(*said, join(MOTHER, OCTOBER), day=OCTOBER) == {MOTHER}


def test_said_twice_is_once() -> None:
    joined, left = MemberJoined(on=JULY, person=MOTHER), MemberLeft(on=OCTOBER, person=MOTHER)
    given(household).when(join(MOTHER)).then(joined)
    given(household, joined).when(join(MOTHER)).nothing_new()
    given(household, joined, left).when(leave(MOTHER, OCTOBER)).nothing_new()
    given(household).when(leave(MOTHER, OCTOBER)).refused("household.no_member", "person")


def test_r8_the_status_of_one_member_says_nothing_of_another() -> None:
    """The parent's grant is an event of the parent's stream; the child's stream, folded by itself, knows no decision."""
    assert standing.fold(told(decided())).standings and status(LAW).initial.standings == {}
    assert {field for event in (MemberJoined, MemberLeft) for field in event.model_fields} == {"on", "person"}


def test_r8_no_rule_about_benefits_can_reach_the_household() -> None:
    """It imports nothing of the status or a facet, and no file of theirs imports it."""

    def imports(path: Path) -> set[str]:
        tree = ast.walk(ast.parse(path.read_text("utf-8")))
        return {str(node.module) for node in tree if isinstance(node, ast.ImportFrom)}

    here = Path(module.__file__)
    assert not {name for name in imports(here) if name.startswith("services.")}
    others = [*here.parent.glob("status/*.py"), *here.parent.glob("facets/**/*.py")]
    assert others and not [path.name for path in others if "services.cases.household" in imports(path)]
