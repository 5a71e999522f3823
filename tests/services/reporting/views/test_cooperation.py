"""The view of the cooperation: roster, term, and each ballot with its roll call."""

from collections.abc import Callable
from typing import Any

from services.reporting.views import cooperation
from services.reporting.views.cooperation import VIEW
from shared.contracts import cooperation as c
from shared.read_model import Record
from tests.services.reporting.views.told import VERSION, day, folded, live, record

BALLOT = c.BallotOpened.example["ballot"]


def told(contract: type[c.CooperationContract], number: int, stream: str, **changed: Any) -> Record:
    said = contract.model_validate(contract.example | changed)
    return record(said, stream, number, said.on.isoformat())


TERM = [
    told(c.TermAgreed, 1, "term-k"),
    told(c.DeliberationScheduled, 2, "term-k"),
    told(c.DeliberationHeld, 3, "term-k"),
]
JOINED = told(c.PartnerJoined, 1, "partner-jmd")
VOTE = [told(c.BallotOpened, 1, f"ballot-{BALLOT}"), told(c.BallotClosed, 2, f"ballot-{BALLOT}")]


def test_the_state_shows_term_roster_and_the_roll_call_of_a_closed_ballot(dsn_of: Callable[[str], str]) -> None:
    with live(dsn_of("reporting"), VIEW, [*TERM, JOINED], VOTE) as connection:
        [state] = cooperation.state_now(connection, VERSION)
        found = cooperation.ballot(connection, VERSION, BALLOT)
    assert (state["ends"], state["held"], state["ended"]) == (day("2017-06-30"), True, False)
    assert [one["partner"] for one in state["partners"]] == ["jmd"]
    assert state["ballots"][0]["state"] == "carried"
    assert found is not None and found["content"]["votes"] == c.BallotClosed.example["votes"]


def test_an_extension_moves_the_end(dsn_of: Callable[[str], str]) -> None:
    with live(dsn_of("reporting"), VIEW, TERM, [told(c.TermExtended, 4, "term-k")]) as connection:
        [state] = cooperation.state_now(connection, VERSION)
    assert state["ends"] == day("2018-06-30")


def test_streams_may_arrive_in_any_order_and_twice() -> None:
    rows = folded(VIEW, [*TERM, JOINED, *VOTE])
    assert str(folded(VIEW, [*VOTE, JOINED, *TERM])["cooperation_term"]) == str(rows["cooperation_term"])
    twice = folded(VIEW, [*TERM, JOINED, *VOTE, *TERM, JOINED, *VOTE])
    assert twice == rows
