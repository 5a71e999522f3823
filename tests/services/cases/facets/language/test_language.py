"""What holds for the whole facet, whatever was said in whatever order."""

from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from services.cases.facets.language.language import LanguageCommands
from services.cases.facets.language.state import Language
from services.cases.person import MovePerson
from shared.contracts.codes import CourseKind, Level, Levels
from shared.decider import Refused
from shared.messages import Command, Event
from tests.services.cases.facets.language.said import COURSE, OTHER, PERSON, german

# Few values, so that they meet: both sides of 6 Aug 2016, equal days, two courses.
days = st.sampled_from([date(2016, 7, 1), date(2016, 8, 5), date(2016, 8, 31), date(2016, 10, 14), date(2016, 12, 1), date(2017, 9, 2)])
FEW: dict[str, st.SearchStrategy[Any]] = {
    "on": days,
    "issued": days,
    "since": days,
    "valid_until": st.none() | days,
    "expected": st.none() | days,
    "course": st.sampled_from([COURSE, OTHER]),
    "to_course": st.sampled_from([COURSE, OTHER]),
    "provider": st.sampled_from(["cjd", "kvhs-kaiserslautern"]),
    "kind": st.sampled_from([CourseKind.GENERAL, CourseKind.VOCATIONAL]),
    "month": st.sampled_from(["2016-10", "2016-11"]),
    "levels": st.sampled_from([Levels(), Levels(speaking=Level.A2)]),
    "units": st.integers(-1, 301),
    "units_attended": st.integers(-1, 2),
    "units_held": st.integers(-1, 2),
    "person": st.just(PERSON),
}
MUST = {"valid_until": days, "provider": FEW["provider"]}


def any_of(kind: type[Command] | type[Event], known: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    hints: dict[str, Any] = {name: field.annotation for name, field in kind.model_fields.items()}
    fields = {name: known[name] if name in known else st.from_type(hint) for name, hint in hints.items()}
    return st.builds(kind, **fields)


commands = st.one_of([any_of(kind, FEW) for kind in get_args(LanguageCommands)])
EVENTS = [event for name, event in sorted(Event.registry.items()) if name.startswith("language.")]
events = st.one_of([any_of(kind, FEW | MUST) for kind in EVENTS])


def decided(command: Command, state: Language) -> list[Event]:
    try:
        return list(german.decide(command, state))
    except Refused:
        return []


@settings(max_examples=300, deadline=None)
@drawn(st.lists(commands, max_size=14))
def test_a_command_repeated_adds_nothing(said: list[Command]) -> None:
    state = german.initial
    for command in said:
        state = german.fold(decided(command, state), state)
        assert decided(command, state) == []


@settings(max_examples=300, deadline=None)
@drawn(st.lists(events, max_size=14), commands)
def test_evolve_never_raises_and_decide_only_refuses(history: list[Event], command: Command) -> None:
    state = german.fold(history)
    again = german.fold(decided(command, state), state)
    assert isinstance(again, Language)


@settings(max_examples=150, deadline=None)
@drawn(st.lists(commands, max_size=14))
def test_what_was_stored_folds_to_the_same_state(said: list[Command]) -> None:
    state, log = german.initial, []
    for command in said:
        new = decided(command, state)
        log += [(event.name, event.model_dump_json()) for event in new]
        state = german.fold(new, state)
    assert german.fold(Event.registry[name].model_validate_json(stored) for name, stored in log) == state
    snapshot = TypeAdapter(Language)
    assert snapshot.validate_json(snapshot.dump_json(state)) == state


@settings(max_examples=300, deadline=None)
@drawn(st.lists(commands, max_size=14))
def test_n18_there_is_never_more_than_one_place(said: list[Command]) -> None:
    state = german.initial
    for command in said:
        state = german.fold(decided(command, state), state)
        assert sum(attempt.occupies for attempt in state.attempts.values()) <= 1


def test_a_command_of_another_stream_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(TypeError):
        german.decide(MovePerson(person=PERSON, on=date(2016, 9, 1), vg="vg-landstuhl"), german.initial)
