"""Whatever is in a stream, it loads; and what was loaded survives the snapshot."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from services.reporting.decision import ballot, calling, partner, preparation, roster, term, term_state, voting
from services.reporting.decision.ballot_rules import count
from services.reporting.decision.ballot_terms import BallotTerms
from services.reporting.decision.policy import DecisionPolicy
from services.reporting.decision.tally import Result, Vote
from shared.decider import Decider
from shared.messages import Event, Meta, from_json, to_json
from tests.services.reporting.decision.examples import BALLOT, DOSSIER, P2016, SECOND, terms, votes

MODULES = (ballot, calling, partner, preparation, roster, term, term_state, voting)
EVENTS = sorted(
    {e for m in MODULES for e in vars(m).values() if isinstance(e, type) and issubclass(e, Event) and e is not Event},
    key=lambda e: e.name,
)

st.register_type_strategy(BallotTerms, st.sampled_from([terms(3), terms(14)]))
st.register_type_strategy(DecisionPolicy, st.just(P2016))
st.register_type_strategy(Result, st.just(count(terms(3), votes(yes=2), {})))
st.register_type_strategy(type(DOSSIER), st.just(DOSSIER))
slugs = st.sampled_from(["p1", "p2", "jmd"])
ballots = st.sampled_from([BALLOT, SECOND])
accounts = st.sampled_from(["representative@p1", "deputy@p1"])
NAMED: dict[str, st.SearchStrategy[Any]] = {
    "elector": slugs,
    "party": slugs,
    "cooperation": slugs,
    "coordinator": slugs,
    "ballot": ballots,
    "account": accounts,
    "found": st.just("c" * 64),
    "facets": st.just(("language",)),
    "name_in_agreement": st.just("JMD"),
    "legal_entity": st.just(partner.LegalEntity(code="ib", name="IB")),
    "vote": st.builds(Vote, choice=st.sampled_from(["yes", "no"])),
}
any_event = st.one_of([st.builds(e, **{k: v for k, v in NAMED.items() if k in e.model_fields}) for e in EVENTS])


@pytest.mark.parametrize("decider", [partner.partner, term.term, ballot.ballot], ids=["partner", "term", "ballot"])
@given(st.data())
def test_evolve_never_raises_and_its_state_survives_a_snapshot(decider: Decider[Any], data: st.DataObject) -> None:
    state = decider.fold(data.draw(st.lists(any_event, max_size=15)))
    shape = TypeAdapter(type(decider.initial))
    assert shape.validate_json(shape.dump_json(state)) == state


@given(any_event)
def test_every_event_is_stored_and_read_back_under_its_pinned_name(event: Event) -> None:
    meta = {"event_id": BALLOT, "recorded_at": "2017-06-09T22:00:00Z", "actor": "test", "correlation": BALLOT}
    stored = to_json(event, Meta.model_validate(meta))
    assert from_json(event.name, stored)[0] == event


def test_the_pinned_names_are_these_and_stay_so() -> None:
    assert [event.name for event in EVENTS] == [
        "ballot.Annulled",
        "ballot.Closed",
        "ballot.DossierChanged",
        "ballot.ElectorWithdrew",
        "ballot.LateVoteRejected",
        "ballot.ObjectionRaised",
        "ballot.Opened",
        "ballot.VoteCast",
        "partner.Joined",
        "partner.VoterAuthorised",
        "partner.VoterRevoked",
        "partner.WithdrawalDeclared",
        "partner.Withdrawn",
        "term.Agreed",
        "term.BallotCalled",
        "term.BallotSettled",
        "term.DeliberationHeld",
        "term.DeliberationScheduled",
        "term.DossierFrozen",
        "term.Ended",
        "term.Extended",
        "term.ExtensionRevoked",
        "term.PartyDeparts",
        "term.PartyEnrolled",
        "term.VoterRecorded",
    ]
