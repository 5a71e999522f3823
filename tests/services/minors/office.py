"""The youth office's doors without their process: over HTTP, on a real store, at a clock that a test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import httpx
from fastapi import FastAPI
from psycopg_pool import ConnectionPool

from services.minors.app import domain, files
from shared.auth import Access, Door, Tokens, issue_tokens
from shared.clock import FixedClock
from shared.handling import Handler
from shared.health import Health
from shared.http import build_api
from shared.service import Service
from shared.store import Store
from shared.texts import Texts
from shared.ticker import Ticker
from tests.services.cases.facets.language.said import LAW, PERSON

ROOT = Path(__file__).parents[3]
YOUTH_OFFICE = "youth-office@landkreis-jugendamt"


@asynccontextmanager
async def no_lifespan(api: FastAPI) -> AsyncIterator[None]:
    yield


@dataclass
class YouthOffice:
    """Today is Mon 4 July 2016 until somebody moves the clock."""

    api: FastAPI
    handler: Handler
    clock: FixedClock
    tokens: dict[str, str]

    async def ask(self, method: str, path: str, account: str = YOUTH_OFFICE, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.tokens[account]}", "Idempotency-Key": str(uuid4())}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=self.api), base_url="http://minors") as client:
            return (await client.request(method, path, headers=headers, **more)).json()

    async def open(self, on: str = "2016-07-04", account: str = YOUTH_OFFICE, **more: Any) -> Any:
        body = {"person": str(PERSON), "vg": "vg-landstuhl", "on": on, **more}
        return await self.ask("POST", "/minors", account, json=body)

    async def say(self, minor: str, type_: str, on: str, account: str = YOUTH_OFFICE, **more: Any) -> Any:
        return await self.ask("POST", "/commands", account, json={"type": type_, "minor": minor, "on": on, **more})

    async def file(self, minor: str, account: str = YOUTH_OFFICE) -> Any:
        return await self.ask("GET", f"/minors/{minor}", account)

    def tick(self, day: datetime) -> None:
        """Move the clock, and let all that has fallen due happen."""
        self.clock.instant = day
        while Ticker(self.handler).tick():
            pass


def opened(store: Store, pool: ConnectionPool) -> YouthOffice:
    clock = FixedClock(datetime(2016, 7, 4, 8, tzinfo=UTC))
    handler = Handler(domain(LAW), store, clock, LAW)
    access = Access.load(ROOT / "agreement" / "access.toml")
    issued = issue_tokens(access.organisations)
    texts = Texts.load(ROOT / "shared" / "texts.toml", ROOT / "services" / "minors" / "texts.toml")
    api = build_api("minors", handler, Door(Tokens(issued), access), texts, Health(), no_lifespan)
    parts = SimpleNamespace(law=LAW, store=store, clock=clock, pool=pool, handler=handler)
    return YouthOffice(files(api, cast(Service, parts)), handler, clock, {one.account: one.token for one in issued})
