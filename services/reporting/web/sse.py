"""Server-sent events: a browser hears that the views have moved, and fetches what it shows. One poller, however many listen."""

import asyncio
import logging
from collections.abc import AsyncGenerator

from services.reporting.web.reading import Reading, stands

POLL_SECONDS = 1.0
HEARTBEAT_SECONDS = 15.0

log = logging.getLogger(__name__)


class Feed:
    """Polls while somebody listens. The id of an event is the sum of all positions, which only grows."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.listeners = 0
        self.stand: int | None = None
        self.moved = asyncio.Condition()
        self.poller: asyncio.Task[None] | None = None

    async def listen(self, last: int | None) -> AsyncGenerator[str, None]:
        """`last`: the id that the browser has heard already; None begins with now."""
        self.listeners += 1
        self.poller = self.poller or asyncio.create_task(self._poll())
        try:
            yield "retry: 2000\n\n"
            while True:
                stand = await self._later_than(last)
                if stand is None:
                    yield ": still here\n\n"
                else:
                    if last is not None:
                        yield f"id: {stand}\nevent: moved\ndata: {stand}\n\n"
                    last = stand
        finally:
            self._left()

    async def _later_than(self, last: int | None) -> int | None:
        """None after a while without news. A smaller stand is news, too: the views were read anew."""
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS), self.moved:
                await self.moved.wait_for(lambda: self.stand is not None and self.stand != last)
                return self.stand
        except TimeoutError:
            return None

    async def _poll(self) -> None:
        while True:
            try:
                stand = await asyncio.to_thread(self._sum)
            except Exception:
                log.exception("positions cannot be read")
            else:
                async with self.moved:
                    self.stand = stand
                    self.moved.notify_all()
            await asyncio.sleep(POLL_SECONDS)

    def _left(self) -> None:
        self.listeners -= 1
        if self.listeners == 0 and self.poller is not None:
            self.poller.cancel()
            self.poller, self.stand = None, None

    def _sum(self) -> int:
        with self.reading.pool.connection() as connection:
            return sum(stands(connection).values())


def heard(last_event_id: str | None) -> int | None:
    """The header `Last-Event-ID`, if it is one of ours."""
    return int(last_event_id) if last_event_id and last_event_id.isdecimal() and len(last_event_id) < 19 else None
