"""A service's doors without a network: the real API over a store that nobody asks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import httpx
from fastapi import FastAPI

from services.cases.app import domain
from shared.auth import Access, Door, Tokens, issue_tokens
from shared.clock import FixedClock
from shared.handling import Handler
from shared.health import Health
from shared.http import build_api
from shared.law import Law
from shared.store import Store
from shared.texts import Texts

ROOT = Path(__file__).parents[2]
LAW = Law.load(ROOT / "agreement" / "law")
KEY = {"Idempotency-Key": "9b2f6c1e-8d14-4b34-9a44-0a8f5f1f2016"}


@asynccontextmanager
async def no_lifespan(api: FastAPI) -> AsyncIterator[None]:
    yield


def doors() -> FastAPI:
    access = Access.load(ROOT / "agreement" / "access.toml")
    issued = issue_tokens(access.organisations)
    handler = Handler(domain(LAW), cast(Store, None), FixedClock(datetime(2016, 8, 1, tzinfo=UTC)), LAW)
    texts = Texts.load(ROOT / "shared" / "texts.toml", ROOT / "services" / "cases" / "texts.toml")
    made = build_api("cases", handler, Door(Tokens(issued), access), texts, Health(), no_lifespan)
    made.state.tokens = {one.account: one.token for one in issued}
    return made


async def ask(api: FastAPI, method: str, path: str, account: str | None = "caseworker@jmd", **more: Any) -> httpx.Response:
    headers = KEY | ({"Authorization": f"Bearer {api.state.tokens[account]}"} if account else {}) | more.pop("headers", {})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=api), base_url="http://cases") as client:
        return await client.request(method, path, headers=headers, **more)


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].rpartition(":")[2]
