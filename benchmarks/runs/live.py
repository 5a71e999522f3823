"""The product's live reader on the counter views: FastStream by the batch, folded, written with the positions, one commit a batch."""

import asyncio
import time
from collections.abc import Sequence

from psycopg_pool import ConnectionPool

from benchmarks.ground import Figures, Ground, topic_of
from benchmarks.views import VIEWS
from services.reporting.subscribers import ViewsDesk
from shared.clock import RealClock
from shared.consuming import Consumer, build_broker
from shared.health import Health
from shared.inbox import Move
from shared.parking import RawRecord
from shared.store import LIBPQ


def views_pool(ground: Ground) -> ConnectionPool:
    return ConnectionPool(
        ground.of("reporting"), min_size=1, max_size=4, open=True, kwargs={"autocommit": True, "options": LIBPQ.format(schema="reporting")}
    )


def batched(ground: Ground) -> Figures:
    """Timed from its first batch."""
    with views_pool(ground) as pool:
        return {"rate": asyncio.run(_applied(ground, pool))}


async def _applied(ground: Ground, pool: ConnectionPool) -> float:
    desk, loop, over = ViewsDesk(pool, RealClock(), VIEWS), asyncio.get_running_loop(), asyncio.Event()
    desk.ensure_live()
    seen, started = 0, 0.0

    def apply(records: Sequence[RawRecord], moves: Sequence[Move]) -> None:
        nonlocal seen, started
        started = started or time.perf_counter()
        desk.apply(records, moves)
        seen += len(records)
        if seen == ground.sizes.some:
            loop.call_soon_threadsafe(over.set)

    topic, broker = topic_of(ground.sizes.some), build_broker(ground.login)
    consumer = Consumer(service="reporting", name="views", topics=[topic], login=ground.login, positions=desk, apply=apply, health=Health())
    consumer.subscribe(broker, f"live-{time.time_ns()}")
    await broker.start()
    await over.wait()
    seconds = time.perf_counter() - started
    await broker.stop()
    return seen / seconds
