"""One process of the suite under test: started with a crash point or without, killed, stopped, continued, asked for its metrics."""

import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

ROOT = Path(__file__).parents[2]
SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$", re.MULTILINE)

CLIENT: httpx.Client = httpx.Client(limits=httpx.Limits(max_keepalive_connections=0))
"""One for all: each `httpx.get` would build an SSL context. No connection is kept, for the other side gets killed."""

Metrics = dict[tuple[str, str], float]
"""(name, labels as they are printed) -> value."""


@dataclass(frozen=True)
class Nursery:
    """`tests/faults/nursery.py`, and the way to ask it. Thread-safe."""

    running: subprocess.Popen[str]
    turn: threading.Lock = field(default_factory=threading.Lock)

    def give_birth(self, command: list[str], environment: dict[str, str], log: Path) -> psutil.Process:
        assert self.running.stdin and self.running.stdout
        with self.turn:
            print(json.dumps({"command": command, "environment": environment, "log": str(log)}), file=self.running.stdin, flush=True)
            return psutil.Process(int(self.running.stdout.readline()))


@contextmanager
def nursery(home: Path) -> Iterator[Nursery]:
    """At the end, or when we are gone, everything that it gave birth to is killed, and what runs in `home`."""
    command = [sys.executable, "-m", "tests.faults.nursery", str(home)]
    running = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        yield Nursery(running)
    finally:
        running.communicate(timeout=60)


@dataclass
class Process:
    """`url` answers `/metrics`; `ready` is the path that says when it may be used."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    url: str
    ready: str
    nursery: Nursery
    child: psutil.Process | None = None
    last: Metrics = field(default_factory=dict)
    gone: Metrics = field(default_factory=dict)
    """Counted by earlier processes of this name, as far as it was seen."""

    def start(self, *, module: str | None = None, **more: str) -> None:
        """`more`: environment for this start only, such as KOOP_CRASH_AT="relay.after_send:2"; `module`: run instead of the usual."""
        self.forget()
        command = [module or self.command[0], *self.command[1:]]
        self.child = self.nursery.give_birth(command, self.environment | more, self.log)

    @property
    def running(self) -> psutil.Process:
        assert self.child is not None, f"{self.name} was never started"
        return self.child

    @property
    def alive(self) -> bool:
        return self.child is not None and str(self.child.status()) != psutil.STATUS_ZOMBIE

    @property
    def paused(self) -> bool:
        """Whether it was stopped by SIGSTOP."""
        return bool(self.running.status() == psutil.STATUS_STOPPED)

    def wait_ready(self, seconds: float = 60) -> None:
        """Raises AssertionError when it ends, or is not ready in time."""
        until = time.monotonic() + seconds
        while not self.is_ready():
            assert self.alive, f"{self.name} ended: {self.log.read_text()[-2000:]}"
            assert time.monotonic() < until, f"{self.name} is not ready: {self.log.read_text()[-2000:]}"
            time.sleep(0.1)

    def is_ready(self) -> bool:
        try:
            return bool(CLIENT.get(self.url + self.ready, timeout=2).status_code == 200)
        except httpx.HTTPError:
            return False

    def wait_dead(self, seconds: float = 60) -> None:
        """Until it has ended by itself. Raises AssertionError."""
        assert _in_time(lambda: not self.alive, seconds), f"{self.name} still runs after {seconds:.0f} s"

    def wait_paused(self, seconds: float = 60) -> None:
        """Until it has stopped itself. Raises AssertionError."""
        assert _in_time(lambda: self.paused, seconds), f"{self.name} has not stopped itself within {seconds:.0f} s"

    def kill(self) -> None:
        """kill -9."""
        self.metrics()
        self.running.kill()
        self.wait_dead()

    def terminate(self, seconds: float = 30) -> bool:
        """SIGTERM, and SIGKILL when the time is over. Whether it went by itself."""
        self.metrics()
        self.running.terminate()
        if _in_time(lambda: not self.alive, seconds):
            return True
        self.kill()
        return False

    def pause(self) -> None:
        """SIGSTOP: it keeps its sockets and its belief in being alive."""
        self.metrics()
        self.running.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.running.send_signal(signal.SIGCONT)

    def metrics(self) -> Metrics:
        """Counted by all processes of this name, also those that are gone. Silence changes nothing."""
        try:
            text = CLIENT.get(self.url + "/metrics", timeout=3).text if self.alive and not self.paused else ""
        except httpx.HTTPError:
            text = ""
        if text:
            self.last = {(name, labels or ""): float(value) for name, labels, value in SAMPLE.findall(text)}
        return {key: self.last.get(key, 0.0) + self.gone.get(key, 0.0) for key in self.last.keys() | self.gone.keys()}

    def forget(self) -> None:
        """Before a new process of this name counts from zero again. What a gauge showed is gone with its process."""
        counted = ("_total", "_count", "_sum", "_bucket")
        self.gone, self.last = {key: value for key, value in self.metrics().items() if key[0].endswith(counted)}, {}


def _in_time(look: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not look():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
