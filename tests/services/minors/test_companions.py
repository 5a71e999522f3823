"""R23 to R25, R33: volunteers who accompany a minor, and what a change of age means for them. Over HTTP, as the clearance lies in a row."""

from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from tests.services.minors.office import YouthOffice

VOLUNTEER, OTHER = "1f0e6b52-7c1d-4a3e-8d55-2b9f0c412016", "2a1f7c63-8d2e-4b4f-9e66-3ca01d522016"
FRESH = {"inspected": "2016-07-14", "certificate": "2016-06-01"}


async def in_care(office: YouthOffice) -> str:
    minor = str((await office.open())["minor"])
    await office.say(minor, "ExcludeFromDistribution", "2016-07-14", reason="welfare")
    await office.say(minor, "StartCare", "2016-07-15", vg="vg-landstuhl")
    office.tick(datetime(2016, 7, 18, 8, tzinfo=UTC))
    return minor


async def accept(office: YouthOffice, minor: str, on: str, volunteer: str = VOLUNTEER, **more: Any) -> Any:
    return await office.say(minor, "AcceptCompanion", on, volunteer=volunteer, **more)


async def allowed(office: YouthOffice, minor: str, day: datetime | None = None) -> dict[str, bool]:
    if day:
        office.tick(day)
    return {one["volunteer"]: one["may_accompany"] for one in (await office.file(minor))["companions"]}


@pytest.mark.anyio
async def test_r23_without_an_inspected_clearance_nobody_accompanies_a_minor_nor_somebody_of_unknown_age(office: YouthOffice) -> None:
    minor = await in_care(office)
    refused = await accept(office, minor, "2016-07-18")
    assert (refused["type"].rpartition(":")[2], refused["errors"][0]["field"]) == ("minors.companion_not_cleared", "/clearance")
    assert (await accept(office, minor, "2016-07-18", clearance=FRESH))["events"] == ["minors.CompanionAccepted"]
    assert await allowed(office, minor) == {VOLUNTEER: True}


@pytest.mark.anyio
async def test_d4_the_certificate_is_three_months_old_at_most_on_the_day_of_the_inspection(office: YouthOffice, database: str) -> None:
    # of 14 Apr 2016: until Thu 14 Jul 2016
    minor = await in_care(office)
    late = {"inspected": "2016-07-15", "certificate": "2016-04-14"}
    assert (await accept(office, minor, "2016-07-18", clearance=late))["type"].endswith("minors.certificate_not_fresh")
    ahead = {"inspected": "2016-07-19", "certificate": "2016-07-01"}
    assert (await accept(office, minor, "2016-07-18", clearance=ahead))["type"].endswith("minors.certificate_not_fresh")
    with psycopg.connect(database, autocommit=True) as connection:
        assert connection.execute("SELECT count(*) FROM minors.clearances").fetchone() == (0,), "what is refused is not kept"
    in_time = {"inspected": "2016-07-14", "certificate": "2016-04-14"}
    assert "events" in await accept(office, minor, "2016-07-18", clearance=in_time)


@pytest.mark.anyio
async def test_r24_after_five_years_an_accompaniment_rests_and_a_new_inspection_lets_it_go_on(office: YouthOffice) -> None:
    # inspected Thu 14 Jul 2016: until Wed 14 Jul 2021, 24:00 local = 22:00Z
    minor = await in_care(office)
    await accept(office, minor, "2016-07-18", clearance=FRESH)
    assert await allowed(office, minor, datetime(2021, 7, 14, 21, 59, tzinfo=UTC)) == {VOLUNTEER: True}
    assert await allowed(office, minor, datetime(2021, 7, 14, 22, tzinfo=UTC)) == {VOLUNTEER: False}
    assert (await office.file(minor))["companions"][0]["until"] is None, "not ended"
    anew = {"inspected": "2021-08-02", "certificate": "2021-07-20"}
    assert (await accept(office, minor, "2021-08-02", clearance=anew))["events"] == []
    assert await allowed(office, minor, datetime(2021, 8, 2, 8, tzinfo=UTC)) == {VOLUNTEER: True}
    assert (await office.file(minor))["companions"][0]["clearance"]["renew_by"] == "2026-08-02"


