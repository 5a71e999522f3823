"""The running periods of a person's status on a real store: listed, taken charge of, and the same when they are computed anew."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest

from koop.deadlines import listing
from koop.renew_deadlines import renew
from koop.verify_deadlines import deadlines as verified
from shared.ticker import Ticker
from tests.services.cases.facets.language.said import PERSON
from tests.services.cases.office import CASEWORKER, ROOT, Office, served
from tests.services.cases.status.said import ABH, DECISION, PAPER


@pytest.mark.anyio
async def test_a_period_is_listed_for_its_owner_with_rule_paragraph_and_who_took_the_case(office: Office) -> None:
    await served(office)
    (line,) = (await office.ask("GET", "/deadlines", CASEWORKER))["deadlines"]
    # c10: two weeks from Sat 16 Apr 2016 end on Mon 2 May
    assert (line["rule"], line["paragraph"], line["last_day"]) == ("appeal.within", "§ 74 Abs. 1 AsylG", "2016-05-02")
    assert (line["stream"], line["facet"], line["in_charge"], line["missed"]) == (f"status-{PERSON}", "transition", None, False)
    await office.say("TakeCharge", "2016-04-18", facet="transition")
    (line,) = (await office.ask("GET", "/deadlines?until=2016-05-02", CASEWORKER))["deadlines"]
    assert line["in_charge"] == CASEWORKER
    assert (await office.ask("GET", "/deadlines?until=2016-05-01", CASEWORKER))["deadlines"] == []


@pytest.mark.anyio
async def test_r51_others_see_nothing_of_it_and_the_coordinator_a_number(office: Office) -> None:
    for n in range(5):
        await served(office, UUID(int=n + 1))
    assert (await office.ask("GET", f"/deadlines?organisation={ABH}", "caseworker@jobcenter"))["deadlines"] == []
    coordinator = "coordinator@landkreis-koordination"
    assert (await office.ask("GET", "/deadlines", coordinator))["deadlines"] == []
    seen = await office.ask("GET", "/deadlines?purpose=steering", coordinator)
    assert seen["counts"] == [{"owner": ABH, "facet": "transition", "rule": "appeal.within", "running": 5}]
    assert str(PERSON) not in str(seen)
    refused = await office.ask("GET", "/deadlines?purpose=steering&until=2016-05-02", coordinator)
    assert refused["type"].endswith("deadlines.no_day_in_counts")


@pytest.mark.anyio
async def test_n7_a_late_suit_clears_the_period_and_what_is_stored_is_what_the_events_give(office: Office, database: str) -> None:
    await served(office)
    with psycopg.connect(database, autocommit=True) as connection:
        assert verified(connection, "cases") == {"ok": True, "running": 1, "fired": 0, "difference": None}
        await office.report("ReportAppeal", "2016-04-15")
        assert verified(connection, "cases") == {"ok": True, "running": 0, "fired": 0, "difference": None}


@pytest.mark.anyio
async def test_what_has_fired_may_be_missing_and_nothing_else(office: Office, database: str, dsn_of: Callable[[str], str]) -> None:
    await served(office)
    office.clock.instant = datetime(2016, 5, 2, 22, tzinfo=UTC)
    assert Ticker(office.handler).tick() == 1
    with psycopg.connect(database, autocommit=True) as connection:
        # finality clears its own deadline, and sets off the change-over with its two alarms
        assert verified(connection, "cases") == {"ok": True, "running": 2, "fired": 0, "difference": None}
        # § 187(2): six months of a reduction from 1 Nov 2016; looked at on 16 Apr 2017
        await office.say("ReportReduction", "2016-11-01", evidence=PAPER.model_dump(mode="json"))
        assert verified(connection, "cases") == {"ok": True, "running": 3, "fired": 0, "difference": None}
        connection.execute("INSERT INTO platform.clock (business, running) VALUES ('2016-12-01', false)")
        connection.execute("DELETE FROM cases.deadlines WHERE key = 'reduction-2016-11-01'")
        assert verified(connection, "cases")["difference"] == f"status-{PERSON} reduction-2016-11-01"
        assert renew({"cases": dsn_of("cases")}, ["cases"]) == [{"service": "cases", "set": 1, "cleared": 0, "running": 3}]
        office.clock.instant = datetime(2017, 4, 20, tzinfo=UTC)
        assert Ticker(office.handler).tick() == 3
        connection.execute("UPDATE platform.clock SET business = '2017-04-20'")
        assert verified(connection, "cases") == {"ok": True, "running": 0, "fired": 3, "difference": None}


@pytest.mark.anyio
async def test_a_row_changed_by_hand_is_named(office: Office, database: str) -> None:
    await served(office)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("UPDATE cases.deadlines SET last_day = last_day + 1")
        found = verified(connection, "cases")
    assert (found["ok"], found["difference"]) == (False, f"status-{PERSON} final-{DECISION}")


@pytest.mark.anyio
async def test_the_operator_lists_the_periods_of_one_organisation_or_all(office: Office, dsn_of: Callable[[str], str]) -> None:
    await served(office)
    await office.say("TakeCharge", "2016-04-18", facet="transition")
    dsns = {service: dsn_of(service) for service in ("cases", "volunteers")}
    (line,) = listing(dsns, ROOT / "agreement", ABH)
    assert (line["owner"], line["in_charge"], line["last_day"]) == (ABH, CASEWORKER, "2016-05-02")
    assert listing(dsns, ROOT / "agreement", None) == [line]
    assert listing(dsns, ROOT / "agreement", "jobcenter") == []


@pytest.mark.anyio
async def test_r19_a_start_that_is_due_stands_on_the_providers_list_until_the_course_begins(office: Office) -> None:
    provider = "caseworker@cjd"
    course = {"course": "cjd-2016-4", "provider": "cjd", "kind": "general"}
    await office.say("ConfirmEnrolment", "2016-04-11", provider, **course)
    (line,) = (await office.ask("GET", "/deadlines", provider))["deadlines"]
    # three months, by the text of that day: Mon 11 Jul 2016
    assert (line["rule"], line["last_day"], line["facet"]) == ("course.integration.start_within", "2016-07-11", "language")
    assert (await office.ask("GET", "/deadlines", "caseworker@jmd"))["deadlines"] == []
    await office.say("StartCourse", "2016-04-18", provider, course="cjd-2016-4")
    assert (await office.ask("GET", "/deadlines", provider))["deadlines"] == []
