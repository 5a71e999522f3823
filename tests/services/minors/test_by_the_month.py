"""ADR 11: two birthdays of one month leave the same events of the same instants, whatever else is said and whenever it is heard.

What the file itself says in clear, what leaves it, and what fell due when: as somebody finds it who has no key.
"""

import json
from base64 import b64decode
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services.minors.age import AgeClaimed, AssessAge, ContestAssessment, RecordCourtOrder
from services.minors.care import EndCare
from services.minors.companions import AcceptCompanion, EndCompanion
from services.minors.guardian import AppointGuardian
from services.minors.helping import AgreeHelpPlan, CloseClearing, OpenClearing, ReviewHelpPlan
from services.minors.majority import AgreeTransitionPlan, SetGuardianshipAge
from services.minors.missing import MatchFile, RecordReturn, ReportMissing
from services.minors.outbox import outbox
from services.minors.policies import deadlines
from services.minors.young_adult import GrantYoungAdultHelp, RefuseYoungAdultHelp, StartAftercare
from shared.birth import BirthDate
from shared.calendar import day_start
from shared.contracts.codes_minors import AgeFinding, AgeMethod, AgeSource, CareEnd, GuardianKind, HelpForm
from shared.deadlines import SetDeadline
from shared.decider import Refused
from shared.messages import Command, Event, to_json
from shared.sealing import Lock
from tests.services.minors.said import FILE, FOUND, IN_CARE, SIBLING, born, file, recorded, say

GUARDED = (*IN_CARE, say(AppointGuardian, date(2016, 7, 18), kind=GuardianKind.OFFICE))
END = date(2020, 6, 1)
CLEARANCE = {"inspected": date(2016, 7, 14), "certificate": date(2016, 6, 1)}


class Heard(NamedTuple):
    """On which day, for what is said of an earlier one."""

    day: date
    command: Command


class Left(NamedTuple):
    """An instant, what came then, what the table has of it in clear, and what leaves."""

    at: datetime
    command: str
    clear: tuple[str, ...]
    published: tuple[str, ...]


def left(heard: Iterable[Heard]) -> list[Left]:
    """By the ticker's order: what falls due first comes first. What is refused leaves nothing."""
    events: list[Event] = []
    rows: dict[str, SetDeadline] = {}
    found: list[Left] = []

    def handle(command: Command, at: datetime) -> None:
        try:
            new = list(file.decide(command, file.fold(events)))
        except Refused:
            return
        for event in new:
            for deadline in deadlines(recorded(event)):
                rows.pop(deadline.key, None)
                if isinstance(deadline, SetDeadline):
                    rows[deadline.key] = deadline
        events.extend(new)
        clear = tuple(f"{one.name} {one.model_dump_json(exclude=set(one.sealed))}" for one in new)
        told = tuple(repr(contract) for one in new if (contract := outbox(recorded(one))) is not None)
        found.append(Left(at, type(command).__name__, clear, told))

    def tick(now: datetime) -> None:
        while ready := sorted((one for one in rows.values() if one.due <= now), key=lambda one: (one.due, one.key)):
            handle(rows.pop(ready[0].key).command, max(ready[0].due, found[-1].at))

    for day, command in sorted(heard, key=lambda one: one.day):
        tick(day_start(day))
        handle(command, day_start(day))
    tick(day_start(END))
    return found


def with_birthday(day: int, said: Sequence[Heard], *, on: date = date(2016, 7, 19)) -> list[Left]:
    file_so_far = [Heard(command.on, command) for command in GUARDED]
    return left([*file_so_far, Heard(on, born(date(1999, 3, day), on, AgeMethod.PAPER)), *said])


