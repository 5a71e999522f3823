"""What is said of one invented person's change-over: decisions by the Ausländerbehörde, steps by the offices."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

from services.cases.facets.transition.applying import ReceiveApplication
from services.cases.facets.transition.base import Word
from services.cases.facets.transition.causes import ConsiderStanding
from services.cases.facets.transition.confirming import ConfirmTransition
from services.cases.facets.transition.state import Transition
from services.cases.facets.transition.transition import transition
from services.cases.status.standing import Standing
from shared.contracts.codes import Outcome
from shared.messages import Command, Event
from tests.services.cases.facets.language.said import LAW, PERSON

DECISION, SECOND = UUID("9a1c7d52-0b3e-4f0d-8a5c-2d6e4f812016"), UUID("5b7d2f10-3c1e-4a6b-9d2f-7a1b3c5d2017")
JOBCENTER, SOZIALAMT, DESK = "jobcenter", "landkreis-sozialamt", "vg-landstuhl"
HEARD = datetime(2017, 2, 1, 8, tzinfo=UTC)
JAN_31, FEB_1, FEB_28 = date(2017, 1, 31), date(2017, 2, 1), date(2017, 2, 28)

crossing = transition(LAW)
Kind = TypeVar("Kind", bound=Word)


def word(shape: type[Kind], on: date, /, by: str = JOBCENTER, **more: Any) -> Kind:
    return shape.model_validate({"person": PERSON, "on": on, "partner": by, "at": HEARD, **more})


def stands(served: date | None = JAN_31, outcome: Outcome = Outcome.REFUGEE, on: date | None = None, **more: Any) -> ConsiderStanding:
    """A decision of 9 January, as it stands; served on a confirmed day unless said otherwise."""
    said = {"decision": DECISION, "issued": date(2017, 1, 9), "served_earliest": served, "served_latest": served} | more
    return ConsiderStanding(person=PERSON, on=on or served or date(2017, 1, 9), standing=Standing(outcome=outcome, **said))


def confirmed(end: date = JAN_31, on: date = date(2017, 2, 3), **more: Any) -> ConfirmTransition:
    return word(ConfirmTransition, on, end=end, **more)


def applied(on: date, by_office: str = JOBCENTER, by: str = JOBCENTER) -> ReceiveApplication:
    return word(ReceiveApplication, on, by, by_office=by_office)


def told(*commands: Command, after: Sequence[Event] = ()) -> list[Event]:
    """All that follows when these are said one after the other."""
    events = list(after)
    for command in commands:
        events += crossing.decide(command, crossing.fold(events))
    return events


def state(*commands: Command) -> Transition:
    return crossing.fold(told(*commands))


def names(events: Sequence[Event]) -> list[str]:
    return [event.name.partition(".")[2] for event in events]
