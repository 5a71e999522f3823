"""One event to a transaction: a bare INSERT, and the product's append with all that makes it safe to tail."""

import threading
from collections.abc import Iterator
from itertools import count
from uuid import uuid4

import psycopg

from benchmarks import crowd
from benchmarks.domain import DAY, Counted, outbox, stream_of
from benchmarks.ground import Figures, Ground
from shared.append import Append
from shared.clock import RealClock
from shared.messages import Meta, Recorded, event_id, id_from, to_json
from shared.relay_log import PublishedLog
from shared.store import Store
from shared.unit import outgoing

RAW = """
CREATE TABLE IF NOT EXISTS raw_inserts (
    id bigserial PRIMARY KEY, stream text NOT NULL, version bigint NOT NULL, topic text NOT NULL, state bytea NOT NULL,
    UNIQUE (stream, version)
)
"""
INSERT = "INSERT INTO raw_inserts (stream, version, topic, state) VALUES (%s, %s, %s, %s)"
TAIL_SECONDS = 5.0


def raw(ground: Ground) -> Figures:
    """A table with the two unique indexes of the events' one, nothing else."""
    with psycopg.connect(ground.dsn, autocommit=True) as connection:
        connection.execute(RAW)
    return {"one": crowd.rate(raw_client, ground, 1), "eight": crowd.rate(raw_client, ground, 8)}


def saved(ground: Ground) -> Figures:
    return {"one": crowd.rate(saving_client, ground, 1), "eight": crowd.rate(saving_client, ground, 8)}


def tailed(ground: Ground) -> Figures:
    """Eight writers and a reader that follows the published log by its ids. `missed`: what it has passed over for ever."""
    seen, over = list[int](), threading.Event()
    reader = threading.Thread(target=_tail, args=(ground, seen, over))
    reader.start()
    rate = crowd.rate(publishing_client, ground, 8, TAIL_SECONDS)
    over.set()
    reader.join()
    with psycopg.connect(ground.dsn) as connection:
        row = connection.execute("SELECT count(*) FROM cases.published").fetchone()
    assert row is not None
    return {"missed": float(row[0] - len(seen)), "written": float(row[0]), "rate": rate}


def _tail(ground: Ground, seen: list[int], over: threading.Event) -> None:
    log, last = PublishedLog(ground.of("cases"), "cases"), 0
    while True:
        ending = over.is_set()  # asked before the page: what was written until then has to be in it
        rows = log.page(last).rows
        seen.extend(int(row[0]) for row in rows)
        last = int(rows[-1][0]) if rows else last
        if ending and not rows:
            break
    log.close()


def raw_client(ground: Ground, number: int) -> crowd.Step:
    connection, events = psycopg.connect(ground.dsn, autocommit=True), _events()

    def step() -> None:
        one = next(events)
        connection.execute(INSERT, (one.stream, one.version, one.event.name, to_json(one.event, one.meta)), prepare=True)

    return step


def saving_client(ground: Ground, number: int) -> crowd.Step:
    store, events = Store(ground.of("cases"), "cases"), _events()
    return lambda: store.append(Append(events=[next(events)]))


def publishing_client(ground: Ground, number: int) -> crowd.Step:
    store, events = Store(ground.of("cases"), "cases"), _events()

    def step() -> None:
        one = next(events)
        store.append(Append(events=[one], outgoing=[outgoing("cases", one, outbox(one), one.version)]))

    return step


def _events() -> Iterator[Recorded]:
    """Of a new stream, one after the other."""
    stream, now = stream_of(uuid4()), RealClock().now()
    for version in count(1):
        meta = Meta(event_id=event_id(stream, version), recorded_at=now, actor="bench", correlation=id_from("bench", version))
        yield Recorded(stream, version, Counted(on=DAY), meta)
