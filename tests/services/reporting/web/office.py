"""The page on a real database, over real HTTP: the decision's commands through the real handler, all else as published records."""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import uvicorn
from fastapi import FastAPI
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool

from koop.local.ports import free_ports
from services.reporting.app import domain
from services.reporting.subscribers import ViewsDesk
from services.reporting.views import VIEWS
from services.reporting.web.reading import Reading
from services.reporting.web.routes import router
from shared.auth import Access, Door, Tokens, issue_tokens
from shared.calendar import local_day
from shared.clock import FixedClock
from shared.contracts.base import Contract
from shared.domain import Asked, Done
from shared.handling import Handler
from shared.health import Health
from shared.http import build_api
from shared.inbox import Move
from shared.law import Law
from shared.messages import Command
from shared.parking import RawRecord
from shared.store import LIBPQ, Store
from shared.texts import Texts
from tests.conftest import ROLE_PASSWORD, Stack
from tests.services.reporting.decision.examples import AGREEMENT, CHAIR
from tests.services.reporting.published import raw

ROOT = Path(__file__).parents[4]
COORDINATOR = "coordinator@landkreis-koordination"


@dataclass
class Office:
    pool: ConnectionPool
    clock: FixedClock
    handler: Handler
    views: ViewsDesk
    reading: Reading
    url: str
    tokens: dict[str, str]
    numbers: dict[str, int] = field(default_factory=dict)
    told: int = 0

    def get(self, path: str, account: str | None = COORDINATOR, **headers: str) -> httpx.Response:
        headers |= {"Authorization": f"Bearer {self.tokens[account]}"} if account else {}
        return httpx.get(f"{self.url}{path}", headers=headers, timeout=10)

    def figures(self, path: str, account: str = COORDINATOR) -> Any:
        answer = self.get(path, account)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def at(self, now: datetime) -> "Office":
        self.clock.instant = now
        return self

    def ask(self, command: type[Command], partner: str = CHAIR, **body: Any) -> Done:
        """As the door does: it fills in the instant and who asks."""
        door = {"at": self.clock.now(), "partner": partner, "actor": f"representative@{partner}"}
        filled = {name: value for name, value in door.items() if name in command.model_fields}
        return self.handle(command.model_validate({"on": local_day(self.clock.now())} | filled | body))

    def handle(self, command: Command) -> Done:
        return self.handler.handle(command, Asked(uuid4(), "test", None, uuid4()))

    def found(self) -> None:
        for founding in AGREEMENT.founding():
            self.handle(founding.command)

    def relay(self) -> None:
        """What the decision has published since the last time, to the views."""
        with self.pool.connection() as connection:
            rows = connection.execute(
                "SELECT id, topic, key, stream, number, headers, value FROM published WHERE id > %s ORDER BY id", (self.told,)
            ).fetchall()
        records: list[RawRecord] = []
        for id_, topic, key, stream, number, headers, value in rows:
            relayed = headers | {"koopposition": id_, "koopstream": stream, "koopnumber": number, "koopepoch": 1}
            named = [("ce_specversion", b"1.0"), *((f"ce_{name}", str(text).encode()) for name, text in relayed.items())]
            records.append(RawRecord(topic, 0, self.next(topic) + len(records), key.encode(), bytes(value), tuple(named)))
            self.told = id_
        self._apply(records)

    def tell(self, kind: str, *contracts: Contract, known: datetime | None = None) -> None:
        """Of another service: the stream is `<kind>-<subject>`."""
        at = (known or self.clock.now()).isoformat()
        records: list[RawRecord] = []
        for contract in contracts:
            stream = f"{kind}-{contract.subject}"
            self.numbers[stream] = self.numbers.get(stream, 0) + 1
            records.append(raw(contract, stream, self.numbers[stream], self.next(contract.topic) + len(records), time=at))
        self._apply(records)

    def next(self, topic: str) -> int:
        return self.views.positions().get((topic, 0), 0)

    def _apply(self, records: list[RawRecord]) -> None:
        if records:
            topic, first = records[0].topic, records[0].offset
            self.views.apply(records, [Move("views", topic, 0, first, first + len(records))])


@contextmanager
def office(dsn: str, now: datetime) -> Iterator[Office]:
    """`dsn`: of the role reporting."""
    kwargs = {"autocommit": True, "options": LIBPQ.format(schema="reporting")}
    law = Law.load(ROOT / "agreement" / "law")
    texts = Texts.load(ROOT / "shared" / "texts.toml", ROOT / "services" / "reporting" / "texts.toml")
    access = Access.load(ROOT / "agreement" / "access.toml")
    issued = issue_tokens(access.organisations)
    clock, door = FixedClock(now), Door(Tokens(issued), access)
    with ConnectionPool(dsn, min_size=1, max_size=6, kwargs=kwargs, open=True) as pool:
        store = Store(dsn, "reporting")
        handler, views = Handler(domain(law), store, clock, law), ViewsDesk(pool, clock, VIEWS)
        views.ensure_live()
        reading = Reading(pool, door, clock, texts, law)
        app = build_api("reporting", handler, door, texts, Health(), _no_lifespan)
        app.include_router(router(reading))
        with served(app) as url:
            yield Office(pool, clock, handler, views, reading, url, {one.account: one.token for one in issued})
        store.close()


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """By the server that serves it in earnest; open event streams are cut off at the end."""
    (port,) = free_ports(1)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, name="page", daemon=True)
    thread.start()
    until = time.monotonic() + 10
    while not server.started:
        assert time.monotonic() < until and thread.is_alive(), "the page's server did not start"
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@asynccontextmanager
async def _no_lifespan(app: FastAPI) -> Any:
    yield


@contextmanager
def shared_database(stack: Stack, template: str) -> Iterator[str]:
    """A database for several tests, with no more rights than the service has."""
    name = f"koop_{secrets.token_hex(4)}"
    with psycopg.connect(stack.postgres.admin_dsn, autocommit=True) as admin:
        admin.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
        yield psycopg.conninfo.make_conninfo(stack.postgres.dsn(name), user="reporting", password=ROLE_PASSWORD)
        admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
