"""A partner's fact is about its own volunteers."""

from datetime import UTC, datetime

import pytest

from services.volunteers import volunteer as v
from services.volunteers.facts import FACTS
from shared.contracts import facts_volunteers as facts
from shared.contracts.volunteers import VolunteerRole
from shared.domain import FactContext
from tests.given import given
from tests.services.volunteers.examples import CARITAS, LATER, OTHER, REGISTERED, START, VOLUNTEER, reported, week


def context(partner: str) -> FactContext:
    return FactContext(subject=VOLUNTEER, partner=partner, actor=f"partner-{partner}", at=datetime(2017, 3, 1, tzinfo=UTC))


@pytest.mark.parametrize("fact", [facts.VolunteerRegistered, facts.HoursReported, facts.VolunteerPaused, facts.VolunteerLeft])
def test_every_fact_example_becomes_a_command(
    fact: type[facts.VolunteerRegistered | facts.HoursReported | facts.VolunteerPaused | facts.VolunteerLeft],
) -> None:
    command = FACTS[fact](fact.model_validate(fact.example), context(CARITAS))
    assert isinstance(command, v.VolunteerCommand)
    assert (command.volunteer, command.partner) == (VOLUNTEER, CARITAS)


def test_all_facts_are_tried() -> None:
    assert set(FACTS) == {facts.VolunteerRegistered, facts.HoursReported, facts.VolunteerPaused, facts.VolunteerLeft}


def test_registered_for_the_organisation_of_the_topic() -> None:
    fact = facts.VolunteerRegistered(on=START, vg="vg-landstuhl", languages=("deu", "arb"), weekly_limit=8)
    given(v.volunteer).when(FACTS[facts.VolunteerRegistered](fact, context(CARITAS))).then(REGISTERED)


def test_no_organisation_reports_for_anothers_volunteer() -> None:
    fact = facts.HoursReported(on=LATER, week=week(1), role=VolunteerRole.MENTOR, hours=4.5)
    to_command = FACTS[facts.HoursReported]
    given(v.volunteer, REGISTERED).when(to_command(fact, context(CARITAS))).then(reported(1, 4.5))
    given(v.volunteer, REGISTERED).when(to_command(fact, context(OTHER))).refused("volunteer.unknown", "volunteer")
