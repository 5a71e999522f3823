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
