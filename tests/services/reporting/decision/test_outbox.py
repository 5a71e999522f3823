import pytest

from services.reporting.commands import OPEN_TO_PEOPLE
from services.reporting.facts import FACTS
from shared.contracts import cooperation
from shared.contracts.cooperation import BallotOpened, CooperationContract
from tests.services.reporting.decision.examples import COOPERATION
from tests.services.reporting.decision.play import PARTNERS, call, close, vote
from tests.services.reporting.decision.world import ROUTES, World

CONTRACTS = [c for c in vars(cooperation).values() if isinstance(c, type) and issubclass(c, CooperationContract) and "example" in vars(c)]


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.__name__)
def test_every_contract_has_a_valid_example_and_the_cooperation_as_its_key(contract: type[CooperationContract]) -> None:
    example = contract.model_validate(vars(contract)["example"])
    assert (example.subject, example.topic) == (COOPERATION, "koop.cooperation.v1")
    assert contract.read(example.model_dump_json().encode()) == example


def test_no_account_leaves_the_service_and_no_vote_before_the_close(ready: World) -> None:
    vote(call(ready), PARTNERS)
    published = [contract.model_dump_json() for contract in ready.published]
    assert "@" not in "".join(published)
    assert isinstance(ready.published[-1], BallotOpened)


def test_the_closed_ballot_names_each_vote_as_it_was_counted(ready: World) -> None:
    vote(call(ready), PARTNERS[:9])
    result = close(ready)
    assert {line.partner for line in result.votes if line.counted == "yes"} == set(PARTNERS[:9])
    assert {line.partner for line in result.votes if line.counted == "silent"} == set(PARTNERS[9:])
    assert "Beteiligung 9 ≥ 8" in result.words_de and "Participation 9 ≥ 8" in result.words_en


def test_people_cannot_send_what_only_follows_from_other_things() -> None:
    assert ROUTES.keys() > OPEN_TO_PEOPLE
    door = {command.__name__ for command in OPEN_TO_PEOPLE}
    assert door.isdisjoint({"OpenBallot", "CloseBallot", "ExtendTerm", "EndTerm", "RecordVoter", "FreezeDossier", "RegisterPartner"})
    # whoever may ask is judged by who asks: each of these commands has the asking organisation filled in by the door
    assert all("partner" in command.model_fields for command in OPEN_TO_PEOPLE)


def test_reporting_answers_no_facts() -> None:
    assert FACTS == {}
