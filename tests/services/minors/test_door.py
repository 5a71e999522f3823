"""The file over HTTP: opened and read by the youth office, its clocks fired by the ticker, its birth dates sealed in the table."""

from datetime import UTC, datetime

import psycopg
import pytest

from koop.verify_deadlines import deadlines as verified
from tests.services.cases.facets.language.said import PERSON
from tests.services.minors.office import YOUTH_OFFICE, YouthOffice

COORDINATOR = "coordinator@landkreis-koordination"
BIRTH = {"year": 1999, "month": 3, "day": 15}


async def a_file(office: YouthOffice) -> str:
    opened = await office.open()
    minor = str(opened["minor"])
    await office.say(minor, "ClaimAge", "2016-07-05", source="self", method="statement", birth=BIRTH)
    return minor


@pytest.mark.anyio
async def test_a_file_is_opened_under_a_random_id_and_read_on_record(office: YouthOffice, database: str) -> None:
    minor = await a_file(office)
    assert minor != str(PERSON)
    file = await office.file(minor)
    assert (file["person"], file["state"], file["missed"]) == (str(PERSON), "provisional", [])
    assert file["periods"]["report"]["last_day"] == "2016-07-13"
    assert file["periods"]["report"]["paragraph"] == "§ 42a Abs. 4 S. 1 SGB VIII"
    assert file["age"]["worked_with"]["birth"] == BIRTH
    assert (file["majority"]["days"]["latest"], file["majority"]["reached"]) == ("2017-03-15", False)
    with psycopg.connect(database) as connection:
        reads = connection.execute("SELECT actor, purpose, minor::text FROM minors.reads").fetchall()
    assert reads == [(YOUTH_OFFICE, "casework", minor)]


@pytest.mark.anyio
async def test_whose_a_file_of_the_register_is_can_be_said_later(office: YouthOffice) -> None:
    known = "6c3d1f0a-2e5b-4b7e-9d14-5a8f0b612016"
    await office.say(known, "StartProvisionalCare", "2016-07-04", vg="vg-landstuhl")
    assert (await office.file(known))["person"] is None
    assert (await office.open(minor=known))["minor"] == known
    assert (await office.file(known))["person"] == str(PERSON)


@pytest.mark.anyio
async def test_r51_nobody_but_the_youth_office_opens_reads_or_changes_a_file(office: YouthOffice) -> None:
    minor = await a_file(office)
    for account in (COORDINATOR, "caseworker@cjd", "caseworker@vg-landstuhl", "operator@landkreis-koordination"):
        assert (await office.file(minor, account))["status"] == 403
        assert (await office.open(account=account))["status"] == 403
        assert (await office.say(minor, "NotifyStateOffice", "2016-07-12", account))["status"] == 403
    for account, purpose in (("auditor@landkreis-koordination", "audit"), ("operator@landkreis-koordination", "operation")):
        assert (await office.ask("GET", f"/minors/{minor}?purpose={purpose}", account))["status"] == 403
    unknown = "00000000-0000-4000-8000-000000000000"
    assert (await office.file(unknown))["status"] == 404
    assert (await office.file(unknown, COORDINATOR))["status"] == 403  # the same as for a file that there is (N20)


@pytest.mark.anyio
async def test_r51_n15_the_coordinator_sees_of_the_periods_not_even_a_number(office: YouthOffice) -> None:
    """The month runs for every file, and each stands at one step of the chain: their numbers add up."""
    for _ in range(6):
        await a_file(office)
    assert (await office.ask("GET", "/deadlines", COORDINATOR))["deadlines"] == []
    counts = (await office.ask("GET", "/deadlines?purpose=steering", COORDINATOR))["counts"]
    assert counts == []
    own = (await office.ask("GET", "/deadlines"))["deadlines"]
    assert {one["rule"] for one in own} == {"minors.report_within", "minors.distribution_within"}


@pytest.mark.anyio
async def test_r28_r32_what_falls_due_happens_by_the_clock(office: YouthOffice, database: str) -> None:
    minor = await a_file(office)
    office.tick(datetime(2016, 7, 13, 21, 59, tzinfo=UTC))
    assert (await office.file(minor))["missed"] == []
    office.tick(datetime(2016, 7, 13, 22, tzinfo=UTC))  # Thu 14 Jul 00:00 local
    assert (await office.file(minor))["missed"] == ["report"]
    office.tick(datetime(2017, 3, 14, 22, 59, tzinfo=UTC))
    assert (await office.file(minor))["majority"]["reached"] is False
    with psycopg.connect(database, autocommit=True) as connection:
        assert verified(connection, "minors")["ok"]
    office.tick(datetime(2017, 3, 14, 23, tzinfo=UTC))  # Wed 15 Mar 2017 00:00 local
    majority = (await office.file(minor))["majority"]
    assert (majority["reached"], majority["decision_missing"]) == (True, True)


@pytest.mark.anyio
async def test_r30_siblings_hear_of_each_other_in_the_same_transaction(office: YouthOffice) -> None:
    first, second = [str((await office.open())["minor"]) for _ in range(2)]
    await office.say(first, "RecordAssignment", "2016-07-20", office="jugendamt-trier")
    await office.say(second, "LinkSibling", "2016-07-21", sibling=first)
    apart = await office.say(second, "RecordAssignment", "2016-07-22", office="jugendamt-kusel")
    assert apart["type"].endswith("minors.siblings_apart")
    assert "jugendamt-trier" in str(apart)
    reasoned = await office.say(second, "RecordAssignment", "2016-07-22", office="jugendamt-kusel", apart="welfare")
    assert "minors.AssignmentReceived" in reasoned["events"]
    assert (await office.file(first))["siblings"] == {second: "jugendamt-kusel"}
    nobody = await office.say(second, "LinkSibling", "2016-07-23", sibling="00000000-0000-4000-8000-000000000000")
    assert nobody["status"] == 404


@pytest.mark.anyio
async def test_birth_dates_are_sealed_in_the_table_and_gone_with_their_key(office: YouthOffice, database: str) -> None:
    minor = await a_file(office)
    await office.say(minor, "AssessAge", "2016-07-08", finding="doubt", method="inspection", birth={"year": 1998})
    with psycopg.connect(database, autocommit=True) as connection:
        stored = b"".join(bytes(row[0]) for row in connection.execute("SELECT state FROM minors.events").fetchall())
        assert b'"birth"' in stored
        for plain in (b"1999", b"1998", b"2017-03-15"):
            assert plain not in stored
        assert connection.execute("SELECT count(*) FROM minors.snapshots").fetchone() == (0,)
        connection.execute("UPDATE minors.subject_keys SET key = NULL, erased_at = now() WHERE subject = %s", (minor,))
    erased = await office.file(minor)
    assert [claim["birth"] for claim in erased["age"]["claims"]] == [None, None]
    assert (erased["age"]["worked_with"], erased["majority"]["days"]) == (None, None)
    assert erased["state"] == "provisional"
