"""The document that a partner's developer works with: commands with their fields, problems, the way to log in."""

import pytest
from fastapi import FastAPI

from shared.openapi import ANSWERS
from tests.shared.doors import ask, problem


def test_each_command_is_described_as_a_person_sends_it(api: FastAPI) -> None:
    body = api.openapi()["paths"]["/commands"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    commands = {one["title"]: one for one in body["oneOf"]}
    assert all(one["properties"]["type"]["const"] == name and one["required"][0] == "type" for name, one in commands.items())
    assert {"at", "actor", "partner"}.isdisjoint(name for one in commands.values() for name in one["properties"])
    assert "ReportDecision" in commands
    assert "ExpireEntitlement" not in commands


def test_every_reference_leads_somewhere(api: FastAPI) -> None:
    found = api.openapi()
    names = {one.rpartition("/")[2] for one in references(found)}
    assert names <= found["components"]["schemas"].keys()


def test_every_operation_says_how_it_refuses(api: FastAPI) -> None:
    for path in api.openapi()["paths"].values():
        for operation in path.values():
            assert operation["responses"].keys() >= {str(status) for status in ANSWERS}


@pytest.mark.anyio
async def test_another_method_is_refused_with_a_problem_that_names_the_right_ones(api: FastAPI) -> None:
    answer = await ask(api, "DELETE", "/commands")
    assert problem(answer) == (405, "not_allowed")
    assert answer.headers["allow"] == "POST"


def references(part: object) -> set[str]:
    if isinstance(part, dict):
        return {part["$ref"]} if "$ref" in part else set().union(*map(references, part.values()))
    return set().union(*map(references, part)) if isinstance(part, list) else set()
