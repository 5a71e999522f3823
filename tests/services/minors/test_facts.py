"""The register's facts: each becomes one command with the same fields; none can carry a birth date; the youth office alone states them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.minors.facts import COMMANDS, FACTS
from shared.birth import BirthDate
from shared.contracts.base import Contract, Fact
from shared.domain import FactContext
from shared.topology import Topology
from tests.services.minors.said import FILE, JUGENDAMT

TOPOLOGY = Topology.load(Path(__file__).parents[3] / "agreement" / "topology.toml")
CONTEXT = FactContext(FILE, JUGENDAMT, f"partner-{JUGENDAMT}", datetime(2016, 7, 12, tzinfo=UTC))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
def test_a_fact_becomes_the_command_with_its_fields(fact: type[Fact]) -> None:
    stated = fact.model_validate(fact.example)
    command = FACTS[fact](stated, CONTEXT)
    assert type(command) is COMMANDS[fact]
    assert command.model_dump() == stated.model_dump() | {"minor": FILE}


def test_only_the_youth_office_may_state_them() -> None:
    types = {fact.type for fact in FACTS}
    assert {partner for partner, type_ in TOPOLOGY.authority.statements if type_ in types} == {JUGENDAMT}
    assert {TOPOLOGY.owner(type_) for type_ in types} == {"minors"}


def test_no_fact_can_carry_a_birth_date() -> None:
    assert BirthDate not in [field.annotation for fact in FACTS for field in fact.model_fields.values()]
    assert not [fact for fact in FACTS if "birth" in fact.model_json_schema()["properties"]]
    assert {kind.__name__ for kind in Contract.registry.values() if "Birth" in kind.__name__} == set()
