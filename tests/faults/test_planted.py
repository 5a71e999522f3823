"""The checker is checked: with a safeguard taken out of a running process, the same judgement must report what it was there for."""

from collections.abc import Iterator

import pytest

from tests.faults import hands
from tests.faults.incoming import SPOILT, past_the_relays
from tests.faults.registry import Fault
from tests.faults.relay import cursor, only, wait_overtaken
from tests.faults.runner import Result, Stage, stage
from tests.faults.world import World

RELAY = "tests.faults.planted.relay"


@pytest.fixture(scope="module")
def staged() -> Iterator[Stage]:
    with stage(7) as opened:
        yield opened


def play(staged: Stage, inject: object, *metrics: str) -> Result:
    return staged.play(Fault(0, "planted", inject, metrics, fast=True, fresh=True))  # type: ignore[arg-type]


def test_without_the_epoch_check_a_zombie_is_not_noticed_and_the_harness_says_so(staged: Stage) -> None:
    """In every relay, for one that checks would notice that its cursor has been moved. The model in tests/model knows more: nothing is
    lost by it, but the cursor goes back and what was acknowledged is sent again.
    """

    def zombie(world: World) -> None:
        """As fault 4."""
        with world.load(5):
            asleep = only(world, "volunteers", RELAY, KOOP_PLANTED="no_epoch_check", KOOP_PAUSE_AT="relay.before_send")
            asleep.wait_paused()
            stood = cursor(world)
            world.cluster.relays("volunteers")[1].start(module=RELAY, KOOP_PLANTED="no_epoch_check")
            world.cluster.revive()
            wait_overtaken(world, stood)
            world.work.more(10)
            asleep.resume()
            world.healed()

    result = play(staged, zombie, "koop_relay_deposed_total")
    assert result.problems == ["I9: none of ('koop_relay_deposed_total',) has moved"]


def test_a_cursor_that_moves_before_the_acknowledgements_loses_a_page(staged: Stage) -> None:
    def killed(world: World) -> None:
        """As fault 2."""
        with world.load(5):
            only(world, "volunteers", RELAY, KOOP_PLANTED="cursor_first", KOOP_CRASH_AT="relay.after_read").wait_dead()
        world.recovery = 0.0
        world.cluster.revive()

    result = play(staged, killed)
    assert any(problem.startswith("I2:") and "is published and not in" in problem for problem in result.problems), result.problems


def test_a_position_that_moves_outside_of_the_transaction_loses_a_batch(staged: Stage) -> None:
    def killed(world: World) -> None:
        """As fault 3."""
        hands.without_readers(world)
        with world.load(5):
            one = world.process("reporting")
            one.start(module="tests.faults.planted.reporting", KOOP_PLANTED="position_first", KOOP_CRASH_AT="apply.before_commit")
            one.wait_dead()
        world.recovery = 0.0
        world.cluster.revive()

    result = play(staged, killed)
    assert any(problem.startswith("I4:") for problem in result.problems), result.problems


def test_the_frameworks_own_parser_loses_what_stands_beside_a_spoilt_header(staged: Stage) -> None:
    """pitfalls K12."""

    def spoilt(world: World) -> None:
        """As fault 24."""
        hands.without_readers(world)
        with world.load(20), past_the_relays(world) as put:
            put("koop.volunteers.v1", b"spoilt", *SPOILT[1])
        world.patience = 25  # it stands still for ever
        for one in hands.readers(world):
            one.start(module="tests.faults.planted.reporting", KOOP_PLANTED="default_parser")
        world.cluster.wait_ready()
        with world.load(20):
            pass
        world.recovery = 0.0

    result = play(staged, spoilt)
    assert any(problem.startswith("I4:") or "is behind" in problem for problem in result.problems), result.problems
