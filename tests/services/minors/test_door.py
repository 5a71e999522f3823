"""The file over HTTP: opened and read by the youth office, its clocks fired by the ticker, its birth dates sealed in the table."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from koop.verify_deadlines import deadlines as verified
from tests.services.cases.facets.language.said import PERSON
from tests.services.minors.office import YOUTH_OFFICE, YouthOffice

COORDINATOR = "coordinator@landkreis-koordination"
BIRTH = {"year": 1999, "month": 3, "day": 15}
OF_MAJORITY = ("TransitionPlanDue", "TransitionPlanMissing", "MajorityApproaching", "MajorityPossible", "MajorityReached")


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
    by_rule = {one["rule"]: one["last_day"] for one in own}
    assert by_rule == {
        "minors.report_within": "2016-07-13",
        "minors.distribution_within": "2016-08-04",
        "minors.plan_months_before": "2016-09-15",  # of age on 15 Mar 2017: half a year before
        "minors.decide_days_before": "2017-03-14",  # and the day before
    }


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
    said = len((await office.file(minor))["steps"])
    office.tick(datetime(2017, 3, 14, 23, tzinfo=UTC))  # Wed 15 Mar 2017 00:00 local
    file = await office.file(minor)
    assert (file["majority"]["reached"], file["majority"]["decision_missing"], len(file["steps"])) == (True, True, said)
    office.tick(datetime(2017, 3, 31, 21, 59, tzinfo=UTC))
    assert len((await office.file(minor))["steps"]) == said
    office.tick(datetime(2017, 3, 31, 22, tzinfo=UTC))  # Sat 1 Apr 2017 00:00 local: what holds since the birthday is said
    assert "minors.MajorityReached" in [step["what"] for step in (await office.file(minor))["steps"][said:]]


@pytest.mark.anyio
async def test_r32_at_the_birthdays_first_moment_guardian_and_periods_of_minors_are_over(office: YouthOffice) -> None:
    minor = await a_file(office)
    await office.say(minor, "ExcludeFromDistribution", "2016-07-14", reason="welfare")
    await office.say(minor, "StartCare", "2016-07-15", vg="vg-landstuhl")
    await office.say(minor, "AppointGuardian", "2016-09-12", kind="office")
    await office.say(minor, "GrantYoungAdultHelp", "2017-03-01")
    office.tick(datetime(2017, 3, 14, 22, 59, tzinfo=UTC))
    file = await office.file(minor)
    assert (file["state"], file["guardian"]["acts"], file["guardian"]["ended"], file["majority"]["ends"]) == ("in_care", True, None, [])
    office.tick(datetime(2017, 3, 14, 23, tzinfo=UTC))  # Wed 15 Mar 2017 00:00 local
    file = await office.file(minor)
    assert (file["state"], file["guardian"]["acts"], file["guardian"]["ended"]) == ("young_adult", False, "2017-03-15")
    assert "consents" in file["majority"]["ends"] and "asylum_capacity" in file["majority"]["begins"]
    refused = await office.say(minor, "AppointGuardian", "2017-03-15", kind="person")
    assert refused["type"].endswith("minors.of_age")
    office.tick(datetime(2017, 4, 1, 8, tzinfo=UTC))
    assert (await office.file(minor))["guardian"]["ended"] == "2017-03-15", "said in April, over since March"


@pytest.mark.anyio
@pytest.mark.parametrize("day_of_birth", [1, 15, 31])
async def test_no_instant_in_the_schema_tells_the_day_of_birth(office: YouthOffice, database: str, day_of_birth: int) -> None:
    """Every birthday of one month leaves the same days and instants: in the store, in the published log, and in the table of answers."""
    minor = str((await office.open())["minor"])
    birth = {"year": 1999, "month": 3, "day": day_of_birth}
    await office.say(minor, "ClaimAge", "2016-07-05", source="self", method="paper", birth=birth)
    for day in (datetime(2016, 7, 6, 1, tzinfo=UTC) + timedelta(days=n) for n in range(400)):
        office.tick(day)
    steps = (await office.file(minor))["steps"]
    told = {(step["what"], step["on"], step["recorded_at"][:10]) for step in steps if step["what"].removeprefix("minors.") in OF_MAJORITY}
    assert told == {
        # 18 in March 2017: 180 and 90 days before 1 Mar are 2 Sep and 1 Dec 2016, 365 are 1 Mar; the plan was to be there in September
        ("minors.TransitionPlanDue", "2016-04-01", "2016-07-06"),
        ("minors.MajorityApproaching", "2016-03-01", "2016-07-06"),
        ("minors.MajorityApproaching", "2016-09-02", "2016-09-02"),
        ("minors.TransitionPlanMissing", "2016-10-01", "2016-10-01"),
        ("minors.MajorityApproaching", "2016-12-01", "2016-12-01"),
        ("minors.MajorityReached", "2017-04-01", "2017-04-01"),
    }
    with psycopg.connect(database) as connection:
        rows = connection.execute(
            "SELECT convert_from(state, 'UTF8') FROM minors.events UNION ALL SELECT headers::text || convert_from(value, 'UTF8') "
            "FROM minors.published UNION ALL SELECT recorded_at::text || result::text FROM minors.commands"
        ).fetchall()
    written = "".join(row[0] for row in rows)
    assert "2017-04-01" in written and "2017-03" not in written


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
