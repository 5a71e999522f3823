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
            world.cluster.revive()
            world.wait(lambda: _newest_epoch_sends(world), "the other relay leads", LEASE_SECONDS + 30)
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


def _newest_epoch_sends(world: World) -> bool:
    behind = world.sql("SELECT (SELECT max(id) FROM volunteers.published) - max(last_id) FROM volunteers.relay_cursor")
    return int(str(behind[0][0])) < 5
