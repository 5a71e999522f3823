"""Volunteers by their rules: own organisation only, the last report counts, overload is said once."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

import services.volunteers
from services.volunteers import volunteer as v
from services.volunteers.hours import Period
from shared.contracts.volunteers import Support
from shared.decider import Refused
from shared.messages import Event
from shared.texts import Texts
from tests.given import given
from tests.services.volunteers.examples import (
    DRIVING,
    LATER,
    LEFT,
    OTHER,
    PAUSED,
    REGISTER,
    REGISTERED,
    RESUMED,
    START,
    ask,
    report,
    reported,
    signalled,
    week,
)
from tests.services.volunteers.test_hours import slow_periods

volunteer = v.volunteer
THREE_OVER = (REGISTERED, reported(1, 9), reported(2, 9), reported(3, 9), signalled(1, 3))


class TestRegistration:
    def test_registered_by_the_organisation_that_asks(self) -> None:
        given(volunteer).when(REGISTER).then(REGISTERED)

    def test_twice_is_once(self) -> None:
        given(volunteer, REGISTERED).when(REGISTER).nothing_new()

    @pytest.mark.parametrize("change", [{"partner": OTHER}, {"vg": "vg-weilerbach"}, {"weekly_limit": 4.0}])
    def test_an_id_stands_for_one_volunteer(self, change: dict[str, Any]) -> None:
        given(volunteer, REGISTERED).when(REGISTER.model_copy(update=change)).refused("volunteer.already_registered", "volunteer")

    def test_a_limit_is_more_than_nothing(self) -> None:
        with pytest.raises(ValidationError):
            ask(v.RegisterVolunteer, vg="vg-landstuhl", weekly_limit=0)


EVERYTHING = [
    report(1, 3),
    ask(v.OfferSupport, support=Support.SUPERVISION),
    ask(v.PauseVolunteer),
    ask(v.ResumeVolunteer),
    ask(v.LeaveVolunteering),
]


@pytest.mark.parametrize("command", EVERYTHING)
def test_to_another_organisation_a_volunteer_does_not_exist(command: v.VolunteerCommand) -> None:
    given(volunteer, REGISTERED).when(command.model_copy(update={"partner": OTHER})).refused("volunteer.unknown", "volunteer")
    given(volunteer).when(command).refused("volunteer.unknown", "volunteer")


class TestHours:
    def test_hours_of_a_week(self) -> None:
        given(volunteer, REGISTERED).when(report(1, 4.5)).then(reported(1, 4.5))

    def test_the_same_week_again_corrects(self) -> None:
        given(volunteer, REGISTERED, reported(1, 4.5)).when(report(1, 4.5)).nothing_new()
        given(volunteer, REGISTERED, reported(1, 4.5)).when(report(1, 6)).then(reported(1, 6))
        assert given(volunteer, REGISTERED, reported(1, 4.5), reported(1, 6)).state().weeks == {week(1): {reported(1, 6).role: 6.0}}

    def test_another_role_of_the_same_week_adds(self) -> None:
        state = given(volunteer, REGISTERED, reported(1, 4.5), reported(1, 2, DRIVING)).state()
        assert sum(state.weeks[week(1)].values()) == 6.5

    def test_a_week_is_named_by_its_monday(self) -> None:
        wednesday = ask(v.ReportHours, week=date(2016, 7, 6), hours=3, role=DRIVING)
        refusal = given(volunteer, REGISTERED).when(wednesday).refused("volunteer.week_is_a_monday", "week")
        assert refusal.details == {"monday": START}

    def test_no_hours_before_the_week_has_begun(self) -> None:
        given(volunteer, REGISTERED).when(report(2, 3, on=date(2016, 7, 10))).refused("volunteer.week_not_begun", "week")
        monday = date(2016, 7, 11)
        given(volunteer, REGISTERED).when(report(2, 3, on=monday)).then(reported(2, 3, on=monday))

    @pytest.mark.parametrize("hours", [-0.25, 168.25, 3.1, float("nan"), float("inf")])
    def test_hours_that_no_week_has(self, hours: float) -> None:
        with pytest.raises(ValidationError):
            report(1, hours)

    @pytest.mark.parametrize("day", [date.min, date.max])
    def test_weeks_outside_of_any_calendar_we_can_count_in(self, day: date) -> None:
        with pytest.raises(ValidationError):
            ask(v.ReportHours, week=day, hours=3, role=DRIVING)

    def test_hours_of_a_pause_or_before_the_farewell_were_given_all_the_same(self) -> None:
        given(volunteer, REGISTERED, PAUSED).when(report(1, 3)).then(reported(1, 3))
        # Left on Wednesday 15 February 2017, in week 33 (4 July 2016 + 32 weeks = 13 February).
        given(volunteer, REGISTERED, LEFT).when(report(33, 3)).then(reported(33, 3))
        given(volunteer, REGISTERED, LEFT).when(report(34, 3)).refused("volunteer.left", "week")


class TestOverload:
    def test_r27_the_third_week_over_the_limit_signals(self) -> None:
        given(volunteer, REGISTERED, reported(1, 9)).when(report(2, 9)).then(reported(2, 9))
        given(volunteer, REGISTERED, reported(1, 9), reported(2, 9)).when(report(3, 9)).then(reported(3, 9), signalled(1, 3))

    def test_r27_at_the_limit_is_no_overload(self) -> None:
        given(volunteer, REGISTERED, reported(1, 9), reported(2, 8)).when(report(3, 9)).then(reported(3, 9))

    def test_r27_a_week_off_interrupts(self) -> None:
        given(volunteer, REGISTERED, reported(1, 9), reported(3, 9)).when(report(4, 9)).then(reported(4, 9))

    def test_r27_a_late_report_closes_the_gap(self) -> None:
        history = (REGISTERED, reported(1, 9), reported(2, 9), reported(4, 9))
        given(volunteer, *history).when(report(3, 9)).then(reported(3, 9), signalled(1, 4))

    def test_r27_a_correction_upwards_signals_too(self) -> None:
        history = (REGISTERED, reported(1, 9), reported(2, 3), reported(3, 9))
        given(volunteer, *history).when(report(2, 3, DRIVING)).then(reported(2, 3, DRIVING))
        given(volunteer, *history).when(report(2, 8.25)).then(reported(2, 8.25), signalled(1, 3))

    def test_r27_once_per_period(self) -> None:
        given(volunteer, *THREE_OVER).when(report(4, 12)).then(reported(4, 12))
        given(volunteer, *THREE_OVER).when(report(3, 10)).then(reported(3, 10))

    def test_r27_not_again_when_a_correction_is_taken_back(self) -> None:
        given(volunteer, *THREE_OVER, reported(2, 1)).when(report(2, 9)).then(reported(2, 9))

    def test_r27_a_new_period_signals_anew(self) -> None:
        history = (*THREE_OVER, reported(4, 2), reported(5, 9), reported(6, 9))
        given(volunteer, *history).when(report(7, 9)).then(reported(7, 9), signalled(5, 7))

    def test_r27_no_auto_match_until_a_week_within_the_limit(self) -> None:
        assert given(volunteer, REGISTERED).state().auto_match
        assert not given(volunteer, *THREE_OVER).state().auto_match
        assert given(volunteer, *THREE_OVER, reported(4, 8)).state().auto_match
        assert given(volunteer, *THREE_OVER, reported(3, 2)).state().auto_match  # corrected: it was none


class TestComingAndGoing:
    def test_support_is_offered(self) -> None:
        offered = v.SupportOffered(on=LATER, support=Support.RELIEF)
        given(volunteer, *THREE_OVER).when(ask(v.OfferSupport, support=Support.RELIEF)).then(offered)

    def test_pause_and_back_without_a_reason(self) -> None:
        given(volunteer, REGISTERED).when(ask(v.PauseVolunteer)).then(PAUSED)
        given(volunteer, REGISTERED, PAUSED).when(ask(v.PauseVolunteer)).nothing_new()
        given(volunteer, REGISTERED, PAUSED).when(ask(v.ResumeVolunteer)).then(RESUMED)
        given(volunteer, REGISTERED).when(ask(v.ResumeVolunteer)).nothing_new()

    def test_who_pauses_or_left_is_not_matched(self) -> None:
        assert not given(volunteer).state().auto_match
        assert not given(volunteer, REGISTERED, PAUSED).state().auto_match
        assert not given(volunteer, REGISTERED, LEFT).state().auto_match
        assert given(volunteer, REGISTERED, PAUSED, RESUMED).state().auto_match

    def test_leaving_is_for_good(self) -> None:
        given(volunteer, REGISTERED).when(ask(v.LeaveVolunteering, on=LEFT.on)).then(LEFT)
        given(volunteer, REGISTERED, LEFT).when(ask(v.LeaveVolunteering, on=LEFT.on)).nothing_new()
        given(volunteer, REGISTERED, LEFT).when(ask(v.LeaveVolunteering, on=LATER)).refused("volunteer.left")
        for command in (ask(v.PauseVolunteer), ask(v.ResumeVolunteer), ask(v.OfferSupport, support=Support.RELIEF)):
            given(volunteer, REGISTERED, LEFT).when(command).refused("volunteer.left", "volunteer")


reports = st.builds(report, st.integers(1, 12), st.sampled_from([0, 4.0, 8.0, 8.25, 30.0]))
commands = st.one_of(reports, reports, reports, st.sampled_from(EVERYTHING), st.just(REGISTER))
EVENTS: list[Event] = [*THREE_OVER, reported(5, 0), v.SupportOffered(on=LATER, support=Support.RELIEF), PAUSED, RESUMED, LEFT]


def play(asked: list[Any]) -> list[Event]:
    history: list[Event] = []
    for command in asked:
        try:
            history += volunteer.decide(command, volunteer.fold(history))
        except Refused:
            continue
    return history


@settings(max_examples=200)
@for_all(st.lists(reports, max_size=40))
def test_r27_every_overload_is_signalled_and_no_week_twice(asked: list[Any]) -> None:
    state = volunteer.fold(play([REGISTER, *asked]))
    totals = {n: sum(state.weeks.get(week(n), {}).values()) for n in range(1, 13)}
    for period in slow_periods(totals):
        assert not period.overload or any(period.meets(known) for known in state.signalled)
    assert not any(a.meets(b) for i, a in enumerate(state.signalled) for b in state.signalled[:i])


@for_all(st.lists(st.sampled_from([0, 8.0, 8.25, 30.0]), max_size=20))
def test_r27_week_after_week_one_signal_per_period(hours: list[float]) -> None:
    state = volunteer.fold(play([REGISTER, *(report(n, h) for n, h in enumerate(hours, start=1))]))
    overloads = [period for period in slow_periods(dict(enumerate(hours, start=1))) if period.overload]
    assert [known.since for known in state.signalled] == [period.since for period in overloads]


@for_all(st.lists(reports, max_size=25), st.randoms(use_true_random=False))
def test_the_last_report_of_each_week_counts_in_whatever_order_weeks_come(asked: list[v.ReportHours], shuffle: Any) -> None:
    last = {c.week: c for c in asked}
    mixed = list(last.values())
    shuffle.shuffle(mixed)
    assert volunteer.fold(play([REGISTER, *asked])).weeks == volunteer.fold(play([REGISTER, *mixed])).weeks


@settings(max_examples=200)
@for_all(st.lists(commands, max_size=25))
def test_said_twice_at_once_is_said_once_but_for_offers(asked: list[Any]) -> None:
    once = [command for command in asked if not isinstance(command, v.OfferSupport)]
    assert play([REGISTER, *(twice for command in once for twice in (command, command))]) == play([REGISTER, *once])


@for_all(st.lists(st.sampled_from(EVENTS), max_size=20))
def test_evolve_never_raises_and_every_state_survives_a_snapshot(events: list[Event]) -> None:
    state = v.Volunteer()
    for event in events:
        state = v.evolve(state, event)
    shape = TypeAdapter(v.Volunteer)
    assert shape.validate_json(shape.dump_json(state)) == state
    assert isinstance(state.auto_match, bool)


def test_a_signal_remembers_its_period() -> None:
    assert given(volunteer, *THREE_OVER).state().signalled == (Period(week(1), week(3)),)


def test_every_refusal_says_the_way_out_in_both_languages() -> None:
    texts = Texts.load(Path(services.volunteers.__file__).with_name("texts.toml"))
    details = {"left": LATER, "monday": START, "week": START}
    for code in texts.texts:
        assert texts.render(code, "de", **details) != code
        assert texts.render(code, "en", **details) != code
