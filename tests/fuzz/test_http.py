"""Every operation of every service's OpenAPI document, with requests that fit it and requests that do not."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
import requests
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from koop.migrate import SERVICES
from tests.fuzz.cases import DONE, drawn
from tests.fuzz.conftest import ACCOUNTS, Town

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ENDLESS = {"/events"}
"""A stream that never ends is no request to be waited for."""

OPERATIONS = 15
"""About as many as the services have together; what is drawn for each is its share."""


@pytest.mark.parametrize("service", SERVICES)
def test_whatever_is_asked_is_answered_as_the_document_says(town: Town, service: str) -> None:
    document = httpx.get(f"{town.suite.urls[service]}/openapi.json", timeout=10).json()
    schema = schemathesis.openapi.from_dict(document)
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]  # an error raises, as it should
        if operation.path not in ENDLESS:
            _try(town, service, operation)
            assert town.alive(), f"{service} died of {operation.label}"
    _still_works(town)


def _try(town: Town, service: str, operation: Any) -> None:
    fitting = operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE)
    broken = operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)

    @drawn("http", OPERATIONS)
    @given(case=fitting | broken, account=st.sampled_from(ACCOUNTS), waits=st.integers(0, 9).map(lambda n: n == 0))
    def ask(case: Any, account: str, waits: bool) -> None:
        DONE["http"] += 1
        if not waits and isinstance(case.query, dict):
            case.query.pop("min_position", None)  # each of them takes two seconds
        headers = {"Authorization": f"Bearer {town.suite.tokens[account]}"}
        answer = case.call(base_url=town.suite.urls[service], headers=headers, session=session, timeout=20)
        case.validate_response(answer, checks=CHECKS)
        if answer.status_code >= 400:
            _says_how_to_go_on(answer)

    with requests.Session() as session:
        ask()


def _says_how_to_go_on(answer: Any) -> None:
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["type"].startswith("urn:koop:problem:")
    assert problem["title"]
    assert problem["detail"]
    for error in problem["errors"]:
        assert error["field"].startswith("/")
        assert error["de"]
        assert error["en"]
    if answer.status_code == 422 and problem["type"] != "urn:koop:problem:id_reused":
        assert problem["errors"], "a field does not fit, and nobody says which"


def _still_works(town: Town) -> None:
    """After all of it a good command is taken, and a good question answered."""
    person = town.suite.person()
    moved = {"type": "MovePerson", "person": person, "vg": "vg-weilerbach", "on": "2016-09-01"}
    assert town.suite.post("cases", "/commands", moved, "caseworker@vg-landstuhl", str(uuid4())).status_code == 200
    assert town.suite.get("reporting", "/api/language", "coordinator@landkreis-koordination").status_code == 200
