"""R8, N13: one household, two laws - each member stands under their own, and a reader sees those whom they may see."""

from uuid import UUID

import psycopg
import pytest

from services.cases.person import RegisterPerson
from shared.domain import Asked
from tests.services.cases.facets.language.said import PERSON
from tests.services.cases.office import Office
from tests.services.cases.status.said import DESK

HOME = "3f2e9a60-1b7c-4c58-9d0e-5a4b3c2d2016"
CHILD, ELSEWHERE = UUID(int=7), UUID(int=8)
AT_THE_DESK = f"caseworker@{DESK}"


async def home(office: Office, database: str) -> None:
    """A parent with a decision, a child in the procedure, and somebody whom another Verbandsgemeinde registered."""
    for person, vg in ((CHILD, DESK), (ELSEWHERE, "vg-weilerbach")):
        registered = RegisterPerson(person=person, vg=vg, on=office.clock.now().date())
        office.handler.handle(registered, Asked(person, "a", vg, person))
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("INSERT INTO cases.people VALUES (%s, 'Ben', 'Muster', NULL, %s, %s)", (person, vg, vg))
    for person in (PERSON, CHILD, ELSEWHERE):
        await office.say("JoinHousehold", "2016-04-04", AT_THE_DESK, person=str(person), household=HOME)
    await office.report("ReportDecision", "2016-04-11", outcome="refugee")
    await office.report("ReportService", "2016-04-14", mode="actual")
    await office.say("ConfirmTransition", "2016-04-18", AT_THE_DESK, end="2016-04-30")


@pytest.mark.anyio
async def test_r8_only_the_recognised_parent_changes_over_and_the_household_shows_both_laws(door: Office, database: str) -> None:
    await home(door, database)
    before = await door.ask("GET", f"/households/{HOME}?on=2016-04-30", AT_THE_DESK)
    after = await door.ask("GET", f"/households/{HOME}?on=2016-05-01", AT_THE_DESK)
    assert {one["regime"] for one in before["members"]} == {"asylblg"}
    assert {one["person"]: (one["regime"], one["asylblg_end"]) for one in after["members"]} == {
        str(PERSON): ("sgb2", "2016-04-30"),
        str(CHILD): ("asylblg", None),
    }


@pytest.mark.anyio
async def test_a_member_out_of_scope_is_none_and_a_household_of_such_is_not_found(door: Office, database: str) -> None:
    await home(door, database)
    elsewhere = await door.ask("GET", f"/households/{HOME}", "caseworker@vg-weilerbach")
    assert [one["person"] for one in elsewhere["members"]] == [str(ELSEWHERE)]
    stranger = "caseworker@vg-enkenbach-alsenborn"
    unseen = await door.ask("GET", f"/households/{HOME}", stranger)
    nobody = await door.ask("GET", f"/households/{UUID(int=99)}", stranger)
    assert unseen["status"] == nobody["status"] == 404
    assert (await door.ask("GET", f"/households/{HOME}", "coordinator@landkreis-koordination"))["status"] == 403


@pytest.mark.anyio
async def test_every_member_that_is_read_of_is_put_on_record(door: Office, database: str) -> None:
    await home(door, database)
    await door.ask("GET", f"/households/{HOME}", AT_THE_DESK)
    with psycopg.connect(database) as connection:
        read = {row[0] for row in connection.execute("SELECT person FROM cases.reads WHERE actor = %s", (AT_THE_DESK,))}
    assert read == {PERSON, CHILD}
