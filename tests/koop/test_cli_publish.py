"""`koop partner publish`: a partner's file, all or nothing to the topic, and what became of each fact."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from shared.kafka import KafkaLogin
from shared.partner.publish import publish
from shared.topology import Topology
from tests.conftest import Stack
from tests.e2e.suite import ROOT, Suite, running

NOWHERE = KafkaLogin("127.0.0.1:1", "partner-jmd", "none")
TOPOLOGY = Topology.load(ROOT / "agreement" / "topology.toml")


def offered(person: str, **data: Any) -> dict[str, Any]:
    body = {"on": "2016-08-01", "course": "jmd-2016-1", "kind": "general", **data}
    return {"id": str(uuid4()), "type": "koop.fact.CourseOffered.v1", "subject": person, "data": body}


@pytest.fixture
def cases(stack: Stack, database: str, dsn_of: Callable[[str], str], tmp_path: Path) -> Iterator[Suite]:
    with running(stack, database, dsn_of, tmp_path, ("cases",)) as suite:
        yield suite


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("no json", "neither JSON nor JSON lines"),
        ("[1]", "a CloudEvent is a JSON object"),
        ('{"type": "koop.cases.LanguageCourseOffered.v1"}', "is no fact"),
        (json.dumps(offered("x") | {"data": None}), "data"),
        ("\n".join(json.dumps(one) for one in (offered("x"), offered("x", surprise=1))), "fact 2: data/surprise"),
    ],
)
def test_an_invalid_file_is_not_sent_and_its_field_is_named(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "facts.jsonl"
    file.write_text(text)
    outcome = publish(NOWHERE, TOPOLOGY, "jmd", file)
    assert (outcome["ok"], outcome["sent"]) == (False, 0)
    assert problem in outcome["problems"][0]


def test_the_receipts_say_accepted_duplicate_and_parked(cases: Suite, tmp_path: Path) -> None:
    file, known = tmp_path / "facts.json", offered(cases.person())
    for facts, outcomes in (
        (known, ["accepted"]),
        ([known], ["duplicate"]),
        ([offered(str(uuid4()))], ["parked"]),
    ):
        file.write_text(json.dumps(facts))
        outcome = publish(cases.login("jmd"), cases.topology, "jmd", file)
        assert [one["outcome"] for one in outcome["receipts"]] == outcomes
        assert outcome["ok"] is ("parked" not in outcomes)
