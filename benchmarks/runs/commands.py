"""A command: load, decide, store. The product's with its idempotency record and published message, and stock eventsourcing's without."""

import os
import time
from statistics import median
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool

from benchmarks import crowd
from benchmarks.domain import DAY, NOTE, Count, Counted, Note, domain, law, stream_of
from benchmarks.ground import Figures, Ground
from shared.append import Append
from shared.clock import DatabaseClock, RealClock
from shared.domain import Asked
from shared.handling import Handler
from shared.messages import Command, Meta, Recorded, event_id, id_from
from shared.store import Store

LENGTH, REPEATS = 10, 300


def product(ground: Ground) -> Figures:
    return {"one": crowd.rate(product_client, ground, 1), "eight": crowd.rate(product_client, ground, 8)}


def stock(ground: Ground) -> Figures:
    Application[UUID](env=_environment(ground) | {"CREATE_TABLE": "y"}).close()  # once: two processes at a time refuse each other
    return {"one": crowd.rate(stock_client, ground, 1), "eight": crowd.rate(stock_client, ground, 8)}


def lengths(ground: Ground) -> Figures:
    """Milliseconds in the middle, on streams of 10, 500 and 5 000 events. Interleaved: a slow moment hits all three."""
    handler = made(ground)
    persons = {length: _person(handler.store, length) for length in (LENGTH, 500, 5000)}
    for person in persons.values():
        _ask(handler, Count(person=person, on=DAY))  # the first finds no snapshot and takes one
    spent: dict[int, list[float]] = {length: [] for length in persons}
    for _ in range(REPEATS):
        for length, person in persons.items():
            spent[length].append(_milliseconds(handler, Count(person=person, on=DAY)))
    return {str(length): median(values) for length, values in spent.items()}


def sealing(ground: Ground) -> Figures:
    """Milliseconds in the middle: the same remark in the clear and sealed, on streams that begin with ten of the kind."""
    handler, kinds = made(ground), {"clear": Count, "sealed": Note}
    spent: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(REPEATS // LENGTH):
        for kind, command in kinds.items():
            person = uuid4()
            for n in range(2 * LENGTH):
                taken = _milliseconds(handler, command(person=person, on=DAY))
                spent[kind].extend([taken] if n >= LENGTH else [])
    return {kind: median(values) for kind, values in spent.items()}


def made(ground: Ground) -> Handler:
    """As a service makes it, the clock in the database included."""
    pool = ConnectionPool(ground.of("cases"), min_size=1, max_size=4, open=True, kwargs={"autocommit": True})
    return Handler(domain(), Store(ground.of("cases"), "cases", pool_size=8), DatabaseClock(pool), law())


def product_client(ground: Ground, number: int) -> crowd.Step:
    """On streams of ten events: a new one after as many more."""
    handler = made(ground)
    asked = 0
    person = _person(handler.store, LENGTH)

    def step() -> None:
        nonlocal asked, person
        asked += 1
        if asked % LENGTH == 0:
            person = _person(handler.store, LENGTH)
        _ask(handler, Count(person=person, on=DAY))

    return step


class Tallied(Aggregate):
    """Stock eventsourcing: events by decorator, JSON transcoder, its own recorder."""

    @event("Began")
    def __init__(self) -> None:
        self.n = 0

    @event("Counted")
    def count(self, remark: str) -> None:
        self.n += 1


def stock_client(ground: Ground, number: int) -> crowd.Step:
    app, asked = Application[UUID](env=_environment(ground)), 0
    made = _aggregate(app)

    def step() -> None:
        nonlocal asked, made
        asked += 1
        if asked % LENGTH == 0:
            made = _aggregate(app)
        aggregate: Tallied = app.repository.get(made)
        aggregate.count(NOTE)
        app.save(aggregate)

    return step


def _aggregate(app: Application[UUID]) -> UUID:
    aggregate = Tallied()
    for _ in range(LENGTH - 1):
        aggregate.count(NOTE)
    app.save(aggregate)
    return aggregate.id


def _environment(ground: Ground) -> dict[str, str]:
    part = conninfo_to_dict(ground.dsn)
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("POSTGRES_")},
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(part["dbname"]),
        "POSTGRES_HOST": str(part["host"]),
        "POSTGRES_PORT": str(part["port"]),
        "POSTGRES_USER": str(part["user"]),
        "POSTGRES_PASSWORD": str(part.get("password", "")),
        "CREATE_TABLE": "n",
    }


def _person(store: Store, length: int) -> UUID:
    person = uuid4()
    stream, now = stream_of(person), RealClock().now()
    meta = [Meta(event_id=event_id(stream, n), recorded_at=now, actor="bench", correlation=person) for n in range(1, length + 1)]
    store.append(Append(events=[Recorded(stream, n, Counted(on=DAY), one) for n, one in enumerate(meta, 1)]))
    return person


def _ask(handler: Handler, command: Command) -> None:
    key = uuid4()
    handler.handle(command, Asked(key, "bench", None, id_from("bench", key)))


def _milliseconds(handler: Handler, command: Command) -> float:
    started = time.perf_counter()
    _ask(handler, command)
    return 1e3 * (time.perf_counter() - started)
