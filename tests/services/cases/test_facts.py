from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.cases.commands import routes
from services.cases.facts import COMMANDS, FACTS
from shared.contracts.base import Fact
from shared.domain import FactContext
from shared.handling import DOOR_FIELDS
from shared.topology import Topology
from tests.services.cases.facets.language.said import LAW, PERSON

CONTEXT = FactContext(subject=PERSON, partner="cjd", actor="partner-cjd", at=datetime(2016, 9, 1, 8, tzinfo=UTC))
TOPOLOGY = Topology.load(Path(__file__).parents[3] / "agreement" / "topology.toml")


def test_every_fact_that_is_ours_to_answer_has_a_command_that_somebody_decides_on() -> None:
    assert {fact.type for fact in FACTS} == set(TOPOLOGY.facts["cases"])
    assert set(COMMANDS.values()) <= set(routes(LAW))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
def test_a_fact_and_its_command_have_the_same_fields(fact: type[Fact]) -> None:
    example = fact.model_validate(fact.example)
    command, door = FACTS[fact](example, CONTEXT), DOOR_FIELDS & COMMANDS[fact].model_fields.keys()
    assert dict(command) == dict(example) | {"person": PERSON} | {name: getattr(CONTEXT, name) for name in door}
    assert COMMANDS[fact].model_fields.keys() - {"person"} - DOOR_FIELDS == fact.model_fields.keys()
