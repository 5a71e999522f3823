from collections import Counter
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from services.reporting.decision.agreement import Agreement
from services.reporting.decision.partner import AuthoriseVoter, RegisterPartner
from services.reporting.decision.term import AgreeTerm
from tests.services.reporting.decision.examples import AGREEMENT, CHAIR


def test_the_agreement_of_2016_founds_fourteen_partners_and_the_coordinator() -> None:
    commands = [founding.command for founding in AGREEMENT.founding()]
    kinds = Counter(command.kind for command in commands if isinstance(command, RegisterPartner))
    assert kinds == {"partner": 14, "coordinator": 1}
    assert Counter(type(command) for command in commands) == {AgreeTerm: 1, RegisterPartner: 15, AuthoriseVoter: 30}


def test_the_term_runs_one_year_over_five_facets() -> None:
    agree = AGREEMENT.founding()[0].command
    assert isinstance(agree, AgreeTerm)
    assert (agree.starts, agree.ends, agree.coordinator) == (date(2016, 7, 1), date(2017, 6, 30), CHAIR)
    assert agree.facets == ("language", "work", "transition", "volunteers", "minors")


def test_the_youth_migration_service_is_not_its_legal_entity() -> None:
    [jmd] = [c.command for c in AGREEMENT.founding() if isinstance(c.command, RegisterPartner) and c.command.organisation == "jmd"]
    assert (jmd.name, jmd.legal_entity.code) == ("Jugendmigrationsdienst Kaiserslautern", "ib-suedwest")


def test_no_legal_entity_has_two_votes() -> None:
    assert len({signatory.legal_entity for signatory in AGREEMENT.signatories}) == 15


def test_the_same_file_founds_with_the_same_ids_and_a_changed_line_with_its_own() -> None:
    first = AGREEMENT.founding()
    assert first == AGREEMENT.founding()
    assert len({founding.id for founding in first}) == 46
    renamed = AGREEMENT.signatories[0].model_copy(update={"name": "Kreis"})
    other = AGREEMENT.model_copy(update={"signatories": (renamed, *AGREEMENT.signatories[1:])}).founding()
    assert [a.id == b.id for a, b in zip(first, other, strict=True)].count(False) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"signatories": [AGREEMENT.signatories[0].model_dump()] * 2}, "listed twice"),
        ({"signatories": [AGREEMENT.signatories[1].model_dump()]}, "one coordinator"),
        ({"legal_entities": {}}, "no legal entity"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Agreement.model_validate(AGREEMENT.model_dump() | change)
