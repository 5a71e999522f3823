"""R23 to R25, R33: volunteers who accompany a minor, and what a change of age means for them. Over HTTP, as the clearance lies in a row."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from services.minors.app import domain
from services.minors.companions import AcceptCompanion
from shared.contracts.codes_minors import CareEnd
from shared.domain import Asked
from shared.handling import body_hash
from shared.store import Conflict, Store
from shared.unit import Unit
from tests.services.cases.facets.language.said import LAW
from tests.services.minors.office import YouthOffice
from tests.services.minors.said import FILE, say

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


def clearances(database: str) -> int:
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT count(*) FROM minors.clearances").fetchone()
    return int(row[0]) if row else -1


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
    assert clearances(database) == 0, "what is refused is not kept"
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
    office.tick(datetime(2021, 8, 2, 8, tzinfo=UTC))
    assert (await accept(office, minor, "2021-08-02", clearance=anew))["events"] == ["minors.CompanionInspected"]
    assert await allowed(office, minor) == {VOLUNTEER: True}
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
    refused = await accept(office, minor, "2021-09-20", OTHER)
    assert refused["type"].endswith("minors.companion_not_cleared")


@pytest.mark.anyio
async def test_r32_from_the_18th_birthday_on_no_clearance_is_needed(office: YouthOffice) -> None:
    # of age on Wed 15 Mar 2017
    minor = await in_care(office)
    birth = {"year": 1999, "month": 3, "day": 15}
    await office.say(minor, "ClaimAge", "2016-07-15", source="self", method="paper", birth=birth)
    office.tick(datetime(2017, 3, 15, 8, tzinfo=UTC))
    assert (await accept(office, minor, "2017-03-14"))["type"].endswith("minors.companion_not_cleared")
    assert (await accept(office, minor, "2017-03-15"))["events"] == ["minors.CompanionAccepted"]
    assert await allowed(office, minor) == {VOLUNTEER: True}
    office.tick(datetime(2017, 4, 3, 8, tzinfo=UTC))
    kept = await accept(office, minor, "2017-04-03", OTHER, clearance={"inspected": "2017-04-03", "certificate": "2017-04-01"})
    assert kept["type"].endswith("minors.clearance_not_needed")


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
        office.tick(datetime(2016, 12, 1, 8, tzinfo=UTC))
        await office.say(minor, "EndCompanion", "2016-12-01", volunteer=VOLUNTEER)
        assert clearances(database) == 0
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
        await office.say(minor, "EndCompanion", "2016-07-18", volunteer=VOLUNTEER)
        assert connection.execute("SELECT count(*) FROM minors.published").fetchone() == before


@pytest.mark.anyio
@pytest.mark.parametrize("reason", [reason for reason in CareEnd if reason is not CareEnd.ADULT])
async def test_r26_with_the_file_accompaniment_and_clearance_end(office: YouthOffice, database: str, reason: str) -> None:
    minor = await in_care(office)
    await accept(office, minor, "2016-07-18", clearance=FRESH)
    await office.say(minor, "EndCare", "2016-10-03", reason=reason)
    (one,) = (await office.file(minor))["companions"]
    assert (one["until"], one["may_accompany"], clearances(database)) == ("2016-10-03", False, 0)


@pytest.mark.anyio
async def test_r26_with_majority_the_clearance_goes_and_with_a_finding_of_adult_age_too(office: YouthOffice, database: str) -> None:
    found, grown = await in_care(office), await in_care(office)
    await office.say(grown, "ClaimAge", "2016-07-15", source="self", method="paper", birth={"year": 1999, "month": 3, "day": 15})
    for minor in (found, grown):
        await accept(office, minor, "2016-07-18", clearance=FRESH)
    await office.say(found, "AssessAge", "2016-09-05", finding="adult", method="medical")
    assert clearances(database) == 1
    office.tick(datetime(2017, 3, 31, 22, tzinfo=UTC))  # Sat 1 Apr 2017 00:00 local
    assert clearances(database) == 0
    assert await allowed(office, grown) == {VOLUNTEER: True}


@pytest.mark.anyio
async def test_what_is_heard_late_reopens_no_accompaniment_that_ended(office: YouthOffice, database: str) -> None:
    minor = await in_care(office)
    await accept(office, minor, "2016-07-18", clearance=FRESH)
    office.tick(datetime(2016, 12, 2, 8, tzinfo=UTC))
    await office.say(minor, "EndCompanion", "2016-12-01", volunteer=VOLUNTEER)
    late = await accept(office, minor, "2016-10-04", clearance={"inspected": "2016-10-04", "certificate": "2016-10-01"})
    assert (late["type"].rpartition(":")[2], clearances(database)) == ("minors.companion_ended", 0)
    anew = {"inspected": "2016-12-02", "certificate": "2016-11-15"}
    assert (await accept(office, minor, "2016-12-02", clearance=anew))["events"] == ["minors.CompanionAccepted"]


@pytest.mark.anyio
async def test_nothing_is_said_of_days_to_come_and_a_slip_of_the_pen_can_be_mended(office: YouthOffice) -> None:
    minor = await in_care(office)
    ahead = {"inspected": "2061-07-14", "certificate": "2061-06-01"}
    assert (await accept(office, minor, "2061-07-18", clearance=ahead))["type"].endswith("minors.companion_ahead")
    beyond = await accept(office, minor, "2016-07-18", clearance={"inspected": "2016-07-14", "certificate": "9999-11-01"})
    assert (beyond["status"], beyond["errors"][0]["field"]) == (422, "/clearance/certificate")
    for day in ("2016-07-18", "2016-07-08"):
        await accept(office, minor, "2016-07-18", clearance={"inspected": day, "certificate": "2016-06-01"})
    assert (await office.file(minor))["companions"][0]["clearance"]["inspected"] == "2016-07-08"


@pytest.mark.anyio
async def test_an_inspection_that_meets_the_end_of_the_accompaniment_is_decided_again(
    office: YouthOffice, store: Store, database: str
) -> None:
    minor = await in_care(office)
    await accept(office, minor, "2016-07-18", clearance=FRESH)
    unit = Unit(domain(LAW), LAW, store, office.clock.now())
    anew = AcceptCompanion.model_validate({"minor": minor, "on": "2016-07-18", "volunteer": VOLUNTEER, "clearance": FRESH, "at": unit.now})
    unit.decide(anew, Asked(uuid4(), "test", None, uuid4()))
    await office.say(minor, "EndCompanion", "2016-07-18", volunteer=VOLUNTEER)  # the other writer is faster
    with pytest.raises(Conflict):
        unit.write()
    assert clearances(database) == 0


def test_r25_the_hash_of_an_answered_command_tells_nothing_of_the_clearance() -> None:
    both = [say(AcceptCompanion, date(2016, 7, 18), volunteer=FILE, clearance=clearance) for clearance in (None, FRESH)]
    assert body_hash(both[0]) == body_hash(both[1])


@pytest.mark.anyio
async def test_n7_what_is_heard_after_majority_of_a_day_before_it_is_checked_and_not_kept(office: YouthOffice, database: str) -> None:
    minor = await in_care(office)
    await office.say(minor, "ClaimAge", "2016-07-15", source="self", method="paper", birth={"year": 1999, "month": 3, "day": 15})
    office.tick(datetime(2017, 5, 2, 8, tzinfo=UTC))
    clearance = {"inspected": "2017-02-27", "certificate": "2017-02-01"}
    assert (await accept(office, minor, "2017-03-01"))["type"].endswith("minors.companion_not_cleared")
    assert (await accept(office, minor, "2017-03-01", clearance=clearance))["events"] == ["minors.CompanionAccepted"]
    assert (await allowed(office, minor), clearances(database)) == ({VOLUNTEER: True}, 0)


@pytest.mark.anyio
async def test_r26_what_is_heard_of_a_file_that_has_ended_keeps_no_clearance(office: YouthOffice, database: str) -> None:
    minor = await in_care(office)
    office.tick(datetime(2016, 9, 5, 8, tzinfo=UTC))
    await office.say(minor, "AssessAge", "2016-09-01", finding="adult", method="medical")
    await accept(office, minor, "2016-08-22", clearance={"inspected": "2016-08-19", "certificate": "2016-08-01"})
    assert clearances(database) == 0


@pytest.mark.anyio
async def test_n7_an_earlier_day_heard_late_moves_the_beginning_and_replaces_no_newer_inspection(office: YouthOffice) -> None:
    minor = await in_care(office)
    office.tick(datetime(2016, 9, 5, 8, tzinfo=UTC))
    await accept(office, minor, "2016-09-01", clearance={"inspected": "2016-08-30", "certificate": "2016-08-01"})
    await accept(office, minor, "2016-07-20", clearance={"inspected": "2016-07-19", "certificate": "2016-07-01"})
    (one,) = (await office.file(minor))["companions"]
    assert (one["since"], one["clearance"]["inspected"]) == ("2016-07-20", "2016-08-30")
    await office.say(minor, "EndCare", "2016-09-03", reason="with_family")
    await office.say(minor, "EndCare", "2016-08-15", reason="with_family")
    (one,) = (await office.file(minor))["companions"]
    assert one["until"] == "2016-08-15"
