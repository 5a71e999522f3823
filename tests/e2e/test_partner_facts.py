"""A partner's fact, from its own topic to its receipt: real broker, real database, real processes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.conftest import Stack
from tests.e2e.suite import Suite, running

NEED = ("LanguageNeedAssessed", {"on": "2016-08-01", "level": "A1"})


@pytest.fixture
def cases(stack: Stack, database: str, dsn_of: Callable[[str], str], tmp_path: Path) -> Iterator[Suite]:
    with running(stack, database, dsn_of, tmp_path, ("cases",)) as suite:
        yield suite


def test_each_fact_is_answered_by_exactly_one_receipt_that_says_what_became_of_it(cases: Suite) -> None:
    person = cases.person()
    course = "bamf-2016-0815"
    offered = ("CourseOffered", person, {"on": "2016-08-01", "course": course})
    nobody = ("CourseOffered", str(uuid4()), {"on": "2016-08-01", "course": course})
    wrong = ("CourseOffered", person, {"on": "2016-08-01", "course": course, "surprise": 1})
    foreign = ("CourseObligationIssued", person, {"on": "2016-08-01", "authority": "jobcenter"})
    ids = cases.publish("jmd", offered, nobody, wrong, foreign)
    receipts = cases.receipts("jmd", ids)
    assert [r["outcome"] for r in receipts] == ["accepted", "parked", "parked", "parked"], receipts
    assert [r.get("rule") for r in receipts] == [None, "fact.unknown_person", "fact.invalid", "fact.not_yours_to_state"]
    assert receipts[2]["field"] == "data/surprise"
    assert all(r["de"] and r["en"] and r["de"] != r["en"] for r in receipts[1:])


def test_r49_a_repeated_registration_gives_the_same_person(cases: Suite) -> None:
    key = str(uuid4())
    body = {"given_name": "Amaru", "family_name": "Testemann", "vg": "vg-weilerbach", "on": "2016-07-04"}
    first, second = (cases.post("cases", "/people", body, "caseworker@vg-weilerbach", key) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["person"] == second.json()["person"]


def test_a_person_is_read_only_within_scope_and_the_answer_does_not_tell_why_not(cases: Suite) -> None:
    person = cases.person("vg-landstuhl")
    assert cases.get("cases", f"/people/{person}", "caseworker@vg-landstuhl").json()["family_name"] == "Testemann"
    foreign = cases.get("cases", f"/people/{person}", "caseworker@vg-weilerbach")
    nobody = cases.get("cases", f"/people/{uuid4()}", "caseworker@vg-weilerbach")
    assert (foreign.status_code, nobody.status_code) == (404, 404)
    assert foreign.json() == nobody.json()
    assert cases.get("cases", f"/people/{person}", "coordinator@landkreis-koordination").status_code == 403


def test_bad_requests_name_the_field_in_german_and_english(cases: Suite) -> None:
    answer = cases.post("cases", "/people", {"given_name": "", "vg": "vg-landstuhl", "on": "2016-07-04"}, "caseworker@vg-landstuhl")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert {error["field"] for error in answer.json()["errors"]} == {"/given_name", "/family_name"}
    assert all(error["de"] and error["en"] for error in answer.json()["errors"])
    assert cases.post("cases", "/commands", {"type": "ExpireEntitlement"}, "caseworker@jmd").status_code == 409
