"""The demo year is data that keeps the rules it shows: seeded, valid, and stated by whom it concerns."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from pydantic import ValidationError

from demo.decision import decision
from demo.nasty import WRITERS
from demo.nasty_minors import WRITERS as OF_MINORS
from demo.scenario import year
from demo.script import Fact, Week
from shared.contracts import facts_language, facts_minors, facts_person, facts_referrals, facts_status, facts_transition, facts_volunteers
from shared.contracts.base import Contract
from shared.topology import Topology

TOPOLOGY = Topology.load(Path(__file__).parents[2] / "agreement" / "topology.toml")
KNOWN = (facts_language, facts_minors, facts_person, facts_referrals, facts_status, facts_transition, facts_volunteers)


@pytest.fixture(scope="module")
def weeks() -> list[Week]:
    return year(2016, 0.1)[0]


def facts(weeks: list[Week]) -> list[Fact]:
    return [fact for week in weeks for fact in week.facts]


def valid(fact: Fact) -> bool:
    try:
        Contract.registry[f"koop.fact.{fact.type}.v1"].model_validate_json(json.dumps(fact.data))
    except ValidationError:
        return False
    return TOPOLOGY.may_state(fact.partner, f"koop.fact.{fact.type}.v1")


def test_the_same_seed_plays_the_same_year(weeks: list[Week]) -> None:
    assert year(2016, 0.1)[0] == weeks
    assert year(2017, 0.1)[0] != weeks


def test_only_the_planted_mistakes_are_invalid_or_not_theirs_to_state(weeks: list[Week]) -> None:
    wrong = [(fact.partner, fact.type) for fact in facts(weeks) if not valid(fact)]
    assert sorted(wrong) == [("jmd", "CourseObligationIssued"), ("jmd", "CourseOfferRefused")]


def test_one_fact_is_sent_twice(weeks: list[Week]) -> None:
    assert [n for n in Counter(fact.id for fact in facts(weeks)).values() if n > 1] == [2]


def test_a_week_holds_only_what_has_happened_by_its_friday(weeks: list[Week]) -> None:
    late = [fact for week in weeks for fact in week.facts if date.fromisoformat(fact.data["on"]) > week.friday]
    assert late == []


def test_the_vote_has_an_absent_an_abstaining_a_dissenting_and_a_wavering_partner() -> None:
    days = decision(UUID(int=7), list(TOPOLOGY.partners))
    votes = Counter(send.body["choice"] for send in days["2017-05-22"])
    assert votes == {"yes": 10, "no": 2, "abstain": 1}
    assert [send.body["choice"] for send in days["2017-06-08"]] == ["yes"]


def test_every_nasty_case_is_somebody_who_is_registered_and_it_says_where_to_look(weeks: list[Week]) -> None:
    known = {one.key for week in weeks for one in week.registrations} | {one.key for week in weeks for one in week.files}
    cases = year(2016, 0.1)[1]
    assert len({case.key for case in cases}) == len(cases) == len(WRITERS) + len(OF_MINORS)
    assert all(case.key in known and case.says and "{id}" in case.path for case in cases)
    assert {case.service: case.account for case in cases} == {
        "cases": "caseworker@vg-landstuhl",
        "minors": "youth-office@landkreis-jugendamt",
    }


def test_a_minors_file_is_opened_of_somebody_registered_before_anything_is_said_of_it(weeks: list[Week]) -> None:
    registered, opened = set[UUID](), set[UUID]()
    for week in weeks:
        registered |= {one.key for one in week.registrations}
        opened |= {one.key for one in week.files}
        assert {one.person for one in week.files} <= registered
        assert {send.about["minor"] for send in week.sends if send.service == "minors"} <= opened
        assert {fact.subject for fact in week.facts if fact.partner == "landkreis-jugendamt"} <= opened
