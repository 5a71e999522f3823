"""What leaves the service, field by field, and what does not."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.volunteers import volunteer as v
from services.volunteers.commands import COMMANDS, routes
from services.volunteers.outbox import outbox
from services.volunteers.policies import deadlines
from shared.contracts import volunteers as out
from shared.contracts.base import Contract
from shared.contracts.volunteers import Support
from shared.law import Law
from shared.messages import Event, Meta, Recorded
from tests.services.volunteers.examples import (
    CARITAS,
    LATER,
    LEFT,
    LIMIT,
    MENTOR,
    PAUSED,
    REGISTER,
    REGISTERED,
    RESUMED,
    START,
    VOLUNTEER,
    reported,
    signalled,
    week,
)

OFFERED = v.SupportOffered(on=LATER, support=Support.TRAINING)


def recorded(event: Event) -> Recorded:
    nil, at = UUID(int=0), datetime(2017, 3, 1, tzinfo=UTC)
    return Recorded(f"volunteer-{VOLUNTEER}", 1, event, Meta(event_id=nil, recorded_at=at, actor="test", correlation=nil))


@pytest.mark.parametrize(
    ("event", "contract"),
    [
        (REGISTERED, out.VolunteerRegistered(on=START, volunteer=VOLUNTEER, vg="vg-landstuhl", organisation=CARITAS, weekly_limit=LIMIT)),
        (reported(1, 4.5), out.HoursReported(on=LATER, volunteer=VOLUNTEER, week=week(1), role=MENTOR, hours=4.5)),
        (signalled(1, 3), out.OverloadSignalled(on=LATER, volunteer=VOLUNTEER, since=week(1), until=week(3))),
        (OFFERED, out.SupportOffered(on=LATER, volunteer=VOLUNTEER, support=Support.TRAINING)),
        (PAUSED, out.VolunteerPaused(on=LATER, volunteer=VOLUNTEER)),
        (RESUMED, out.VolunteerResumed(on=LATER, volunteer=VOLUNTEER)),
        (LEFT, out.VolunteerLeft(on=LEFT.on, volunteer=VOLUNTEER)),
    ],
)
def test_what_others_may_know(event: Event, contract: Contract) -> None:
    assert outbox(recorded(event)) == contract
    assert deadlines(recorded(event)) == []


def test_languages_stay_inside() -> None:
    contract = outbox(recorded(REGISTERED))
    assert contract is not None
    assert "languages" not in type(contract).model_fields


@pytest.mark.parametrize("contract", out.VolunteerContract.__subclasses__())
def test_every_example_is_an_example(contract: type[out.VolunteerContract]) -> None:
    assert contract.model_validate(contract.example).subject == contract.example["volunteer"]
    assert contract.topic == "koop.volunteers.v1"


def test_every_command_has_its_stream() -> None:
    table = routes(Law({}))
    assert set(table) == set(COMMANDS)
    assert table[v.RegisterVolunteer].stream(REGISTER) == f"volunteer-{VOLUNTEER}"
