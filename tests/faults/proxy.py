"""A TCP link that can be hurt: every connection of the suite under test goes through one of these.

One thread of its own with an event loop; `switch` may be called from anywhere and holds for connections that exist, too.
"""

import asyncio
import contextlib
import random
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from koop.local.ports import LOOPBACK

CHUNK = 65_536


class Mode(Enum):
    PASS = auto()
    REFUSE = auto()
    """Nobody listens, and who was connected is reset."""
    BLACK_HOLE = auto()
    """Sockets stay open, nothing comes through. What was held back arrives when it passes again."""
    DELAY = auto()
    """Each chunk is late by `seconds` and up to `jitter` more; a `stall` share of them by a second, as if sent again."""
    HALF_CLOSE = auto()
    """The server's side ends; the client may still write, and nobody reads it."""


@dataclass(frozen=True)
class Setting:
    mode: Mode = Mode.PASS
    seconds: float = 0.0
    jitter: float = 0.0
    stall: float = 0.0


class Proxy:
    """From `port` to `target` on loopback. `connections` counts all that were taken."""

    def __init__(self, port: int, target: int, seed: int = 0) -> None:
        self.port = port
        self.target = target
        self.connections = 0
        self.setting = Setting()
        self._chance = random.Random(seed)
        self._flips = 0
        self._open: set[asyncio.StreamWriter] = set()
        self._passes = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=f"proxy-{port}", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._wait(self._listen())

    def stop(self) -> None:
        self._wait(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def switch(self, mode: Mode = Mode.PASS, *, seconds: float = 0.0, jitter: float = 0.0, stall: float = 0.0) -> None:
        """Returns when it holds."""
        self._wait(self._switch(Setting(mode, seconds, jitter, stall)))

    def reset(self) -> None:
        """RST to both sides of every connection; new ones are taken as before."""
        self._wait(self._abort())

    def flip(self, bytes_: int = 1) -> None:
        """Change one bit in each of the next chunks from the server."""
        self._flips += bytes_

    def _wait(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        self._passes.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, LOOPBACK, self.port, limit=CHUNK)

    async def _refuse(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()
        await self._abort()

    async def _end(self) -> None:
        """Let every pump see that its socket is gone."""
        self._passes.set()
        await self._refuse()
        if left := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(left, timeout=5)

    async def _abort(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    async def _switch(self, setting: Setting) -> None:
        self.setting = setting
        if setting.mode is Mode.REFUSE:
            await self._refuse()
            return
        await self._listen()
        if setting.mode is Mode.BLACK_HOLE:
            self._passes.clear()
        if setting.mode is Mode.HALF_CLOSE:
            for writer in list(self._open):
                with contextlib.suppress(OSError, RuntimeError):
                    writer.write_eof()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            from_server, to_server = await asyncio.open_connection(LOOPBACK, self.target, limit=CHUNK)
        except OSError:
            writer.transport.abort()
            return
        self._open |= {writer, to_server}
        try:
            await asyncio.gather(self._pump(reader, to_server, back=False), self._pump(from_server, writer, back=True))
        finally:
            for one in (writer, to_server):
                self._open.discard(one)
                one.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, back: bool) -> None:
        """One direction. An end of one side is handed on; a reset ends both."""
        with contextlib.suppress(OSError, RuntimeError):
            while chunk := await reader.read(CHUNK):
                await self._passes.wait()
                await self._late()
                writer.write(self._hurt(chunk) if back else chunk)
                await writer.drain()
            await self._passes.wait()
            writer.write_eof()
            return
        writer.transport.abort()

    async def _late(self) -> None:
        setting = self.setting
        if setting.mode is Mode.DELAY:
            stall = 1.0 if self._chance.random() < setting.stall else 0.0
            await asyncio.sleep(setting.seconds + self._chance.uniform(0, setting.jitter) + stall)

    def _hurt(self, chunk: bytes) -> bytes:
        if self._flips == 0:
            return chunk
        self._flips -= 1
        at = self._chance.randrange(len(chunk))
        return chunk[:at] + bytes([chunk[at] ^ 1]) + chunk[at + 1 :]
