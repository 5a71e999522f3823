"""R40, N15: what is left out of a table cannot be worked out from the rest. The attacker here tries every table there could be."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.reporting.disclosure import TOTAL, Cell, Limits, Shown, share, shown
from shared.law import Law

LIMITS = Limits(small=3, denominator=20)


def table(*rows: tuple[int, ...]) -> dict[Cell, int]:
    return {(f"r{i}", f"c{j}"): n for i, row in enumerate(rows) for j, n in enumerate(row)}


def whole(counts: dict[Cell, int]) -> dict[Cell, int]:
    """With its sums."""
    found: Counter[Cell] = Counter(counts)
    for (row, column), n in counts.items():
        found.update({(row, TOTAL): n, (TOTAL, column): n, (TOTAL, TOTAL): n})
    return found


def possible(published: Shown, most: int = 6) -> Iterator[dict[Cell, int]]:
    """Every table of counts up to `most` that fits what is shown, sums and all."""
    rows, columns = (list(dict.fromkeys(cell[i] for cell in published if cell[i] != TOTAL)) for i in (0, 1))
    for lines in product(*(list(_lines(published, row, columns, most)) for row in rows)):
        sums = [sum(values) for values in zip(*lines, strict=True)]
        if all(published[TOTAL, column] in (None, n) for column, n in zip([*columns, TOTAL], [*sums, sum(sums)], strict=True)):
            yield whole({(row, column): n for row, line in zip(rows, lines, strict=True) for column, n in zip(columns, line, strict=True)})


def _lines(published: Shown, row: str, columns: list[str], most: int) -> Iterator[tuple[int, ...]]:
    shown_here = [published[row, column] for column in columns]
    for line in product(*(range(most + 1) if n is None else [n] for n in shown_here)):
        if published[row, TOTAL] in (None, sum(line)):
            yield line


def test_r40_a_small_cell_is_left_out_with_its_sums_partners() -> None:
    """2 alone could be had by 11 - 9 and by 17 - 7 - 8: a second one must go from its row and its column, and one where those meet."""
    found = shown(table((2, 9), (7, 12), (8, 6)), LIMITS)
    assert found == {
        ("r0", "c0"): None,
        ("r0", "c1"): None,
        ("r1", "c0"): 7,
        ("r1", "c1"): 12,
        ("r2", "c0"): None,
        ("r2", "c1"): None,
        ("r0", TOTAL): 11,
        ("r1", TOTAL): 19,
        ("r2", TOTAL): 14,
        (TOTAL, "c0"): 17,
        (TOTAL, "c1"): 27,
        (TOTAL, TOTAL): 44,
    }


def test_r40_without_small_cells_all_is_shown_and_nothing_is_nothing() -> None:
    assert shown(table((3, 9), (0, 0), (7, 12)), LIMITS)["r1", "c0"] == 0
    assert None not in shown(table((3, 9), (7, 12)), LIMITS).values()
    assert shown({}, LIMITS) == {}


def test_r40_where_all_of_a_row_stand_in_one_column_nobody_reads_where() -> None:
    found = shown(table((6, 0), (7, 12)), LIMITS)
    assert [found["r0", "c0"], found["r0", "c1"]] == [None, None]
    assert {guess["r0", "c0"] for guess in possible(found, most=19)} >= {1, 2}


@given(st.lists(st.sampled_from([0, 0, 1, 2, 3, 5, 8, 13]), min_size=12, max_size=12), st.randoms(use_true_random=False))
def test_n15_the_same_counts_leave_out_the_same_cells_in_whatever_order_they_come(counts: list[int], chance: Random) -> None:
    """Else somebody asks until another cell is left out, and lays both answers on top of each other."""
    cells = [((f"r{i // 3}", f"c{i % 3}"), n) for i, n in enumerate(counts)]
    first = shown(dict(cells), Limits(small=5, denominator=20))
    chance.shuffle(cells)
    assert shown(dict(cells), Limits(small=5, denominator=20)) == first


def test_n15_one_person_in_one_town_is_in_no_total_by_subtraction() -> None:
    """The only one of a Verbandsgemeinde: neither the row nor the sum over all may give the one away."""
    found = shown(table((1,), (4,), (8,)), LIMITS)
    assert {guess["r0", "c0"] for guess in possible(found)} >= {1, 2}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.sampled_from([0, 1, 2, 3, 4]), min_size=2, max_size=2).map(tuple), min_size=1, max_size=3))
def test_n15_whoever_knows_all_that_is_shown_can_pin_down_no_small_cell(rows: list[tuple[int, ...]]) -> None:
    found = shown(table(*rows), LIMITS)
    guesses = list(possible(found))
    for cell, real in whole(table(*rows)).items():
        assert found[cell] in (None, real)
        if 0 < real < LIMITS.small:
            assert found[cell] is None
            assert {guess[cell] for guess in guesses} >= {1, 2}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.sampled_from([0, 1, 1, 2, 3]), min_size=1, max_size=2).map(tuple), min_size=1, max_size=3))
def test_n15_that_nobody_is_listed_for_nobody_gives_no_small_cell_away(rows: list[tuple[int, ...]]) -> None:
    """Five towns of one each: a sum of five over five towns would say that it is one in each."""
    assume(len({len(row) for row in rows}) == 1)
    counts = table(*rows)
    sums = {cell: n for cell, n in whole(counts).items() if TOTAL in cell}
    assume(all(sums.values()))
    guesses = [guess for guess in possible(shown(counts, LIMITS), most=5) if all(guess[cell] for cell in sums)]
    for cell, real in whole(counts).items():
        if 0 < real < LIMITS.small:
            found = {guess[cell] for guess in guesses}
            assert len(found) > 1 if TOTAL in cell else found >= {1, 2}  # two that are listed are at least two in sum


def test_n15_five_towns_of_one_each_have_no_sum() -> None:
    assert shown(table(*[(1,)] * 5), Limits(small=5, denominator=20))[TOTAL, TOTAL] is None


def test_d6_the_numbers_are_dated_parameters_and_stricter_for_minors() -> None:
    law = Law.load(Path(__file__).parents[3] / "agreement" / "law")
    assert Limits.of(law, date(2016, 9, 1), sensitive=True) == Limits(small=5, denominator=20)
    assert Limits.of(law, date(2016, 9, 1), sensitive=False) == Limits(small=3, denominator=20)


@pytest.mark.parametrize(
    ("part", "whole", "found"),
    [(5, 20, 0.25), (5, 19, None), (0, 40, None), (40, 40, None), (None, 40, None), (5, None, None)],
    ids=["enough", "too few", "none of them", "all of them", "left out", "of what was left out"],
)
def test_d6_a_share_says_no_more_than_the_cells(part: int | None, whole: int | None, found: float | None) -> None:
    assert share(part, whole, LIMITS) == found
