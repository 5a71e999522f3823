from datetime import UTC, datetime

import pytest

from services.cases.commands import routes
from services.cases.facts import COMMANDS, FACTS
from shared.contracts import facts_language, facts_person
from shared.contracts.base import Fact
from shared.domain import FactContext
from tests.services.cases.facets.language.said import LAW, PERSON

CONTEXT = FactContext(subject=PERSON, partner="cjd", actor="partner-cjd", at=datetime(2016, 9, 1, 8, tzinfo=UTC))
STATED = [
    kind
    for module in (facts_language, facts_person)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Fact) and kind is not Fact
]


def test_every_fact_has_a_command_that_somebody_decides_on() -> None:
    assert set(FACTS) == set(STATED)
    assert {COMMANDS[fact] for fact in STATED} <= set(routes(LAW))


@pytest.mark.parametrize("fact", STATED, ids=lambda fact: fact.__name__)
def test_a_fact_and_its_command_have_the_same_fields(fact: type[Fact]) -> None:
    example = fact.model_validate(fact.example)
    command = FACTS[fact](example, CONTEXT)
    assert dict(command) == dict(example) | {"person": PERSON}
    assert COMMANDS[fact].model_fields.keys() - {"person"} == fact.model_fields.keys()
