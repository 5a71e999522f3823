"""Through the outbox into the view: whatever is said in whatever order, reporting shows the person where the decider has them."""

from datetime import date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as some
from pydantic import TypeAdapter

from services.cases.facets.transition.alarms import RaiseAlarm
from services.cases.facets.transition.benefits import ConfirmFirstPayment, EndAsylbLGBenefit, GrantBenefit
from services.cases.facets.transition.closing import CloseTransition, ExitTransition
from services.cases.facets.transition.confirming import RevertTransition
from services.cases.facets.transition.phases import phase
from services.cases.facets.transition.state import Transition
from services.cases.outbox import outbox
from services.reporting.views.transition import VIEW
from shared.calendar import month_end
from shared.contracts.codes import Outcome
from shared.contracts.codes_transition import AlarmKind
from shared.decider import Refused
from shared.messages import Command, Event, Meta, Recorded
from shared.read_model import Record
from tests.services.cases.facets.language.said import PERSON
from tests.services.cases.facets.transition.said import applied, confirmed, crossing, stands, word
from tests.services.reporting.views.told import folded

META = Meta(event_id=UUID(int=1), recorded_at=datetime(2017, 1, 1, tzinfo=timezone.utc), actor="a", correlation=UUID(int=2))  # noqa: UP017
DAYS = some.integers(0, 500).map(lambda n: date(2017, 1, 1) + timedelta(days=n))
PARTIAL: dict[str, Any] = {"outcome": Outcome.SUBSIDIARY, "partial": True}
SAID = some.one_of(
    DAYS.map(stands),
    DAYS.map(lambda day: stands(day, contested=("service",))),
    DAYS.map(lambda day: stands(day, revoked_on=day)),
    DAYS.map(lambda day: stands(day, **PARTIAL, appeal_pending=True)),
    DAYS.map(lambda day: stands(day, **PARTIAL, final_on=day)),
    DAYS.map(lambda day: confirmed(month_end(day), day, reason="offices_agreed")),
    DAYS.map(lambda day: word(RevertTransition, day)),
    DAYS.map(applied),
    DAYS.map(lambda day: word(GrantBenefit, day)),
    DAYS.map(lambda day: word(EndAsylbLGBenefit, day)),
    DAYS.map(lambda day: word(ConfirmFirstPayment, day)),
    DAYS.map(lambda day: word(CloseTransition, day)),
    DAYS.map(lambda day: word(ExitTransition, day, exit="education")),
)


def told(said: list[Command]) -> list[Event]:
    """Each alarm falls due at once, wherever there is one."""
    events: list[Event] = []
    for command in said:
        for one in (command, *_alarms(crossing.fold(events))):
            try:
                events += crossing.decide(one, crossing.fold(events))
            except Refused:
                continue
    return events


def _alarms(state: Transition) -> list[RaiseAlarm]:
    from services.cases.facets.transition.rules import planned  # noqa: PLC0415 - what the ticker would send
    from tests.services.cases.facets.language.said import LAW  # noqa: PLC0415

    return [RaiseAlarm(person=PERSON, on=day, kind=kind) for kind, day in planned(state, LAW).items()]


def seen(events: list[Event]) -> tuple[str, set[str]]:
    """The state of the process and the alarms that stand, at the end of all days."""
    published = [outbox(Recorded(f"transition-{PERSON}", n, event, META)) for n, event in enumerate(events, 1)]
    records = [
        Record(0, f"transition-{PERSON}", number, str(PERSON), META.recorded_at + timedelta(minutes=number), contract)
        for number, contract in enumerate((one for one in published if one is not None), 1)
    ]
    rows = [row for row in folded(VIEW, records)["transition_spans"] if row[4] == date.max or str(row[4]) == "9999-12-31"]
    last = {row[1]: row[7] for row in rows if row[5].year == 9999}
    return last.get("process", ""), {kind for kind in AlarmKind if kind in last}


@settings(max_examples=300, deadline=None)
@given(some.lists(SAID, max_size=9))
def test_n7_the_view_ends_where_the_decider_stands(said: list[Command]) -> None:
    events = told(said)
    state = crossing.fold(events)
    shown, alarms = seen(events)
    assert alarms == set(state.alarms)
    if shown in ("disputed", "doubted", "reversal_due"):
        assert shown in state.asked
    else:
        assert shown == phase(state).replace("[*]", "")


@settings(max_examples=100, deadline=None)
@given(some.lists(SAID, max_size=9))
def test_a_snapshot_gives_the_state_back(said: list[Command]) -> None:
    state = crossing.fold(told(said))
    shape = TypeAdapter(Transition)
    assert shape.validate_json(shape.dump_json(state)) == state
