from services.reporting.web.tables import Crossed, where

ROWS = [
    {"vg": "vg-weilerbach", "kind": "offered", "reason": "", "n": 3},
    {"vg": "vg-landstuhl", "kind": "refused", "reason": "job", "n": 1},
    {"vg": "vg-landstuhl", "kind": "refused", "reason": "move", "n": 2},
]


def test_counts_of_one_cell_are_added_up() -> None:
    crossed = Crossed.of(ROWS, "vg", "kind")
    assert crossed.rows == ["vg-landstuhl", "vg-weilerbach"]
    assert (crossed.at("vg-landstuhl", "refused"), crossed.at("vg-weilerbach", "refused")) == (3, 0)
    assert (crossed.total("offered"), crossed.across("vg-landstuhl", ("offered", "refused"))) == (3, 3)


def test_empty_columns_go_unless_they_always_stand_there() -> None:
    crossed = Crossed.of(ROWS, "vg", "kind")
    assert crossed.used(("passed", "refused", "offered", "aborted"), {"aborted"}) == ["refused", "offered", "aborted"]


def test_places_come_with_the_most_first_and_without_those_that_have_none() -> None:
    found = where([*ROWS, {"vg": "vg-x", "n": 0}], lambda row: str(row["vg"])[3:], "n")
    assert found == [("weilerbach", 3), ("landstuhl", 2), ("landstuhl", 1)]
