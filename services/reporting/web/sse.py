"""Server-sent events: a browser hears that the views have moved, and fetches what it shows."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import Request

from services.reporting.web.reading import Reading

POLL_SECONDS = 1.0
HEARTBEAT_SECONDS = 15.0


async def moved(reading: Reading, request: Request) -> AsyncIterator[str]:
    """The id is the sum of all positions: it only grows, so a browser that comes back says how far it was."""
    last = _number(request.headers.get("last-event-id"))
    quiet = 0.0
    yield "retry: 2000\n\n"
    while not await request.is_disconnected():
        now = await asyncio.to_thread(_sum, reading)
        if last is not None and now > last:
            quiet = 0.0
            yield f"id: {now}\nevent: moved\ndata: {now}\n\n"
        elif quiet >= HEARTBEAT_SECONDS:
            quiet = 0.0
            yield ": still here\n\n"
        last = now
        await asyncio.sleep(POLL_SECONDS)
        quiet += POLL_SECONDS


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


def _sum(reading: Reading) -> int:
    with reading.pool.connection() as connection:
        row = connection.execute("SELECT coalesce(sum(next), 0)::bigint FROM positions WHERE consumer = 'views'").fetchone()
    return int(row[0]) if row else 0
