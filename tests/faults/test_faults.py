"""A part of the faults, each in its fast profile, one after the other on one suite. All of them: `make faults`."""

from collections.abc import Iterator

import pytest

from tests.faults.catalogue import FAULTS
from tests.faults.runner import Stage, stage

IN_EVERY_RUN = (2, 4, 6, 9, 15, 16, 22, 23, 24, 26, 27, 28, 29, 30)


@pytest.fixture(scope="module")
def staged() -> Iterator[Stage]:
    with stage(2016) as opened:
        yield opened


@pytest.mark.parametrize("number", IN_EVERY_RUN, ids=lambda number: f"{number} {FAULTS[number].name}")
def test_nothing_is_lost_doubled_disordered_or_told(staged: Stage, number: int) -> None:
    result = staged.play(FAULTS[number])
    assert result.problems == []
    assert {"I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8"} <= result.invariants.keys()
    assert all(result.invariants.values()), "an invariant was checked against nothing"