@pytest.mark.anyio
async def test_r33_a_change_of_age_puts_the_rule_for_volunteers_anew(office: YouthOffice) -> None:
    """An adult may be accompanied without clearance; a court that says minor brings the rule back."""
    minor = await in_care(office)
    await accept(office, minor, "2016-07-18", clearance=FRESH)
    office.tick(datetime(2021, 9, 6, 8, tzinfo=UTC))  # the clearance ran out on 14 Jul 2021
    assert await allowed(office, minor) == {VOLUNTEER: False}
    await office.say(minor, "AssessAge", "2021-09-06", finding="adult", method="medical")
    assert await allowed(office, minor) == {VOLUNTEER: True}
    office.tick(datetime(2021, 9, 20, 8, tzinfo=UTC))
    await office.say(minor, "RecordCourtOrder", "2021-09-20", finding="minor")
    assert await allowed(office, minor) == {VOLUNTEER: False}
    refused = await accept(office, minor, "2021-09-21", OTHER)
    assert refused["type"].endswith("minors.companion_not_cleared")


@pytest.mark.anyio
async def test_r32_from_the_18th_birthday_on_no_clearance_is_needed(office: YouthOffice) -> None:
    # of age on Wed 15 Mar 2017
    minor = await in_care(office)
    birth = {"year": 1999, "month": 3, "day": 15}
    await office.say(minor, "ClaimAge", "2016-07-15", source="self", method="paper", birth=birth)
    assert (await accept(office, minor, "2017-03-14"))["type"].endswith("minors.companion_not_cleared")
    assert (await accept(office, minor, "2017-03-15"))["events"] == ["minors.CompanionAccepted"]
    assert await allowed(office, minor, datetime(2017, 3, 15, 8, tzinfo=UTC)) == {VOLUNTEER: True}


@pytest.mark.anyio
async def test_r25_of_a_clearance_two_days_are_kept_in_a_row_and_none_in_an_event_and_they_go_with_the_end(
    office: YouthOffice, database: str
) -> None:
    minor = await in_care(office)
    scan = await accept(office, minor, "2016-07-18", clearance=FRESH | {"document": "a scan"})
    assert (scan["status"], scan["errors"][0]["field"]) == (422, "/clearance/document")
    await accept(office, minor, "2016-07-18", clearance=FRESH)
    with psycopg.connect(database, autocommit=True) as connection:
        written = connection.execute("SELECT string_agg(convert_from(state, 'UTF8'), '') FROM minors.events").fetchone()
        assert written and "2016-06-01" not in written[0]
        kept = connection.execute("SELECT volunteer::text, inspected::text, certificate::text FROM minors.clearances").fetchall()
        assert kept == [(VOLUNTEER, "2016-07-14", "2016-06-01")]
        await office.say(minor, "EndCompanion", "2016-12-01", volunteer=VOLUNTEER)
        assert connection.execute("SELECT count(*) FROM minors.clearances").fetchone() == (0,)
    (ended,) = (await office.file(minor))["companions"]
    assert (ended["until"], ended["clearance"], ended["may_accompany"]) == ("2016-12-01", None, False)
    nobody = await office.say(minor, "EndCompanion", "2016-12-01", volunteer=OTHER)
    assert nobody["type"].endswith("minors.no_companion")


@pytest.mark.anyio
async def test_who_accompanies_stays_in_the_file(office: YouthOffice, database: str) -> None:
    minor = await in_care(office)
    with psycopg.connect(database, autocommit=True) as connection:
        before = connection.execute("SELECT count(*) FROM minors.published").fetchone()
        await accept(office, minor, "2016-07-18", clearance=FRESH)
        await office.say(minor, "EndCompanion", "2016-12-01", volunteer=VOLUNTEER)
        assert connection.execute("SELECT count(*) FROM minors.published").fetchone() == before
