"""N7: in whatever order the reports of a procedure arrive, the standing ends the same."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from services.cases.status.appeal import ReportAppeal, ReportAppealWithdrawal, ReportRuling
from services.cases.status.base import DecisionReport
from services.cases.status.decision import ReportDecision
from services.cases.status.deriving import standing_of
from services.cases.status.finality import ReportFinality
from services.cases.status.revocation import ReportRevocation
from services.cases.status.service import ReportService
from services.cases.status.state import Status
from shared.contracts.codes import Outcome, ServiceMode
from tests.services.cases.facets.language.said import LAW
from tests.services.cases.status.said import ABH, DECISION, DESK, report, standing

DAYS = some.integers(0, 400).map(lambda n: date(2016, 3, 1) + timedelta(days=n))
KINDS: dict[type[DecisionReport], dict[str, Any]] = {
    ReportDecision: {"outcome": some.sampled_from(Outcome), "partial": some.booleans()},
    ReportService: {"mode": some.sampled_from(ServiceMode), "confirmed": some.booleans()},
    ReportAppeal: {},
    ReportAppealWithdrawal: {},
    ReportRuling: {"outcome": some.sampled_from([None, Outcome.REFUGEE, Outcome.REJECTED])},
    ReportFinality: {},
    ReportRevocation: {},
}


@some.composite
def reports(draw: some.DrawFn) -> list[DecisionReport]:
    """At most one report of a kind and source: of two, the last word would count."""
    chosen = draw(some.lists(some.tuples(some.sampled_from(list(KINDS)), some.sampled_from([ABH, DESK])), unique=True, max_size=7))
    days = draw(some.lists(DAYS, unique=True, min_size=len(chosen), max_size=len(chosen)))
    return [
        report(kind, day, by, **{name: draw(value) for name, value in KINDS[kind].items()})
        for (kind, by), day in zip(chosen, days, strict=True)
    ]


def after(said: list[DecisionReport]) -> Status:
    state = standing.initial
    for command in said:
        state = standing.fold(standing.decide(command, state), state)
    return state


def contested(state: Status) -> dict[str, bool]:
    return {about: claim.contested for about, claim in state.claims.items()}


@settings(max_examples=150, deadline=None)
@given(reports(), some.randoms(use_true_random=False))
def test_n7_the_order_of_arrival_does_not_matter(said: list[DecisionReport], chance: Any) -> None:
    shuffled = chance.sample(said, len(said))
    one, other = after(said), after(shuffled)
    assert one.standings == other.standings
    assert contested(one) == contested(other)


@settings(max_examples=100, deadline=None)
@given(reports())
def test_the_last_event_carries_what_the_facts_give_and_a_repeat_tells_nothing(said: list[DecisionReport]) -> None:
    state = after(said)
    assert state.standings.get(DECISION) == (standing_of(state, DECISION, LAW) if said else None)
    assert [event for command in said for event in standing.decide(command, state)] == []
