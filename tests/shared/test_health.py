"""Alive means progress: work that does not end is a stall, having none is not, and a loss of input is fatal."""

import os

import pytest

from shared import health as module
from shared.health import Health


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    return now


def test_work_that_does_not_end_is_a_stall(clock: list[float]) -> None:
    health = Health()
    health.beat("views")
    clock[0] = module.STALL_SECONDS + 1
    assert (health.alive(), health.stalled()) == (False, ["views"])


def test_a_consumer_with_nothing_to_do_stays_alive(clock: list[float]) -> None:
    health = Health()
    health.beat("views")
    health.rest("views")
    clock[0] = module.STALL_SECONDS + 1
    assert health.alive()


def test_ready_needs_every_check_and_ends_with_the_stop() -> None:
    health = Health()
    health.started = True
    health.checks["database"] = lambda: False
    assert health.ready() == {"started": True, "database": False}
    health.stopping = True
    assert health.ready()["started"] is False


def test_a_loss_of_input_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[tuple[object, tuple[int]]] = []

    def timer(seconds: float, function: object, args: tuple[int]) -> _Never:
        ended.append((function, args))
        return _Never()

    monkeypatch.setattr("threading.Timer", timer)
    health = Health()
    health.die("retention has overtaken position 10")
    assert not health.alive()
    assert ended == [(os._exit, (70,))]


class _Never:
    def start(self) -> None:
        """No process ends in a test."""
