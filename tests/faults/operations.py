"""Faults of the desks that people ask, and of what operators do."""

from concurrent.futures import ThreadPoolExecutor

from koop.migrate import SERVICES, migrate
from tests.faults import hands, raw
from tests.faults.registry import fault
from tests.faults.world import World


@fault(1, "desk killed between commit and answer", 'koop_commands_total outcome="repeated"', fast=True)
def unanswered(world: World) -> None:
    """The service that answers people is killed with kill -9 right before and right after the commit of a command, at the first to
    third; whoever asked asks again under the same id."""
    for point in ("append.before_commit", "append.after_commit", "command.after_commit"):
        for nth in (1, 2, 3) if world.full else (1,):
            one = world.cluster.processes["volunteers"]
            one.kill()
            with world.load(5):
                one.start(KOOP_CRASH_AT=f"{point}:{nth}")
                one.wait_dead()
                world.cluster.revive()
                world.healed()


@fault(34, "views rebuilt while people work, and the rebuild killed", fast=True)
def rebuilt(world: World) -> None:
    """A rebuild of all views is killed with kill -9 right before and right after its switch, then run whole, while people work: old
    views answer all the time, and what was built is compared with them."""
    with world.load(30):
        for point in ("rebuild.before_switch", "rebuild.after_switch"):
            assert hands.rebuild(world, KOOP_CRASH_AT=point) is None, "it was to be killed"
            world.work.more(5)
        said = hands.rebuild(world)
        assert said is not None and said["ok"], said
        world.healed()


@fault(35, "a rebuild does nothing but build", fast=True)
def no_side_effects(world: World) -> None:
    """All views are rebuilt from the first record while nobody works: no service stores, publishes or sends anything by it."""
    with world.load(10):
        pass
    world.settle()
    before = _written(world)
    said = hands.rebuild(world)
    assert said is not None and said["ok"], said
    assert _written(world) == before
    with world.load(5):
        world.healed()


def _written(world: World) -> dict[str, object]:
    tables = ("events", "published", "commands", "deadlines")
    return {
        f"{service}.{table}": raw.table(world.cluster.admin_dsn, f"SELECT count(*) FROM {service}.{table}")
        for service in SERVICES
        for table in tables
    }


@fault(44, "migrated by six at once", fast=True)
def migrated(world: World) -> None:
    """Six run the migration at the same moment, twice, while people work and all processes are started anew: one does it, the others
    wait and find it done."""
    passwords = {service: world.cluster.passwords[service] for service in SERVICES}
    with world.load():
        for _ in range(2):
            with ThreadPoolExecutor(6) as six:
                done = list(six.map(lambda _: migrate(world.cluster.admin_dsn, passwords), range(6)))
            assert not any(done), f"the schema was current, and yet something was applied: {done}"
        for process in world.cluster.processes.values():
            process.kill()
        world.cluster.revive()
        world.healed()
