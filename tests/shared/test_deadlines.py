"""Deadlines on a real PostgreSQL: a row beside its event, fired once each time it is set."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from shared.calendar import day_end
from shared.clock import FixedClock
from shared.deadlines import ClearDeadline, Deadline, SetDeadline
from shared.decider import Decider
from shared.domain import Asked, Domain, Route
from shared.handling import Handler
from shared.law import Law
from shared.messages import Command, Event, Recorded
from shared.store import Store
from shared.ticker import Ticker

DAY = date(2016, 9, 1)
LAST = date(2016, 9, 9)


class Put(Command):
    """A last day, or none."""

    last: date | None


class Ring(Command):
    pass


class AlarmSet(Event, name="test.AlarmSet"):
    last: date | None


class Rung(Event, name="test.Rung"):
    pass


def decide(command: Command, state: int) -> list[Event]:
    return [AlarmSet(on=command.on, last=command.last)] if isinstance(command, Put) else [Rung(on=command.on)]


def deadlines(recorded: Recorded) -> list[Deadline]:
    match recorded.event:
        case AlarmSet(last=None):
            return [ClearDeadline("alarm")]
        case AlarmSet(last=date() as last):
            return [SetDeadline("alarm", day_end(last), Ring(on=last))]
    return []


STREAM = "alarm-1"
ROUTE = Route(lambda command: STREAM, Decider(0, decide, lambda state, event: state))
DOMAIN = Domain("cases", {Put: ROUTE, Ring: ROUTE}, lambda recorded: None, deadlines)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2016, 9, 1, 8, tzinfo=UTC))


@pytest.fixture
def handler(store: Store, clock: FixedClock) -> Handler:
    return Handler(DOMAIN, store, clock, Law({}))


def put(handler: Handler, last: date | None) -> None:
    handler.handle(Put(on=DAY, last=last), Asked(uuid4(), "caseworker@jobcenter", "jobcenter", uuid4()))


def rings(handler: Handler, clock: FixedClock, at: datetime) -> int:
    """How often it has rung after the ticker has looked at this instant, twice."""
    clock.instant = at
    ticker = Ticker(handler, 0.2)
    for _ in range(2):
        ticker.tick()
    return sum(isinstance(one.event, Rung) for one in handler.store.whole(STREAM))


def test_it_fires_once_and_not_a_moment_before(handler: Handler, clock: FixedClock) -> None:
    put(handler, LAST)
    assert rings(handler, clock, datetime(2016, 9, 9, 21, 59, 59, tzinfo=UTC)) == 0  # 23:59:59 in Kaiserslautern
    assert rings(handler, clock, datetime(2016, 9, 9, 22, tzinfo=UTC)) == 1
    assert handler.store.due(datetime(2017, 1, 1, tzinfo=UTC)) == []


def test_what_was_cleared_does_not_fire(handler: Handler, clock: FixedClock) -> None:
    put(handler, LAST)
    put(handler, None)
    assert rings(handler, clock, day_end(LAST)) == 0


def test_n7_a_deadline_set_again_to_the_same_instant_fires_again(handler: Handler, clock: FixedClock) -> None:
    """A late fact may bring back what another had ended: the second setting is no repeat of the first."""
    put(handler, LAST)
    assert rings(handler, clock, day_end(LAST)) == 1
    put(handler, LAST)
    assert rings(handler, clock, day_end(LAST)) == 2
    assert handler.store.due(datetime(2017, 1, 1, tzinfo=UTC)) == []
