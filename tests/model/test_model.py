"""The delivery path as built: no order of steps and no two faults break a promise, and from everywhere it comes to rest again."""

import pytest

from tests.model.search import search
from tests.model.state import Faults, begin

ONE_WRITER, TWO_OF_ONE_KEY, TWO_KEYS = ("aa",), ("a", "a"), ("ab", "a")


@pytest.mark.parametrize(
    ("todo", "faults"),
    [
        (TWO_KEYS, Faults(crashes=1, lost_acks=0, expiries=0, rebalances=0)),
        (TWO_KEYS, Faults(crashes=0, lost_acks=0, expiries=0, rebalances=1)),
        (TWO_OF_ONE_KEY, Faults(crashes=1, lost_acks=1, expiries=0, rebalances=0)),
        (TWO_OF_ONE_KEY, Faults(crashes=1, lost_acks=0, expiries=0, rebalances=1)),
        (TWO_OF_ONE_KEY, Faults(crashes=0, lost_acks=1, expiries=0, rebalances=1)),
        (TWO_OF_ONE_KEY, Faults(crashes=2, lost_acks=0, expiries=0, rebalances=0)),
        (TWO_OF_ONE_KEY, Faults(crashes=0, lost_acks=2, expiries=0, rebalances=0)),
        (TWO_OF_ONE_KEY, Faults(crashes=0, lost_acks=0, expiries=0, rebalances=2)),
        (ONE_WRITER, Faults(crashes=0, lost_acks=0, expiries=2, rebalances=0)),
        (ONE_WRITER, Faults(crashes=1, lost_acks=0, expiries=1, rebalances=0)),
        (ONE_WRITER, Faults(crashes=0, lost_acks=1, expiries=1, rebalances=0)),
        (ONE_WRITER, Faults(crashes=0, lost_acks=0, expiries=1, rebalances=1)),
    ],
    ids=str,
)
def test_i2_to_i6_hold_in_every_state_that_can_be_reached(todo: tuple[str, ...], faults: Faults) -> None:
    found = search(begin(todo, faults))
    assert (found.violation, found.trace) == (None, [])
    assert found.stuck == 0
    assert found.states > 1000
