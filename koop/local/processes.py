"""The services' processes on this machine: started together, watched, and stopped in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from koop.environment import ROOT, Environment
from koop.local.files import append_private, tail
from koop.migrate import SERVICES

STOP_SECONDS = 15
PROGRAMS: Mapping[str, Callable[[str], list[str]]] = {
    "all": lambda service: [f"services.{service}.app", "--role", "all"],
    "relay": lambda service: ["shared.relay_process"],
}


class ProcessDied(Exception):
    """A service ended by itself. Carries the end of its log."""


@dataclass
class Fleet:
    """All services and their relays, each in a session of its own so that Ctrl-C reaches only us."""

    environment: Environment
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def logs(self) -> Path:
        return self.environment.home / "log"

    def start(self) -> None:
        self.logs.mkdir(parents=True, exist_ok=True)
        for service in SERVICES:
            for role in PROGRAMS:
                self._start(service, role)

    def _start(self, service: str, role: str) -> None:
        name = f"{service}-{role}"
        with append_private(self.logs / f"{name}.log") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", *PROGRAMS[role](service)],
                cwd=ROOT,
                env={**os.environ, **self.environment.of_process(service)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def check(self) -> None:
        """Raises ProcessDied."""
        for name, process in self.running.items():
            if process.poll() is not None:
                raise ProcessDied(f"{name} ended with {process.returncode}; the end of its log:\n{tail(self.logs / f'{name}.log')}")

    def wait_ready(self, seconds: float = 60) -> None:
        """Until every service says so. Raises ProcessDied, TimeoutError."""
        until = time.monotonic() + seconds
        waiting = list(SERVICES)
        while waiting:
            self.check()
            waiting = [service for service in waiting if not self._ready(service)]
            if waiting and time.monotonic() > until:
                raise TimeoutError(f"not ready after {seconds:.0f} s: {', '.join(waiting)}; see {self.logs}")
            time.sleep(0.1)

    def _ready(self, service: str) -> bool:
        try:
            return httpx.get(f"{self.environment.url(service)}/readyz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def stop(self) -> None:
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.running.clear()
