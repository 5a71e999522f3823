"""One mechanism: a period from the law's value, kept as a row beside its event, fired once each time it is set."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from shared.append import Append
from shared.calendar import day_end
from shared.clock import FixedClock
from shared.deadlines import ClearDeadline, Deadline, Frist, SetDeadline, frist
from shared.decider import Decider
from shared.domain import Asked, Domain, Route
from shared.handling import Handler
from shared.law import Counting, Law, LawValue, Period
from shared.messages import Command, Event, Recorded
from shared.store import Store
from shared.ticker import Ticker

DAY = date(2016, 9, 1)
LAW = Law.load(Path(__file__).parents[2] / "agreement" / "law")


def value(**length: int) -> LawValue:
    return LawValue(valid_from=date(2005, 1, 1), value=Period(**length), paragraph="§ 1", source="test")


@pytest.mark.parametrize(
    ("text", "started", "counting", "last"),
    [
        # two weeks from Sat 16 Apr 2016: Sat 30 Apr, Sun 1 May (and a holiday), Mon 2 May
        (value(weeks=2), date(2016, 4, 16), Counting(), date(2016, 5, 2)),
        (value(weeks=2), date(2016, 4, 16), Counting(shift=False), date(2016, 4, 30)),
        # R28: seven Werktage from Mon 4 Jul 2016: Wed 13 Jul, or with Saturdays Tue 12 Jul
        (value(werktage=7), date(2016, 7, 4), Counting(), date(2016, 7, 13)),
        (value(werktage=7), date(2016, 7, 4), Counting(saturday=True), date(2016, 7, 12)),
        # c12: five from Mon 4 Jul with Saturdays end on Sat 9 Jul, which moves to Mon 11 Jul
        (value(werktage=5), date(2016, 7, 4), Counting(saturday=True), date(2016, 7, 11)),
        (value(werktage=5), date(2016, 7, 4), Counting(saturday=True, shift=False), date(2016, 7, 9)),
        # c12: a week from Fri 18 Mar 2016 ends on Karfreitag 25 Mar, and moves over Easter to Tue 29 Mar
        (value(weeks=1), date(2016, 3, 18), Counting(), date(2016, 3, 29)),
        # a month from 31 Jan ends with February; 2016 has a 29th, a Monday (§ 188(3) BGB)
        (value(months=1), date(2016, 1, 31), Counting(), date(2016, 2, 29)),
        # § 26(4) SGB X: six months of benefits from 1 Nov 2016 end on Sun 30 Apr 2017 and do not move
        (value(months=6), date(2016, 11, 1), Counting(shift=False, first_counts=True), date(2017, 4, 30)),
        # the same begun on 31 Aug 2016: February has no 31st, so its last day
        (value(months=6), date(2016, 8, 31), Counting(shift=False, first_counts=True), date(2017, 2, 28)),
        # 31 Oct 2017 was a holiday once: a week from Tue 24 Oct moves over it and Allerheiligen to Thu 2 Nov
        (value(weeks=1), date(2017, 10, 24), Counting(), date(2017, 11, 2)),
    ],
)
def test_a_period_from_the_laws_value(text: LawValue, started: date, counting: Counting, last: date) -> None:
    made = frist("a.rule", text, started, "jobcenter", counting=counting, stops=("x.Done",), escalates_to=("vg-landstuhl",))
    assert made == Frist(
        rule="a.rule",
        paragraph="§ 1",
        started=started,
        last_day=last,
        owner="jobcenter",
        stops=("x.Done",),
        escalates_to=("vg-landstuhl",),
    )


def test_a_value_that_is_no_length_makes_no_period() -> None:
    with pytest.raises(TypeError, match="no period"):
        frist("status.office", LAW.on(DAY, "status.office"), DAY, "jobcenter")


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
        case AlarmSet(on=on, last=date() as last):
            period = Frist(rule="test.alarm", paragraph="§ 1", started=on, last_day=last, owner="jobcenter", stops=("test.Rung",))
            return [SetDeadline("alarm", day_end(last), Ring(on=last), period)]
    return []


STREAM = "alarm-1"
ROUTE = Route(lambda command: STREAM, Decider(0, decide, lambda state, event: state))
DOMAIN = Domain("cases", {Put: ROUTE, Ring: ROUTE}, lambda recorded: None, deadlines)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2016, 9, 1, 8, tzinfo=UTC))


@pytest.fixture
def handler(store: Store, clock: FixedClock) -> Handler:
    return Handler(DOMAIN, store, clock, LAW)


def put(handler: Handler, last: date | None) -> None:
    handler.handle(Put(on=DAY, last=last), Asked(uuid4(), "caseworker@jobcenter", "jobcenter", uuid4()))


def rings(store: Store) -> int:
    return sum(isinstance(recorded.event, Rung) for recorded in store.whole(STREAM))


def test_a_period_is_stored_with_its_row_and_found_by_owner_and_last_day(handler: Handler, store: Store) -> None:
    put(handler, date(2016, 9, 12))
    (due,) = store.periods()
    assert due.frist == Frist(
        rule="test.alarm", paragraph="§ 1", started=DAY, last_day=date(2016, 9, 12), owner="jobcenter", stops=("test.Rung",)
    )
    assert store.due(day_end(date(2016, 9, 12))) == [due]
    assert store.periods("jobcenter", date(2016, 9, 12)) == [due]
    assert store.periods("vg-landstuhl") == store.periods(until=date(2016, 9, 11)) == []


def test_n7_a_late_fact_sets_it_anew_or_clears_it(handler: Handler, store: Store) -> None:
    for last in (date(2016, 9, 12), date(2016, 9, 14)):
        put(handler, last)
    assert [due.frist and due.frist.last_day for due in store.periods()] == [date(2016, 9, 14)]
    put(handler, None)
    assert store.periods() == []


def test_it_fires_once_and_not_a_moment_before(handler: Handler, store: Store, clock: FixedClock) -> None:
    put(handler, date(2016, 9, 12))
    clock.instant = datetime(2016, 9, 12, 21, 59, 59, tzinfo=UTC)  # 23:59:59 in Kaiserslautern
    assert (Ticker(handler).tick(), rings(store)) == (0, 0)
    clock.instant = datetime(2016, 9, 12, 22, tzinfo=UTC)
    assert (Ticker(handler).tick(), Ticker(handler).tick(), rings(store)) == (1, 0, 1)


def test_what_was_cleared_does_not_fire(handler: Handler, store: Store, clock: FixedClock) -> None:
    put(handler, date(2016, 9, 12))
    put(handler, None)
    clock.instant = day_end(date(2016, 9, 12))
    assert (Ticker(handler).tick(), rings(store)) == (0, 0)


def test_n7_a_deadline_set_again_to_the_same_instant_fires_again(handler: Handler, store: Store, clock: FixedClock) -> None:
    """A fact is corrected away and comes back: the day is the same, what happens on it is owed anew."""
    clock.instant = day_end(date(2016, 9, 12))
    for times in (1, 2):
        put(handler, date(2016, 9, 12))
        assert (Ticker(handler).tick(), rings(store)) == (1, times)
        assert store.due(clock.instant) == []


def test_two_tickers_fire_it_once(handler: Handler, store: Store, clock: FixedClock) -> None:
    put(handler, date(2016, 9, 12))
    clock.instant = day_end(date(2016, 9, 12))
    (due,) = store.due(clock.instant)
    slow = Ticker(handler)
    assert Ticker(handler).tick() == 1
    slow._fire(due)
    assert (rings(store), store.due(clock.instant)) == (1, [])


def test_i6_a_deadline_that_meets_a_mistake_of_ours_stops_no_other_and_waits(handler: Handler, store: Store, clock: FixedClock) -> None:
    put(handler, date(2016, 9, 12))
    clock.instant = day_end(date(2016, 9, 13))
    (first,) = store.due(clock.instant)
    store.append(Append(deadlines=[replace(first, stream="alarm-0", type="Gone", command_id=uuid4())]))  # a command that no code knows
    assert [due.type for due in store.due(clock.instant)] == ["Gone", "Ring"]
    assert (Ticker(handler).tick(), rings(store)) == (1, 1)
    assert [due.type for due in store.due(clock.instant)] == ["Gone"]
    assert Ticker(handler).tick() == 0  # and the ticker rests between its tries


def test_i6_hundreds_that_meet_a_mistake_stop_no_other_either(handler: Handler, store: Store, clock: FixedClock) -> None:
    put(handler, date(2016, 9, 12))
    clock.instant = day_end(date(2016, 9, 13))
    (first,) = store.due(clock.instant)
    store.append(Append(deadlines=[replace(first, stream=f"alarm-0{n}", type="Gone", command_id=uuid4()) for n in range(250)]))
    assert (Ticker(handler).tick(), rings(store)) == (1, 1)


def test_a_row_whose_command_was_answered_goes_and_is_not_tried_for_ever(handler: Handler, store: Store, clock: FixedClock) -> None:
    put(handler, date(2016, 9, 12))
    clock.instant = day_end(date(2016, 9, 13))
    (first,) = store.due(clock.instant)
    assert Ticker(handler).tick() == 1
    store.append(Append(deadlines=[first]))
    store.append(Append(deadlines=[replace(first, key="other", command={"on": "2016-09-13"})]))
    Ticker(handler).tick()
    assert (store.due(clock.instant), rings(store)) == ([], 1)
