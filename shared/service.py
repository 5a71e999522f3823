"""A service put together: the one place per process that knows everything, and its roles.

`all` is api and consumer in one process, as it runs locally. The relay is always its own (`shared/relay_process.py`).
"""

import argparse
import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI
from psycopg_pool import ConnectionPool

from shared import logging as koop_logging
from shared.auth import Door
from shared.clock import Clock, DatabaseClock
from shared.consuming import Apply, Consumer, Positions, build_broker
from shared.contracts.base import Fact
from shared.desk import CONSUMER, Desk
from shared.domain import Domain
from shared.handling import Handler
from shared.health import Health
from shared.http import build_api
from shared.inbox import positions, topic_ids
from shared.law import Law
from shared.membership import CONSUMER as MEMBERSHIP
from shared.membership import Membership
from shared.settings import Settings
from shared.statements import FactRoute
from shared.store import LIBPQ, Store
from shared.texts import Texts
from shared.ticker import Ticker
from shared.topology import Topology

log = structlog.get_logger()

COOPERATION = "koop.cooperation.v1"


class StoredPositions:
    """Where a consumer of this service stands."""

    def __init__(self, pool: ConnectionPool, consumer: str) -> None:
        self.pool = pool
        self.consumer = consumer

    def positions(self) -> Mapping[tuple[str, int], int]:
        with self.pool.connection() as connection:
            return positions(connection, self.consumer)

    def topic_ids(self) -> Mapping[str, str]:
        with self.pool.connection() as connection:
            return topic_ids(connection, self.consumer)


@dataclass
class Service:
    """Everything one process needs, built once. Nothing connects before `pool.open` and the lifespan."""

    settings: Settings
    domain: Domain
    law: Law
    texts: Texts
    topology: Topology
    pool: ConnectionPool
    store: Store
    clock: Clock
    health: Health = field(default_factory=Health)
    consumers: list[Consumer] = field(default_factory=list)
    on_start: list[Callable[[], None]] = field(default_factory=list)
    desk: Desk | None = None

    @classmethod
    def build(cls, settings: Settings, domain: Callable[[Law], Domain]) -> "Service":
        law = Law.load(settings.agreement / "law")
        pool = ConnectionPool(
            settings.dsn,
            min_size=1,
            max_size=8,
            open=False,
            kwargs={"autocommit": True, "options": LIBPQ.format(schema=settings.service), "application_name": f"koop-{settings.service}"},
        )
        own_texts = Path("services") / settings.service / "texts.toml"
        root = Path(__file__).parents[1]
        return cls(
            settings,
            domain(law),
            law,
            Texts.load(root / "shared" / "texts.toml", root / own_texts),
            Topology.load(settings.agreement / "topology.toml").namespaced(settings.namespace),
            pool,
            Store(settings.dsn, settings.service),
            DatabaseClock(pool),
        )

    @property
    def handler(self) -> Handler:
        return Handler(self.domain, self.store, self.clock, self.law)

    def answer_facts(self, facts: Mapping[type[Fact], FactRoute]) -> Desk:
        """Read every partner's facts and answer those that are this service's to answer."""
        desk = self.desk = Desk(self.domain, facts, self.topology, self.store, self.clock, self.law, self.texts, self.membership.may_work)
        self.consume(CONSUMER, self.topology.facts_topics(self.domain.name), desk.apply)
        self.consume(MEMBERSHIP, [self.topology.name(COOPERATION)], self.membership.apply)
        return desk

    @property
    def membership(self) -> Membership:
        return Membership(self.pool)

    def consume(self, name: str, topics: Sequence[str], apply: Apply, stands: Positions | None = None) -> None:
        self.consumers.append(
            Consumer(
                service=self.domain.name,
                name=name,
                topics=topics,
                login=self.settings.login(),
                positions=stands or StoredPositions(self.pool, name),
                apply=apply,
                health=self.health,
                session_timeout_ms=self.settings.session_timeout_ms,
            )
        )

    def api(self, *, consume: bool = True, serve: bool = True) -> FastAPI:
        door = Door.load(self.settings.tokens, self.settings.agreement / "access.toml", self._may_work)
        return build_api(self.domain.name, self.handler, door, self.texts, self.health, lambda app: self._lifespan(consume=consume))

    @asynccontextmanager
    async def _lifespan(self, *, consume: bool) -> AsyncIterator[None]:
        self.pool.open(wait=True, timeout=20)
        self.health.checks["database"] = self._database_answers
        for step in self.on_start:
            await asyncio.to_thread(step)
        ticker = Ticker(self.handler, self.settings.tick_seconds)
        broker = await self._start_consumers() if consume else None
        thread = threading.Thread(target=ticker.run, name="ticker", daemon=True)
        thread.start()
        self.health.started = True
        try:
            yield
        finally:
            self.health.stopping = True
            ticker.stopping.set()
            if broker is not None:
                await broker.stop()
            await asyncio.to_thread(thread.join, 5)
            self.store.close()
            self.pool.close()

    async def _start_consumers(self) -> Any:
        if not self.consumers:
            return None
        broker = build_broker(self.settings.login())
        for consumer in self.consumers:
            await asyncio.to_thread(consumer.read_topic_ids)
            consumer.subscribe(broker, self.topology.service_group(self.domain.name, consumer.name))
        await broker.start()
        return broker

    def _may_work(self, organisation: str) -> bool:
        return self.membership.may_work(organisation, self.clock.now())

    def _database_answers(self) -> bool:
        try:
            with self.pool.connection(timeout=2) as connection:
                connection.execute("SELECT 1")
        except Exception:
            return False
        return True


def main(build: Callable[[Settings], tuple[Service, Callable[..., FastAPI]]]) -> None:
    """`python -m services.<name>.app --role all|api|consumer`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--role", choices=["all", "api", "consumer"], default="all")
    role = parser.parse_args().role
    settings = Settings()
    koop_logging.configure(settings.service, role)
    _, api = build(settings)
    uvicorn.run(
        api(consume=role != "api"),
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=10,
    )
