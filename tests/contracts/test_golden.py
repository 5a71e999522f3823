"""Every event ever released still loads: history cannot be rewritten by a change of code."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import pytest

from shared.contracts.base import Contract
from shared.messages import Event, Meta, from_json, to_json
from shared.sealing import Lock
from tools.golden import LOADED, shape

CORPUS = [json.loads(line) for line in Path(__file__).with_name("golden").joinpath("events.jsonl").read_text("utf-8").splitlines()]
META = Meta(event_id=UUID(int=1), recorded_at=datetime(2016, 7, 1, tzinfo=UTC), actor="caseworker@vg-landstuhl", correlation=UUID(int=2))
LOCK = Lock(bytes(32), "minor-1/1")
SERVICES = {module.__name__.split(".")[1] for module in LOADED}


def with_what_was_gained(data: dict[str, Any], written: dict[str, Any]) -> dict[str, Any]:
    """Fields that there were not yet, within parts too: None."""
    pairs = ((name, data.get(name), now) for name, now in written.items())
    gained = {name: with_what_was_gained(was, now) if isinstance(was, dict) and isinstance(now, dict) else was for name, was, now in pairs}
    return data | gained


@pytest.mark.parametrize("line", CORPUS, ids=lambda line: line["name"])
def test_a_released_event_loads_and_is_written_as_it_was(line: dict[str, Any]) -> None:
    """What it has gained since is not said of it."""
    event = Event.registry[line["name"]].model_validate_json(json.dumps(line["data"]))
    written = json.loads(event.model_dump_json())
    assert written == with_what_was_gained(line["data"], written)
    assert from_json(event.name, to_json(event, META, LOCK), LOCK) == (event, META)


def test_every_event_type_is_in_the_corpus_as_it_is_today() -> None:
    """Run `python -m tools.golden` and commit the new lines."""
    assert {"cases", "minors", "referrals", "reporting", "volunteers"} == SERVICES
    ours = {shape(name, kind.model_fields) for name, kind in Event.registry.items() if kind.__module__.startswith("services.")}
    known = {shape(line["name"], line["data"]) for line in CORPUS}
    assert ours <= known
    assert {name for name, _ in known} == {name for name, _ in ours}


CONTRACTS = sorted((kind for kind in Contract.registry.values() if kind.__module__.startswith("shared.contracts")), key=lambda k: k.type)


@pytest.mark.parametrize("kind", CONTRACTS, ids=lambda kind: kind.type)
def test_a_contract_shows_a_valid_example_and_reads_a_newer_one(kind: type[Contract]) -> None:
    data = json.dumps(kind.example)
    assert kind.model_validate_json(data) == kind.read(json.dumps(kind.example | {"field_of_a_newer_version": 1}))


@pytest.mark.parametrize("kind", CONTRACTS, ids=lambda kind: kind.type)
def test_what_a_contract_may_leave_unsaid_need_not_be_there(kind: type[Contract]) -> None:
    """Records are rendered without what is None."""
    for name, field in kind.model_fields.items():
        unsaid = {key: value for key, value in kind.example.items() if key != name}
        if type(None) in get_args(field.annotation):
            assert getattr(kind.read(json.dumps(unsaid)), name) is None
