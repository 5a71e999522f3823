"""The service's doors without its process: commands and questions over HTTP, on a real store, at a clock that stands still."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI

from services.cases.app import domain
from services.cases.person import RegisterPerson
from shared.auth import Access, Door, Tokens, issue_tokens
from shared.clock import FixedClock
from shared.domain import Asked
from shared.handling import Handler
from shared.health import Health
from shared.http import build_api
from shared.store import Store
from shared.texts import Texts
from tests.services.cases.facets.language.said import LAW, PERSON
from tests.services.cases.status.said import ABH, DECISION, DESK, PAPER

ROOT = Path(__file__).parents[3]
CASEWORKER = f"caseworker@{ABH}"


@asynccontextmanager
async def no_lifespan(api: FastAPI) -> AsyncIterator[None]:
    yield


@dataclass
class Office:
    """The service's doors, without its process. Served on Sat 16 Apr 2016; today is Mon 18 Apr."""

    api: FastAPI
    handler: Handler
    clock: FixedClock
    tokens: dict[str, str]

    async def ask(self, method: str, path: str, account: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.tokens[account]}", "Idempotency-Key": str(uuid4())}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=self.api), base_url="http://cases") as client:
            return (await client.request(method, path, headers=headers, **more)).json()

    async def say(self, type_: str, on: str, account: str = CASEWORKER, **more: Any) -> Any:
        body = {"type": type_, "person": str(PERSON), "on": on, **more}
        return await self.ask("POST", "/commands", account, json=body)

    async def report(self, type_: str, on: str, account: str = CASEWORKER, decision: UUID = DECISION, **more: Any) -> Any:
        return await self.say(type_, on, account, decision=str(decision), evidence=PAPER.model_dump(mode="json"), **more)


def opened(store: Store) -> Office:
    """With one person registered by the VG Landstuhl."""
    clock = FixedClock(datetime(2016, 4, 18, 8, tzinfo=UTC))
    handler = Handler(domain(LAW), store, clock, LAW)
    handler.handle(RegisterPerson(person=PERSON, vg=DESK, on=date(2016, 4, 4)), Asked(uuid4(), "a", DESK, uuid4()))
    access = Access.load(ROOT / "agreement" / "access.toml")
    issued = issue_tokens(access.organisations)
    texts = Texts.load(ROOT / "shared" / "texts.toml", ROOT / "services" / "cases" / "texts.toml")
    api = build_api("cases", handler, Door(Tokens(issued), access), texts, Health(), no_lifespan)
    return Office(api, handler, clock, {one.account: one.token for one in issued})


async def served(office: Office, decision: UUID = DECISION) -> None:
    await office.report("ReportDecision", "2016-04-11", decision=decision, outcome="subsidiary", partial=True)
    await office.report("ReportService", "2016-04-16", decision=decision, mode="actual")
