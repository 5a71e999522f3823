"""Faults of relays."""

from shared.crash import POINTS
from tests.faults.cluster import LEASE_SECONDS
from tests.faults.process import Process
from tests.faults.registry import fault
from tests.faults.world import World


@fault(2, "relay killed around a send", 'koop_records_total kind="duplicate"', fast=True)
def killed(world: World) -> None:
    """A relay is killed with kill -9 at each of its crash points (after reading a page, before and after sending it, after the
    acknowledgements, after the cursor), at the first to third pass; the other one takes over."""
    points = [point for point in POINTS if point.startswith("relay.")]
    for point in points:
        for nth in (1, 2, 3) if world.full else (1,):
            with world.load(5):
                only(world, "volunteers", KOOP_CRASH_AT=f"{point}:{nth}").wait_dead()
                world.cluster.revive()
                world.healed()


@fault(4, "relay asleep while another one leads", "koop_relay_deposed_total", fast=True)
def zombie(world: World) -> None:
    """The leading relay is stopped (SIGSTOP) with a page read and not yet sent, until its lease is over and another one has sent
    that page; then it goes on and sends the same page under its old epoch."""
    for point in ("relay.before_send", "relay.after_send", "relay.after_ack") if world.full else ("relay.before_send",):
        with world.load(5):
            asleep = only(world, "volunteers", KOOP_PAUSE_AT=point)
            asleep.wait_paused()
            stood = cursor(world)
            world.cluster.revive()
            wait_overtaken(world, stood)
            world.work.more(10)
            asleep.resume()
            world.healed()


def only(world: World, service: str, module: str | None = None, **more: str) -> Process:
    """One relay of a service, started anew with `more`; the other does not run."""
    one, other = world.cluster.relays(service)
    for relay in (one, other):
        relay.terminate()
    one.start(module=module, **more)
    return one


def cursor(world: World) -> tuple[int, int]:
    """Under which epoch the relay of volunteers leads, and up to which row it has sent."""
    ((epoch, last),) = world.sql("SELECT epoch, last_id FROM volunteers.relay_cursor")
    return int(str(epoch)), int(str(last))


def wait_overtaken(world: World, stood: tuple[int, int]) -> None:
    """Until another relay leads and has sent what the sleeper holds. Awake any earlier, it would still lead and nothing be amiss."""

    def overtaken() -> bool:
        return all(now > then for now, then in zip(cursor(world), stood, strict=True))

    world.wait(overtaken, "the other relay leads and sends", LEASE_SECONDS + 30)
