"""From a command to the view that shows it: handler, relay and reader as three processes, asked at a fixed pace whatever they answer.

Latencies count from the instant at which a command was due, so that a pause is not left out. All processes share one monotonic clock.
"""

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from statistics import quantiles
from typing import Any
from uuid import UUID, uuid4

from benchmarks.domain import DAY, Count
from benchmarks.ground import Figures, Ground
from benchmarks.runs.commands import made
from benchmarks.runs.live import views_pool
from benchmarks.runs.relay import fresh_topic
from benchmarks.views import VIEWS
from services.reporting.subscribers import ViewsDesk
from shared.clock import RealClock
from shared.consuming import Consumer, build_broker
from shared.domain import Asked
from shared.handling import Handler
from shared.health import Health
from shared.inbox import Move
from shared.parking import RawRecord
from shared.relay import Relay
from shared.relay_log import PublishedLog

CLIENTS, WARM, PROBE = 8, 1.0, 3.0
"""Threads that ask; seconds at the beginning that do not count; seconds in which the highest rate is found."""

Seen = dict[str, float]


def paced(ground: Ground) -> Figures:
    """At half of the rate that one client reaches when it asks without a pause, everything running."""
    context, handler = get_context("spawn"), made(ground)
    with fresh_topic(ground) as topic:
        receive, send = context.Pipe(duplex=False)
        workers = [context.Process(target=relay, args=(ground, topic)), context.Process(target=reader, args=(ground, topic, send))]
        for worker in workers:
            worker.start()
        assert receive.recv() == "ready"
        highest = _highest(handler)
        asked, done = _asked(handler, highest / 2, ground.sizes.seconds)
        shown = _shown(receive, asked.keys())
        for worker in workers:
            worker.terminate()
            worker.join()
    counted = [position for position, due in asked.items() if due >= min(asked.values()) + WARM]
    to_done = [1e3 * (done[one] - asked[one]) for one in counted]
    to_view = [1e3 * (shown[one] - asked[one]) for one in counted]
    return {"rate": highest / 2, **_quantiles("command", to_done), **_quantiles("view", to_view)}


def relay(ground: Ground, topic: str) -> None:
    Relay(PublishedLog(ground.of("cases"), "cases"), ground.login, "cases", topic=lambda name: topic).run()


def reader(ground: Ground, topic: str, send: Any) -> None:
    asyncio.run(_read(ground, topic, send))


async def _read(ground: Ground, topic: str, send: Any) -> None:
    pool = views_pool(ground)
    desk = ViewsDesk(pool, RealClock(), VIEWS)
    desk.ensure_live()

    def apply(records: Sequence[RawRecord], moves: Sequence[Move]) -> None:
        desk.apply(records, moves)
        committed = time.monotonic()
        send.send({_position(record): committed for record in records})

    health, broker = Health(), build_broker(ground.login)
    consumer = Consumer(service="reporting", name="views", topics=[topic], login=ground.login, positions=desk, apply=apply, health=health)
    consumer.subscribe(broker, f"bench-{uuid4()}")
    await broker.start()
    while not consumer.assigned:  # noqa: ASYNC110 - the reader has no event to wait for
        await asyncio.sleep(0.05)
    send.send("ready")
    await asyncio.Event().wait()


def _position(record: RawRecord) -> str:
    said = dict(record.headers)
    return f"{(said['ce_koopstream'] or b'').decode()}@{(said['ce_koopnumber'] or b'').decode()}"


def _highest(handler: Handler) -> float:
    """Commands a second of one client, on a stream for each ten."""
    started, n, person = time.monotonic(), 0, uuid4()
    while time.monotonic() < started + PROBE:
        person = uuid4() if n % 10 == 0 else person
        _ask(handler, person)
        n += 1
    return n / PROBE


def _asked(handler: Handler, rate: float, seconds: float) -> tuple[Seen, Seen]:
    """When each command was due and when it was answered, by the position that it led to."""
    wanted, persons = int(rate * seconds), [uuid4() for _ in range(CLIENTS * 20)]
    asked, done, started = Seen(), Seen(), time.monotonic() + 0.1

    def go(n: int) -> None:
        due = started + n / rate
        time.sleep(max(0.0, due - time.monotonic()))
        position = _ask(handler, persons[n % len(persons)])
        asked[position], done[position] = due, time.monotonic()

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(go, range(wanted)))
    return asked, done


def _ask(handler: Handler, person: UUID) -> str:
    key = uuid4()
    position = handler.handle(Count(person=person, on=DAY), Asked(key, "bench", None, key)).position
    assert position is not None
    return position


def _shown(receive: Any, wanted: Any) -> Seen:
    """Raises RuntimeError when a command does not reach the view within 30 s."""
    found, left = Seen(), set(wanted)
    while left:
        if not receive.poll(30):
            raise RuntimeError(f"{len(left)} commands have not reached the view")
        found |= (part := receive.recv())
        left -= part.keys()
    return found


def _quantiles(name: str, values: Sequence[float]) -> Figures:
    cuts = quantiles(values, n=100)
    return {f"{name}_p50": cuts[49], f"{name}_p95": cuts[94], f"{name}_p99": cuts[98]}
