"""A caseworker reads what is reported of a person's status; the read is put on record."""

import psycopg
import pytest

from tests.services.cases.facets.language.said import PERSON
from tests.services.cases.office import CASEWORKER, Office, served
from tests.services.cases.status.said import ABH, DECISION, DESK

PATH = f"/people/{PERSON}/status"


@pytest.mark.anyio
async def test_contradicting_reports_stand_side_by_side_until_they_are_settled(door: Office) -> None:
    await served(door)
    await door.report("ReportService", "2016-04-20", f"caseworker@{DESK}", mode="actual")
    seen = await door.ask("GET", PATH, CASEWORKER)
    thing = f"service/{DECISION}"
    assert seen["contradictions"] == [thing]
    assert {one["reported_by"] for one in seen["reports"][thing]} == {ABH, DESK}
    (standing,) = seen["decisions"]
    assert (standing["served_earliest"], standing["served_latest"], standing["contested"]) == ("2016-04-16", "2016-04-20", ["service"])
    refused = await door.say("SettleContradiction", "2016-04-21", f"caseworker@{DESK}", thing=thing, source=DESK)
    assert refused["type"].endswith("status.not_yours_to_settle")
    await door.say("SettleContradiction", "2016-04-21", thing=thing, source=ABH)
    assert (await door.ask("GET", PATH, CASEWORKER))["contradictions"] == []


@pytest.mark.anyio
async def test_the_read_is_on_record_and_names_stay_in_the_vault(door: Office, database: str) -> None:
    await served(door)
    seen = await door.ask("GET", PATH, f"caseworker@{DESK}")
    assert "Muster" not in str(seen)
    with psycopg.connect(database) as connection:
        reads = connection.execute("SELECT actor, purpose, person FROM cases.reads").fetchall()
    assert reads == [(f"caseworker@{DESK}", "casework", PERSON)]


@pytest.mark.anyio
async def test_r51_whom_it_does_not_concern_is_told_there_is_nobody(door: Office) -> None:
    await served(door)
    assert (await door.ask("GET", PATH, "caseworker@vg-weilerbach"))["type"].endswith("not_found")
    assert (await door.ask("GET", PATH, "coordinator@landkreis-koordination"))["type"].endswith("auth.forbidden")


@pytest.mark.parametrize("path", [f"/people/{PERSON}", PATH, f"/people/{PERSON}/transition"])
@pytest.mark.anyio
async def test_contents_are_read_for_casework_alone_whatever_purpose_is_named(door: Office, path: str) -> None:
    """An auditor sees who read what, an operator queues and positions: neither of them a person's name."""
    await served(door)
    for account, purpose in (("auditor@landkreis-koordination", "audit"), ("operator@landkreis-koordination", "operation")):
        answer = await door.ask("GET", f"{path}?purpose={purpose}", account)
        assert answer["status"] == 403
        assert "Muster" not in str(answer)


@pytest.mark.anyio
async def test_n5_after_a_move_the_new_municipality_reads_of_the_person(door: Office) -> None:
    new = "caseworker@vg-weilerbach"
    assert (await door.ask("GET", f"/people/{PERSON}", new))["status"] == 404
    await door.say("MovePerson", "2016-04-18", f"caseworker@{DESK}", vg="vg-weilerbach")
    assert (await door.ask("GET", f"/people/{PERSON}", new))["family_name"] == "Muster"
    assert "reports" in await door.ask("GET", PATH, new)
