"""TCP ports on loopback: free, taken, answering."""

import socket
import time
from collections.abc import Callable
from contextlib import ExitStack

LOOPBACK = "127.0.0.1"


class PortTaken(Exception):
    """Something else listens where one of our parts should."""

    def __init__(self, port: int, what: str) -> None:
        super().__init__(f"port {port} ({what}) is taken by another process: stop that process, or give {what} another port")
        self.port = port


def require_free(port: int, what: str) -> None:
    """Raises PortTaken. SO_REUSEADDR: connections that linger after a stop do not count."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise PortTaken(port, what) from error


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def wait_until_answers(port: int, alive: Callable[[], bool], seconds: float) -> bool:
    """False as soon as the process is gone, or when the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answers(port):
            return True
        if not alive():
            return False
        time.sleep(0.05)
    return False


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on; all held at once, so no two are the same."""
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind((LOOPBACK, 0))
        return [probe.getsockname()[1] for probe in probes]
