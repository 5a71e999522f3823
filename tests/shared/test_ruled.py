"""A decider of several parts: rules run in order, each on what those before it have said, and only where something was said."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from shared.decider import Refused
from shared.law import Law
from shared.messages import Command, Event
from shared.ruled import ruled

LAW = Law.load(Path(__file__).parents[2] / "agreement" / "law")
DAY = date(2016, 9, 1)


class Say(Command):
    word: str


class Said(Event, name="test.ruled.Said"):
    word: str


def phase(command: Command, state: tuple[str, ...], law: Law) -> Iterable[Event]:
    assert isinstance(command, Say)
    if command.word == "?":
        law.on(date(1800, 1, 1), "minors.majority_age")
    return [] if command.word in state else [Said(on=command.on, word=command.word)]


def echo(state: tuple[str, ...], on: date, law: Law) -> Iterable[Event]:
    yield Said(on=on, word=f"{state[-1]}, {state[-1]}")


def evolve(state: tuple[str, ...], event: Event) -> tuple[str, ...]:
    assert isinstance(event, Said)
    return (*state, event.word)


NOTHING: tuple[str, ...] = ()
decider = ruled(NOTHING, phase, (echo, echo), evolve, LAW, found_on=lambda command, state: command.on + timedelta(days=len(state)))


def words(command: Command, *before: str) -> list[tuple[date, str]]:
    return [(event.on, event.word) for event in decider.decide(command, before) if isinstance(event, Said)]


def test_each_rule_sees_what_those_before_it_have_said_and_all_find_it_on_one_day() -> None:
    assert words(Say(on=DAY, word="a"), "z") == [(DAY, "a"), (DAY + timedelta(1), "a, a"), (DAY + timedelta(1), "a, a, a, a")]


def test_where_nothing_new_is_said_no_rule_speaks() -> None:
    assert words(Say(on=DAY, word="a"), "a") == []


def test_a_day_without_law_is_refused_by_its_field() -> None:
    with pytest.raises(Refused) as refusal:
        decider.decide(Say(on=DAY, word="?"), NOTHING)
    assert (refusal.value.code, refusal.value.field, refusal.value.details) == ("law.missing", "on", {"on": DAY})