DAYS = some.dates(date(2016, 7, 20), date(2017, 7, 31))
NEAR = some.dates(date(2017, 2, 20), date(2017, 4, 10))
KINDS: Sequence[tuple[type[Any], dict[str, Any]]] = (
    *((EndCare, {"reason": reason}) for reason in CareEnd if reason is not CareEnd.ADULT),
    (SetGuardianshipAge, {"age": 18}),
    (SetGuardianshipAge, {"age": 21}),
    (AgreeTransitionPlan, {}),
    (GrantYoungAdultHelp, {}),
    (RefuseYoungAdultHelp, {}),
    (StartAftercare, {}),
    (OpenClearing, {}),
    (CloseClearing, {}),
    (AgreeHelpPlan, {"form": HelpForm.HOME}),
    (ReviewHelpPlan, {}),
    (ReportMissing, {}),
    (RecordReturn, {}),
    (MatchFile, {"other": SIBLING}),
    (AcceptCompanion, {"volunteer": SIBLING, "clearance": CLEARANCE}),
    (EndCompanion, {"volunteer": SIBLING}),
    *((AssessAge, {"finding": finding, "method": AgeMethod.MEDICAL}) for finding in AgeFinding),
    (RecordCourtOrder, {"finding": AgeFinding.MINOR}),
    (ContestAssessment, {}),
)


@some.composite
def statements(draw: some.DrawFn) -> Heard:
    kind, fields = draw(some.sampled_from(KINDS))
    day = draw(some.one_of(DAYS, NEAR))
    return Heard(day, say(kind, day - timedelta(days=draw(some.sampled_from([0, 0, 0, 3, 12, 40]))), **fields))


@settings(max_examples=60, deadline=None)
@given(some.lists(statements(), max_size=6), some.sampled_from([date(2016, 7, 19), date(2017, 3, 12), date(2017, 4, 4)]))
def test_two_birthdays_of_one_month_leave_the_same(said: list[Heard], claimed: date) -> None:
    """A claim is heard before the month, within it, or after it."""
    first, last = with_birthday(1, said, on=claimed), with_birthday(31, said, on=claimed)
    assert first == last


def test_an_end_of_the_file_that_is_corrected_pins_no_day() -> None:
    for reason in (CareEnd.WITH_FAMILY, CareEnd.HELP_ENDED):
        ends = [Heard(day, say(EndCare, day, reason=reason)) for day in (date(2017, 3, 14), date(2017, 3, 15))]
        assert len({repr(with_birthday(day, ends)) for day in range(1, 32)}) == 1


def test_a_plan_that_is_corrected_pins_no_day() -> None:
    # half a year before 15 Mar 2017 is 15 Sep 2016
    plans = [Heard(date(2016, 9, 16), say(AgreeTransitionPlan, day)) for day in (date(2016, 9, 16), date(2016, 9, 15))]
    assert len({repr(with_birthday(day, plans)) for day in range(1, 32)}) == 1


def test_what_stops_with_help_leaves_by_the_month_as_its_end_does() -> None:
    planned = Heard(date(2016, 9, 20), say(AgreeHelpPlan, date(2016, 9, 20), form=HelpForm.HOME))
    ended = with_birthday(15, [planned, Heard(date(2017, 3, 14), say(EndCare, date(2017, 3, 14), reason=CareEnd.HELP_ENDED))])
    assert not [line for one in ended for line in one.published if "2017, 3, 14" in line]
    (pointless,) = {line for one in ended for line in one.published if "HELP_REVIEW" in line}
    assert "2017, 4, 1" in pointless


@pytest.mark.parametrize("birth", [BirthDate.of(date(1999, 11, 15)), BirthDate(year=1999, month=3), BirthDate(year=1999)], ids=str)
def test_the_length_of_what_is_sealed_tells_neither_day_nor_precision(birth: BirthDate) -> None:
    assert sealed_bytes(birth) == sealed_bytes(BirthDate.of(date(1999, 3, 5)))


def sealed_bytes(birth: BirthDate) -> int:
    event = AgeClaimed(on=FOUND, source=AgeSource.SELF, method=AgeMethod.PAPER, birth=birth)
    stored = json.loads(to_json(event, recorded(event).meta, Lock(b"k" * 32, f"minor-{FILE}/1")))
    return len(b64decode(stored["data"]["birth"]))
