"""Is this process alive, ready, started? Alive means progress; a database that is down is no reason to be killed."""

import os
import threading
import time
from collections.abc import Callable

import structlog

log = structlog.get_logger()

STALL_SECONDS = 120.0


class Health:
    """Beats by name, readiness checks, and one fatal flag that ends the process with an alert instead of a silent sleep."""

    def __init__(self) -> None:
        self.fatal: str | None = None
        self.started = False
        self.stopping = False
        self.checks: dict[str, Callable[[], bool]] = {}
        self._beats: dict[str, float] = {}

    def beat(self, name: str) -> None:
        """Work is going on under this name."""
        self._beats[name] = time.monotonic()

    def rest(self, name: str) -> None:
        """It is done: having nothing to do is no stall."""
        self._beats.pop(name, None)

    def stalled(self) -> list[str]:
        now = time.monotonic()
        return [name for name, at in self._beats.items() if now - at > STALL_SECONDS]

    def alive(self) -> bool:
        return self.fatal is None and not self.stalled()

    def ready(self) -> dict[str, bool]:
        return {"started": self.started and not self.stopping} | {name: check() for name, check in self.checks.items()}

    def die(self, reason: str) -> None:
        """FastStream would log and sleep for ever: a loss of input has to end the process."""
        self.fatal = reason
        log.critical("fatal", reason=reason)
        threading.Timer(1.0, os._exit, args=(70,)).start()
