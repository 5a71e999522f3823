"""Each safeguard taken away in turn: the search must find what it was there for, and show the shortest way to it."""

import pytest

from tests.model.search import search
from tests.model.state import Faults, Plant, begin

NONE = Faults(crashes=0, lost_acks=0, expiries=0, rebalances=0)


@pytest.mark.parametrize(
    ("plant", "todo", "faults", "violation", "last"),
    [
        (Plant.IDS_WITHOUT_LOCK, ("a", "b"), NONE, "I2: never sent", "reader 0 applies 0..1"),
        (Plant.NO_EPOCH_CHECK, ("a", "a"), NONE._replace(expiries=1), "I2: the cursor went back", "relay 0 moves the cursor to 1"),
        (Plant.CURSOR_BEFORE_ACKS, ("a",), NONE._replace(crashes=1), "I2: never sent", "relay 0 dies"),
        (Plant.POSITION_APART, ("a",), NONE._replace(crashes=1), "I4: Row(id=1, key='a', number=1) took effect 0 times", "reader 0 dies"),
        (Plant.UNREADABLE_SKIPPED, ("a",), NONE, "I4: Row(id=1, key='a', number=1) took effect 0 times", "reader 0 applies 0..1"),
        (Plant.REDRIVE_UNORDERED, ("aa",), NONE, "I4: effects out of order", "redrive"),
    ],
    ids=str,
)
def test_without_its_safeguard_the_loss_is_found(plant: Plant, todo: tuple[str, ...], faults: Faults, violation: str, last: str) -> None:
    found = search(begin(todo, faults), frozenset([plant]))
    print("\n".join([str(plant), *found.trace, f"=> {found.violation}"]))
    assert found.violation is not None
    assert found.violation.startswith(violation)
    assert found.trace[-1] == last


def test_a_skipped_id_is_shown_step_by_step() -> None:
    """The textbook case: two writers draw 1 and 2, 2 is seen first, and whoever reads by id never sees 1."""
    found = search(begin(("a", "b"), NONE), frozenset([Plant.IDS_WITHOUT_LOCK]))
    assert found.trace == [
        "writer 0 decides on a1",
        "writer 0 draws id 1",
        "writer 1 decides on b1",
        "writer 1 draws id 2",
        "writer 1 commits b1",
        "relay 0 leads in epoch 1",
        "relay 0 reads b1",
        "writer 0 commits a1",
        "relay 0 sends b1",
        "relay 0 moves the cursor to 2",
        "reader 0 takes 0..1",
        "reader 0 applies 0..1",
    ]


def test_without_the_fence_the_heads_alone_keep_effects_single() -> None:
    """Two safeguards stand behind each other here: the search says that one of them is enough for views (commands have only the fence)."""
    assert search(begin(("a", "a"), NONE._replace(rebalances=2)), frozenset([Plant.NO_FENCE])).violation is None
