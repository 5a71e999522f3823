"""What an operator does once something has been lost or mended: send again, read again, redrive, rebuild."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from psycopg_pool import ConnectionPool

from koop import recovery
from koop.migrate import SERVICES
from services.reporting.subscribers import ViewsDesk
from shared.clock import RealClock
from tests.faults.process import Process
from tests.faults.raw import table
from tests.faults.world import World

READERS = ("reporting", "reporting-2")


def send_again(world: World, *services: str) -> None:
    """`koop recover resend`: the whole published log, from the first row."""
    recovery.resend(dsns(world), services)


def forget(world: World, topic: str | None = None) -> None:
    """`koop recover forget`, once the group has noticed that its readers are gone."""
    _recovered(world, lambda: recovery.forget(dsns(world), world.cluster.parts.admin, world.cluster.topology, topic))


def begin(world: World, topic: str) -> None:
    """`koop recover begin`, likewise."""
    _recovered(world, lambda: recovery.begin(dsns(world), world.cluster.parts.admin, world.cluster.topology, topic))


def dsns(world: World) -> dict[str, str]:
    return {service: world.cluster.dsn(service) for service in SERVICES}


def _recovered(world: World, command: Callable[[], object]) -> None:
    """A reader that was killed stays in its group for a session's length."""

    def done() -> bool:
        try:
            command()
        except recovery.StillReading:
            return False
        return True

    world.wait(done, "no reader is left in the group")


def readers(world: World) -> list[Process]:
    """Of the views."""
    return [world.process(name) for name in READERS]


def without_readers(world: World) -> None:
    for one in readers(world):
        if one.alive:
            one.kill()


def planted_readers(world: World, defect: str, about: str = "") -> None:
    """Both readers anew, with a defect of tests/faults/planted/reporting.py."""
    without_readers(world)
    for one in readers(world):
        one.start(module="tests.faults.planted.reporting", KOOP_PLANTED=defect, KOOP_PLANTED_ABOUT=about)
    world.cluster.wait_ready()


def deploy(world: World) -> None:
    """Both readers with today's code, and all that waits read again."""
    without_readers(world)
    world.cluster.revive()
    redrive(world)


def redrive(world: World) -> None:
    """Lane by lane. Raises AssertionError where something still waits that no fault has put there."""
    dsn = world.cluster.dsn("reporting")
    rows = table(dsn, "SELECT lane, topic, partition, kafka_offset FROM reporting.parked WHERE status = 'waiting' ORDER BY id")
    lanes = dict.fromkeys(lane for lane, *place in rows if tuple(place) not in world.planted)
    with ConnectionPool(dsn, min_size=1, max_size=1, kwargs={"autocommit": True, "options": "-c search_path=reporting"}) as pool:
        desk = ViewsDesk(pool, RealClock())
        left = {lane: waiting for lane in lanes if (waiting := desk.redrive(lane))}
    assert not left, f"still waiting after the redrive: {left}"


def rebuild(world: World, **environment: str) -> dict[str, Any] | None:
    """All views, in a process of its own. What `koop projections rebuild --all --switch` says; None when it was killed."""
    login, log = world.cluster.parts.admin, world.cluster.logs / f"rebuild-{uuid4().hex[:6]}.log"
    wanted = {"KOOP_REBUILD": json.dumps({"dsn": world.cluster.dsn("reporting"), "login": vars(login)})}
    one = Process("rebuild", ["tests.faults.rebuilding"], wanted, log, "", "", world.cluster.parts.nursery)
    one.start(**environment)
    one.wait_dead(180)
    lines = [line for line in log.read_text().splitlines() if line.startswith('{"ok"')]
    return dict(json.loads(lines[-1])) if lines else None
