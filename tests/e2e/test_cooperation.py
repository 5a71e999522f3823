"""The yearly decision and the end of the term, over HTTP and Kafka, on the simulated clock."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest

from services.reporting.app import domain
from services.reporting.decision.agreement import Agreement
from shared.clock import FixedClock, set_clock
from shared.domain import Asked
from shared.handling import Handler
from shared.law import Law
from shared.store import Store
from tests.conftest import Stack
from tests.e2e.suite import ROOT, Suite, running

CHAIR = "coordinator@landkreis-koordination"
COOPERATION = "kaiserslautern-2016"
ON_TERM = {"cooperation": COOPERATION}


@pytest.fixture
def suite(stack: Stack, database: str, dsn_of: Callable[[str], str], tmp_path: Path) -> Iterator[Suite]:
    at(database, "2016-07-01T08:00")
    found(dsn_of("reporting"))
    with running(stack, database, dsn_of, tmp_path, ("cases", "reporting")) as started:
        yield started


def at(database: str, instant: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        set_clock(connection, datetime.fromisoformat(instant).replace(tzinfo=UTC), running=False)


def found(dsn: str) -> None:
    law, store = Law.load(ROOT / "agreement" / "law"), Store(dsn, "reporting")
    handler = Handler(domain(law), store, FixedClock(datetime(2016, 6, 30, 22, tzinfo=UTC)), law)
    for founding in Agreement.load(ROOT / "agreement" / "kaiserslautern-2016.toml").founding():
        handler.handle(founding.command, Asked(founding.id, "agreement", None, uuid4()))
    store.close()


def command(suite: Suite, account: str, kind: str, **body: Any) -> httpx.Response:
    return suite.post("reporting", "/commands", {"type": kind, **body}, account)


def eventually(look: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < until, "it did not become true in time"
        time.sleep(0.2)


def term_known_to(service: str, database: str) -> datetime | None:
    """Each service has its own copy, and hears of a change by Kafka."""
    with psycopg.connect(database) as connection:
        row = connection.execute(f"SELECT ends FROM {service}.terms").fetchone()
    return row[0] if row else None


def cooperation(suite: Suite) -> dict[str, Any]:
    found_ = suite.get("reporting", "/api/cooperation", CHAIR).json()["data"]
    return dict(found_[0]) if found_ else {}


def test_the_partners_extend_by_majority_and_when_the_term_is_over_casework_ends(suite: Suite, database: str) -> None:
    ballot = str(uuid4())
    prepare(suite, database)
    at(database, "2017-05-15T08:00")
    motion = {"option": "extend", "until": "2018-06-30"}
    call = {"ballot": ballot, "motion": motion, "procedure": "written", "closes_on": "2017-06-09"}
    assert command(suite, "representative@cjd", "CallBallot", on="2017-05-15", **ON_TERM, **call).status_code in {403, 409}
    assert command(suite, CHAIR, "CallBallot", on="2017-05-15", **ON_TERM, **call).status_code == 200
    vote(suite, database, ballot)
    at(database, "2017-06-09T22:00")  # 24:00 on the closing day in Europe/Berlin, summer time
    eventually(lambda: cooperation(suite).get("ends") == "2018-06-30")
    decided = cooperation(suite)["ballots"][0]
    assert decided["state"] == "carried"
    assert (decided["content"]["yes"], decided["content"]["no"], decided["content"]["abstained"]) == (7, 1, 1)
    assert "9 ≥ 8" in decided["content"]["words_de"]
    casework_ends(suite, database)


def prepare(suite: Suite, database: str) -> None:
    at(database, "2017-04-24T08:00")
    assert command(suite, CHAIR, "ScheduleDeliberation", on="2017-04-24", day="2017-04-24", **ON_TERM).status_code == 200
    assert command(suite, CHAIR, "HoldDeliberation", on="2017-04-24", **ON_TERM).status_code == 200
    key = str(uuid4())
    frozen, again = (suite.post("reporting", "/dossiers", ON_TERM, CHAIR, key) for _ in range(2))
    assert frozen.status_code == 201, frozen.text
    assert (again.status_code, again.json()["version"]) == (201, frozen.json()["version"])
    forged = {"cooperation": COOPERATION, "on": "2017-06-09", "ballot": str(uuid4()), "until": "2020-06-30"}
    assert command(suite, CHAIR, "ExtendTerm", **forged).status_code == 409  # only a carried ballot extends


def vote(suite: Suite, database: str, ballot: str) -> None:
    """Nine of fourteen take part. What is said at 24:00 comes too late."""
    partners = suite.topology.partners
    choices = ["no", "abstain", *["yes"] * 7]
    at(database, "2017-06-09T21:59:59")
    for partner, choice in zip(partners, choices, strict=False):
        answer = command(suite, f"representative@{partner}", "CastVote", on="2017-06-09", ballot=ballot, choice=choice)
        assert answer.status_code == 200, answer.text
    stolen = command(suite, "caseworker@jobcenter", "CastVote", on="2017-06-09", ballot=ballot, choice="yes")
    assert stolen.status_code == 403


def casework_ends(suite: Suite, database: str) -> None:
    """R48: the last day is 30 June 2018, to its 24:00 (22:00Z)."""
    eventually(lambda: term_known_to("cases", database) == datetime(2018, 6, 30, 22, tzinfo=UTC))
    at(database, "2018-06-30T21:59:59")
    person = suite.person()
    at(database, "2018-06-30T22:00:00")
    body = {"given_name": "Amaru", "family_name": "Testemann", "vg": "vg-landstuhl", "on": "2018-07-01"}
    refused = suite.post("cases", "/people", body, "caseworker@vg-landstuhl")
    assert refused.status_code == 403
    assert refused.json()["type"].endswith("auth.term_over")
    late = suite.publish("jmd", ("CourseOffered", person, {"on": "2018-07-01", "course": "jmd-1", "kind": "general"}))
    assert suite.receipts("jmd", late)[0]["rule"] == "fact.term_over"
    eventually(lambda: cooperation(suite)["ended"])
