"""Faults of readers: of the views, and of partners' facts."""

import time

from tests.faults.cluster import SESSION_MS
from tests.faults.registry import fault
from tests.faults.world import World

TAKEN = 'koop_partitions_taken_total service="reporting"'
AT_APPLY = ("apply.before_commit", "apply.after_commit", "consume.before_kafka_commit")


@fault(3, "reader killed around its commit", TAKEN, fast=True)
def killed(world: World) -> None:
    """The reader of the views is killed with kill -9 before and after the commit of a batch to the database, and before that to
    Kafka, at the first to third batch; the other one takes its partitions."""
    one = world.process("reporting")
    for point in AT_APPLY:
        for nth in (1, 2, 3) if world.full else (1,):
            one.kill()
            with world.load(5):
                one.start(KOOP_CRASH_AT=f"{point}:{nth}")
                one.wait_dead()
                world.cluster.revive()
                world.healed()


@fault(6, "reader asleep within a batch", "koop_fenced_total", "koop_retries_total", fast=True)
def asleep(world: World) -> None:
    """A reader of the views is stopped (SIGSTOP) within the transaction of a batch for longer than its session with Kafka and its
    transaction with the database last; the other one takes its partitions; then it goes on and tries to commit."""
    one = world.process("reporting")
    one.kill()
    with world.load(5):
        one.start(KOOP_PAUSE_AT="apply.before_commit")
        one.wait_paused()
        held = _open_transactions(world)
        assert held, "the reader does not sleep within a transaction"
        world.healed()
        # Later than its session with Kafka ends. Whether the probes have come through does not tell: their partitions may be the
        # other reader's; and awake any earlier, the sleeper would commit in time.
        world.wait(lambda: not held & _open_transactions(world), "the database ends the sleeper's transaction")
        one.resume()
        world.wait(lambda: world.moved("koop_fenced_total") + world.moved("koop_retries_total") > 0, "its commit is refused")
        world.healed()


def _open_transactions(world: World) -> set[tuple[object, ...]]:
    """Of the readers of the views."""
    return set(world.sql("SELECT pid, xact_start FROM pg_stat_activity WHERE usename = 'reporting' AND xact_start IS NOT NULL"))


@fault(20, "readers come and go", TAKEN)
def storm(world: World) -> None:
    """One of the two readers of the views is killed and started every two seconds (SIGTERM and kill -9 by turns), so that
    partitions are handed over all the time, while people work."""
    one = world.process("reporting-2")
    with world.load():
        for turn in range(60 if world.full else 4):
            (one.kill if turn % 2 else one.terminate)()
            one.start()
            time.sleep(2)
        world.cluster.revive()
        world.healed()


@fault(21, "reader slower than its session", "koop_batch_seconds_sum")
def slow(world: World) -> None:
    """A batch of the views takes more than twice as long as the reader's session with Kafka (its table is locked): it must neither
    lose its partitions nor do the batch twice."""
    seconds = 2.5 * SESSION_MS / 1000
    with world.load():
        for _ in range(3 if world.full else 1):
            with world.locked("reporting.heads"):
                time.sleep(seconds)
            world.healed()
    assert world.moved("koop_batch_seconds_sum") > seconds, "no batch was slow"


@fault(41, "reader told to end, and killed before it has", TAKEN, fast=True)
def hurried(world: World) -> None:
    """Both readers of the views get SIGTERM while a batch cannot end, and kill -9 one second later, before their grace is over."""
    readers = [world.process("reporting"), world.process("reporting-2")]
    with world.load():
        for _ in range(3 if world.full else 1):
            with world.locked("reporting.heads"):
                time.sleep(0.5)
                for one in readers:
                    one.running.terminate()
                time.sleep(1)
                for one in readers:
                    one.kill()
            world.cluster.revive()
            world.healed()
