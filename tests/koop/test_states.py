"""Each drawn state machine is the decider's own: random walks see every arrow of its table, and no other."""

import pytest

from koop.states import MACHINES, START, Machine, diagram, drift, page
from tests.koop.machines import WALKS


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.module)
def test_the_table_says_what_the_decider_does(machine: Machine) -> None:
    walk = WALKS[machine.module]
    seen = walk.arrows()
    said = {(before, event.name, after) for (before, event), phases in machine.transitions.items() for after in phases}
    assert seen == said


def test_every_machine_is_drawn_and_begins_somewhere() -> None:
    assert WALKS.keys() == {machine.module for machine in MACHINES}
    for machine in MACHINES:
        lines = diagram(machine.transitions).splitlines()
        assert [line for line in lines if line.startswith(f"    {START} --> ")]
        assert len(lines) == len(set(lines))


def test_the_page_is_as_the_tables_say() -> None:
    """Run `koop states` and commit the page."""
    assert not drift()
    assert page().count("stateDiagram-v2") == len(MACHINES)
