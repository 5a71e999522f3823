"""Both offices work on one hand-over package: from the decision that the Ausländerbehörde reports to the confirmed end."""

from typing import Any

import pytest

from tests.services.cases.facets.language.said import PERSON
from tests.services.cases.office import CASEWORKER, Office
from tests.services.cases.status.said import DESK, JOBCENTER

PATH = f"/people/{PERSON}/transition"
AT_THE_DESK, AT_THE_JOBCENTER = f"caseworker@{DESK}", f"caseworker@{JOBCENTER}"


async def recognised(office: Office) -> None:
    await office.report("ReportDecision", "2016-04-11", outcome="refugee")
    await office.report("ReportService", "2016-04-14", mode="actual")


async def seen(office: Office, account: str = AT_THE_DESK) -> Any:
    return await office.ask("GET", PATH, account)


@pytest.mark.anyio
async def test_what_the_status_says_proposes_an_end_with_its_rule_in_the_same_transaction(door: Office) -> None:
    await recognised(door)
    package = await seen(door)
    assert (package["phase"], package["regime"], package["asylblg_end"]) == ("proposed", "asylblg", None)
    # served Thu 14 Apr 2016
    assert (package["proposed"]["asylblg_end"], package["proposed"]["rule"]) == ("2016-04-30", "transition.basis.refugee")
    assert package["proposed"]["paragraph"].startswith("§ 1 Abs. 3 AsylbLG")


@pytest.mark.anyio
async def test_the_package_says_what_is_missing_what_was_done_by_whom_and_from_when_it_is_alarming(door: Office) -> None:
    await recognised(door)
    await door.say("ReceiveDocument", "2016-04-15", AT_THE_DESK, document="identity")
    await door.say("RequestDocument", "2016-04-15", AT_THE_DESK, document="bank_account")
    await door.say("ReceiveApplication", "2016-04-18", AT_THE_DESK, by_office=DESK)
    await door.say("ConfirmTransition", "2016-04-18", AT_THE_DESK, end="2016-04-30")
    package = await seen(door)
    assert (package["phase"], package["asylblg_end"]) == ("applied", "2016-04-30")
    assert package["gaps"] == {"start": "2016-05-01", "entitlement": 0, "payment": None, "insurance": None}
    papers = {one["document"]: one for one in package["papers"]}
    assert (papers["identity"]["at"], papers["bank_account"]["requested"]) == (DESK, {DESK: "2016-04-15"})
    assert all(papers[kind]["on_checklist"] for kind in ("identity", "bank_account", "decision"))
    # Fri 29, Thu 28, Wed 27, Tue 26, Mon 25 Apr are the five Werktage before the end
    assert package["alarm_days"]["no_grant"] == "2016-04-26"
    confirmed = next(step for step in package["steps"] if step["what"] == "transition.Confirmed")
    assert (confirmed["by"], confirmed["on"]) == (DESK, "2016-04-18")


@pytest.mark.anyio
async def test_who_confirms_without_a_reason_hears_what_is_proposed(door: Office) -> None:
    await recognised(door)
    refused = await door.say("ConfirmTransition", "2016-04-18", AT_THE_DESK, end="2016-05-31")
    assert (refused["status"], refused["type"]) == (409, "urn:koop:problem:transition.reason_missing")
    assert "2016-04-30" in str(refused)


@pytest.mark.anyio
async def test_another_municipality_and_the_coordinator_do_not_see_it(door: Office) -> None:
    await recognised(door)
    for account in ("caseworker@vg-weilerbach", "coordinator@landkreis-koordination"):
        assert (await seen(door, account))["status"] in (403, 404)
    assert (await seen(door, CASEWORKER))["status"] == 404


@pytest.mark.anyio
async def test_the_jobcenter_reads_it_from_the_day_on_which_an_end_is_in_sight(door: Office) -> None:
    assert (await seen(door, AT_THE_JOBCENTER))["status"] == 404
    await recognised(door)
    assert (await seen(door, AT_THE_JOBCENTER))["phase"] == "proposed"


@pytest.mark.anyio
async def test_r7_the_jobcenter_reads_it_while_it_is_in_dispute_who_is_competent(door: Office) -> None:
    await door.report("ReportDecision", "2016-04-11", outcome="subsidiary", partial=True)
    await door.report("ReportAppeal", "2016-04-15")
    package = await seen(door, AT_THE_JOBCENTER)
    assert (package["phase"], package["asked"]) == ("disputed", ["disputed"])


@pytest.mark.anyio
async def test_who_only_advises_confirms_and_closes_nothing(door: Office) -> None:
    await recognised(door)
    for type_, more in (("ConfirmTransition", {"end": "2016-04-30"}), ("RevertTransition", {}), ("CloseTransition", {})):
        refused = await door.say(type_, "2016-04-18", "caseworker@caritas", **more)
        assert refused["type"] == "urn:koop:problem:transition.not_an_official"


@pytest.mark.anyio
async def test_n5_after_a_move_the_new_municipality_reads_it_and_finds_what_is_due_on_its_list(door: Office) -> None:
    await recognised(door)
    await door.say("MovePerson", "2016-04-18", AT_THE_DESK, vg="vg-weilerbach")
    new = "caseworker@vg-weilerbach"
    assert (await seen(door, new))["phase"] == "proposed"
    due = {one["rule"] for one in (await door.ask("GET", "/deadlines", new))["deadlines"]}
    assert due == {"transition.alarm.application_before"}
    assert (await door.ask("GET", "/deadlines", AT_THE_DESK))["deadlines"] == []
