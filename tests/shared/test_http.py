"""The doors that every service has, without a network: what is unknown, unsigned or too large gets a problem that says so."""

import httpx
import psycopg
import pytest
from fastapi import FastAPI

from shared.metrics import COMMANDS
from shared.problems import MEDIA_TYPE
from tests.shared.doors import KEY, ask, problem


@pytest.mark.anyio
async def test_an_unknown_path_is_not_found_and_no_crash(api: FastAPI) -> None:
    assert problem(await ask(api, "GET", "/nowhere")) == (404, "not_found")


@pytest.mark.anyio
async def test_nobody_is_anonymous(api: FastAPI) -> None:
    assert problem(await ask(api, "POST", "/commands", account=None, json={})) == (401, "auth.missing")
    assert problem(await ask(api, "POST", "/commands", account=None, json={}, headers={"Authorization": "Bearer x"})) == (
        401,
        "auth.unknown",
    )


@pytest.mark.anyio
async def test_what_only_the_clock_or_another_door_may_do_is_unknown_here(api: FastAPI) -> None:
    for kind in ("ExpireEntitlement", "RegisterPerson", "os.system", ""):
        assert problem(await ask(api, "POST", "/commands", json={"type": kind})) == (409, "http.unknown_command")


@pytest.mark.anyio
async def test_a_body_that_two_readers_would_read_differently_is_refused(api: FastAPI) -> None:
    assert problem(await ask(api, "POST", "/commands", content=b'{"type":"a","type":"b"}')) == (400, "event.duplicate_key")
    assert problem(await ask(api, "POST", "/commands", content=b"[" * 70_000)) == (400, "event.too_large")
    assert problem(await ask(api, "POST", "/commands", content=b"\xff")) == (400, "event.not_utf8")


@pytest.mark.anyio
async def test_a_missing_key_is_named(api: FastAPI) -> None:
    answer = await ask(api, "POST", "/commands", json={}, headers={"Idempotency-Key": "not a uuid"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].endswith("dempotency-key")


@pytest.mark.anyio
async def test_the_fields_of_the_door_are_not_the_callers(api: FastAPI) -> None:
    body = {"type": "OfferCourse", "on": "2016-08-01", "person": KEY["Idempotency-Key"], "course": "bamf-1", "at": "2016-01-01T00:00:00Z"}
    assert problem(await ask(api, "POST", "/commands", json=body)) == (409, "door.not_yours_to_fill")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.anyio
async def test_an_organisation_that_no_name_can_be_is_refused_before_the_database_sees_it(api: FastAPI) -> None:
    answer = await ask(api, "GET", "/deadlines", params={"organisation": "a\x00b"})
    assert problem(answer) == (422, "invalid")
    assert answer.json()["errors"][0]["field"] == "/query/organisation"


@pytest.mark.parametrize(
    ("error", "status", "kind", "header"),
    [(psycopg.errors.DiskFull("no space"), 503, "unavailable", "5"), (RuntimeError("password=4711"), 500, "unexpected", None)],
)
@pytest.mark.anyio
async def test_what_is_nobodys_mistake_is_said_with_the_way_out_and_counted(
    api: FastAPI, error: Exception, status: int, kind: str, header: str | None
) -> None:
    @api.get(f"/{kind}")
    def fails() -> None:
        raise error

    counted = COMMANDS.labels(api.title, kind)
    before = counted._value.get()
    transport = httpx.ASGITransport(app=api, raise_app_exceptions=False)  # the server logs it; here the answer counts
    async with httpx.AsyncClient(transport=transport, base_url="http://cases") as client:
        answer = await client.get(f"/{kind}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)
    assert problem(answer) == (status, kind)
    assert answer.headers.get("retry-after") == header
    assert "Idempotency-Key" in answer.json()["detail"]
    assert "4711" not in answer.text
    assert counted._value.get() == before + 1
