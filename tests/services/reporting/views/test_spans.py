"""N15: two figures of one answer, laid beside each other. The attacker here tries every table that fits both."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.disclosure import TOTAL, Limits
from services.reporting.views.spans import part_of, shares

LIMITS, MOST = Limits(small=3, denominator=20), 7
KINDS = ("plan", "young_adult")
Split = tuple[int, int]
"""Of one place: yes and no."""


def answer(people: Sequence[tuple[int, int, int]]) -> dict[tuple[str, str], Any]:
    """By kind and place. `people`: of each place how many there are, and how many of them say yes to the one kind and to the other."""
    found = [
        {"kind": kind, "place": f"r{i}", "yes": yes[k], "no": n - yes[k]}
        for i, (n, *yes) in enumerate(people)
        for k, kind in enumerate(KINDS)
    ]
    return {(row["kind"], row["place"]): row for row in shares(found, KINDS, "yes", "no", LIMITS, same=KINDS)}


def fitting(said: dict[tuple[str, str], Any], places: int) -> Iterator[tuple[str, tuple[Split, ...]]]:
    """Of each kind what may be so: the people are the same in both, and no place is listed for nobody."""

    def fits(n: int, shown: int | None) -> bool:
        return shown is None or shown == n

    def _ways(kind: str, people: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """Of each place, how many may have said yes."""
        each = [[n for n in range(whole + 1) if fits(n, said[kind, f"r{i}"]["yes"])] for i, whole in enumerate(people)]
        yield from (yes for yes in product(*each) if fits(sum(yes), said[kind, TOTAL]["yes"]))

    wholes = [{n for n in range(1, MOST + 1) if all(fits(n, said[kind, f"r{i}"]["known"]) for kind in KINDS)} for i in range(places)]
    for people in product(*wholes):
        if not all(fits(sum(people), said[kind, TOTAL]["known"]) for kind in KINDS):
            continue
        ways = {kind: list(_ways(kind, people)) for kind in KINDS}
        if all(ways.values()):
            for kind in KINDS:
                yield from ((kind, tuple((n, whole - n) for n, whole in zip(yes, people, strict=True))) for yes in ways[kind])


COUNTS = st.integers(1, 4).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n)))


@settings(max_examples=60, deadline=None)
@given(st.lists(COUNTS, min_size=2, max_size=3))
def test_n15_of_two_shares_of_the_same_people_neither_fills_in_the_other(people: list[tuple[int, int, int]]) -> None:
    possible = set(fitting(answer(people), len(people)))
    for k, kind in enumerate(KINDS):
        for i, (whole, *yes) in enumerate(people):
            for part, n in enumerate((yes[k], whole - yes[k])):
                if 0 < n < LIMITS.small:
                    assert len({splits[i][part] for one, splits in possible if one == kind}) > 1, f"{kind} in r{i} is known to be {n}"


def test_n15_of_how_many_is_left_out_of_both_where_it_is_of_one() -> None:
    """Six came of age in Landstuhl, five of them with a plan: beside "young adult: of 6" that one would stand alone."""
    said = answer([(6, 5, 6), (3, 3, 3), (1, 1, 1)])
    for place in ("r0", "r1", "r2", TOTAL):
        assert (said["plan", place]["known"] is None) == (said["young_adult", place]["known"] is None)


def test_d6_where_the_sum_would_have_to_be_left_out_the_part_is() -> None:
    rows = [{"vg": "r0", "late": 5, "rest": 1}, {"vg": "r1", "late": 4, "rest": 8}]
    found = {row["vg"]: row["n"] for row in part_of(rows, "late", "rest", LIMITS)}
    assert found["r0"] is None
