"""Who may see which period: one's own in casework, numbers in steering, nothing beyond."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from shared.auth import Access, Principal
from shared.deadlines import Frist
from shared.duties import SMALL, Ask, asker, counted, visible

ACCESS = Access.load(Path(__file__).parents[2] / "agreement" / "access.toml")
TODAY = date(2016, 9, 15)


@dataclass(frozen=True)
class Row:
    stream: str
    key: str
    frist: Frist | None


def row(owner: str, *, kind: str = "transition", last: date = TODAY, n: int = 1, escalates_to: tuple[str, ...] = ()) -> Row:
    period = Frist(rule="a.rule", paragraph="§ 1", started=date(2016, 9, 1), last_day=last, owner=owner, escalates_to=escalates_to)
    return Row(f"{kind}-{n}", "k", period)


def facet_of(stream: str) -> str:
    return stream.partition("-")[0]


@pytest.fixture
def ask() -> Callable[[str, str], Ask]:
    def of(role: str, organisation: str) -> Ask:
        facets = ACCESS.organisations[organisation].facets
        return asker(ACCESS.scope, Principal(f"{role}@{organisation}", organisation, role, frozenset(facets)))

    return of


def test_a_caseworker_sees_the_own_organisations_periods_with_who_is_in_charge(ask: Callable[[str, str], Ask]) -> None:
    rows = [row("jobcenter"), row("vg-landstuhl", n=2)]
    charges = {("transition-1", "jobcenter"): "caseworker@jobcenter", ("transition-1", "vg-landstuhl"): "caseworker@vg-landstuhl"}
    (seen,) = visible(rows, ask("caseworker", "jobcenter"), facet_of, charges, TODAY)
    assert (seen["stream"], seen["owner"], seen["in_charge"], seen["missed"]) == (
        "transition-1",
        "jobcenter",
        "caseworker@jobcenter",
        False,
    )
    assert (seen["rule"], seen["paragraph"], seen["last_day"]) == ("a.rule", "§ 1", "2016-09-15")


def test_whom_it_escalates_to_sees_it_once_it_is_missed(ask: Callable[[str, str], Ask]) -> None:
    running = row("vg-landstuhl", escalates_to=("jobcenter",))
    missed = row("vg-landstuhl", escalates_to=("jobcenter",), last=date(2016, 9, 14), n=2)
    seen = visible([running, missed], ask("caseworker", "jobcenter"), facet_of, {}, TODAY)
    assert [(one["stream"], one["missed"]) for one in seen] == [("transition-2", True)]


@pytest.mark.parametrize(
    ("role", "organisation"),
    [("coordinator", "landkreis-koordination"), ("representative", "jobcenter"), ("operator", "landkreis-koordination")],
)
def test_r51_who_does_no_casework_sees_no_single_period(role: str, organisation: str, ask: Callable[[str, str], Ask]) -> None:
    assert visible([row(organisation), row("jobcenter")], ask(role, organisation), facet_of, {}, TODAY) == []


def test_r51_the_coordinator_sees_numbers_by_organisation_and_rule_and_no_small_one(ask: Callable[[str, str], Ask]) -> None:
    rows = [row("jobcenter", n=n) for n in range(SMALL)] + [row("vg-landstuhl", n=n) for n in range(SMALL - 1)]
    seen = counted(rows, ask("coordinator", "landkreis-koordination"), facet_of)
    cell = {"facet": "transition", "rule": "a.rule"}
    assert seen == [{"owner": "jobcenter", **cell, "running": SMALL}, {"owner": "vg-landstuhl", **cell, "running": None}]


def test_a_caseworker_sees_no_period_of_a_facet_that_is_another_offices(ask: Callable[[str, str], Ask]) -> None:
    rows = [row("vg-landstuhl", kind="minors", n=n) for n in range(SMALL)]
    assert visible(rows, ask("caseworker", "vg-landstuhl"), facet_of, {}, TODAY) == []
    assert counted(rows, ask("caseworker", "vg-landstuhl"), facet_of) == []


def test_what_is_the_machines_own_is_in_no_list(ask: Callable[[str, str], Ask]) -> None:
    own = Row("transition-1", "k", None)
    assert visible([own], ask("caseworker", "jobcenter"), facet_of, {}, TODAY) == []
    assert counted([own] * SMALL, ask("coordinator", "landkreis-koordination"), facet_of) == []
