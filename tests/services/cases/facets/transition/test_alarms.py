"""R3, R9, d3, N7: alarms before a gap happens, to both offices; a false one is corrected."""

from datetime import UTC, date, datetime

from services.cases.facets.transition.alarms import AlarmEnded, AlarmRaised, RaiseAlarm
from services.cases.facets.transition.benefits import GrantBenefit
from services.cases.facets.transition.closing import ExitTransition
from services.cases.facets.transition.confirming import OfficeChanged, RevertTransition
from services.cases.facets.transition.due import deadlines
from services.cases.facets.transition.home import ConsiderHome, HomeNoted
from shared.contracts.codes_transition import AlarmKind
from shared.deadlines import ClearDeadline, SetDeadline
from tests.given import given
from tests.services.cases.facets.language.said import PERSON
from tests.services.cases.facets.transition.said import (
    DESK,
    FEB_1,
    FEB_28,
    JOBCENTER,
    SOZIALAMT,
    applied,
    confirmed,
    crossing,
    stands,
    told,
    word,
)

FEB_15, JAN_25 = date(2017, 2, 15), date(2017, 1, 25)


def alarm(kind: AlarmKind, on: date) -> RaiseAlarm:
    return RaiseAlarm(person=PERSON, on=on, kind=kind)


NO_APPLICATION, NO_GRANT = alarm(AlarmKind.NO_APPLICATION, FEB_15), alarm(AlarmKind.NO_GRANT, JAN_25)


def test_r3_without_an_application_it_is_alarming_from_15_february() -> None:
    # earliest 1 Feb 2017; the month after begins on 1 Mar; 14 days before: Wed 15 Feb, 00:00 local = 14 Feb 23:00Z
    (first, _) = deadlines(told(stands())[-1], PERSON)
    assert isinstance(first, SetDeadline) and first.frist is not None
    assert (first.command, first.due) == (NO_APPLICATION, datetime(2017, 2, 14, 23, tzinfo=UTC))
    assert (first.frist.owner, first.frist.escalates_to, first.frist.last_day) == (SOZIALAMT, (JOBCENTER,), date(2017, 2, 14))
    raised = AlarmRaised(on=FEB_15, kind=AlarmKind.NO_APPLICATION, told=(SOZIALAMT, JOBCENTER))
    given(crossing, *told(stands())).when(NO_APPLICATION).then(raised)


def test_r9_without_a_grant_five_werktage_before_the_end_it_is_alarming() -> None:
    # end Tue 31 Jan 2017; Werktage before it: Mon 30, Fri 27, Thu 26, Wed 25, Tue 24; alarming from Wed 25 Jan, 00:00 local
    (_, second) = deadlines(told(stands(date(2017, 1, 12)))[-1], PERSON)
    assert isinstance(second, SetDeadline) and second.frist is not None
    assert (second.command, second.due) == (NO_GRANT, datetime(2017, 1, 24, 23, tzinfo=UTC))
    assert (second.frist.owner, second.frist.last_day) == (JOBCENTER, date(2017, 1, 24))
    given(crossing, *told(stands(date(2017, 1, 12)))).when(NO_GRANT).then(
        AlarmRaised(on=JAN_25, kind=AlarmKind.NO_GRANT, told=(SOZIALAMT, JOBCENTER))
    )


def test_d3_an_alarm_whose_day_has_passed_is_due_at_once() -> None:
    """The ticker takes what lies in the past at its next look."""
    late = stands(on=date(2017, 3, 20))
    (first, second) = deadlines(told(late)[-1], PERSON)
    assert isinstance(first, SetDeadline) and isinstance(second, SetDeadline)
    assert max(first.due, second.due) < datetime(2017, 3, 20, tzinfo=UTC)


def test_an_application_or_a_grant_clears_its_alarm_and_ends_the_one_that_stands() -> None:
    events = told(stands(), NO_APPLICATION, applied(date(2017, 2, 27)))
    assert AlarmEnded(on=date(2017, 2, 27), kind=AlarmKind.NO_APPLICATION, mistaken=False) in events
    received = events[3]
    assert deadlines(received, PERSON) == [ClearDeadline("alarm-no_application")]
    granted = told(stands(), word(GrantBenefit, date(2017, 1, 20)))[2]
    assert deadlines(granted, PERSON) == [ClearDeadline("alarm-no_grant")]
    given(crossing, *told(stands(), word(GrantBenefit, date(2017, 1, 20)))).when(NO_GRANT).nothing_new()


def test_n7_an_alarm_was_mistaken_where_the_application_had_been_there_in_time() -> None:
    events = told(stands(), NO_APPLICATION, applied(date(2017, 2, 10), DESK, DESK))
    # found on the day of the alarm at the earliest: it ends nothing that has not begun
    assert AlarmEnded(on=FEB_15, kind=AlarmKind.NO_APPLICATION, mistaken=True) in events


def test_n7_an_alarm_for_a_day_that_is_not_the_day_any_more_was_mistaken() -> None:
    events = told(stands(date(2017, 1, 12)), NO_APPLICATION, confirmed(FEB_28, date(2017, 2, 16), reason="service_proven"))
    assert events[-1] == AlarmEnded(on=date(2017, 2, 16), kind=AlarmKind.NO_APPLICATION, mistaken=True)
    given(crossing, *events).when(NO_APPLICATION).nothing_new()


def test_who_leaves_for_another_benefit_alarms_nobody() -> None:
    events = told(stands(), NO_APPLICATION, word(ExitTransition, date(2017, 2, 20), exit="education"))
    assert events[-1] == AlarmEnded(on=date(2017, 2, 20), kind=AlarmKind.NO_APPLICATION, mistaken=False)
    left = events[-2]
    assert deadlines(left, PERSON) == [ClearDeadline("alarm-no_application"), ClearDeadline("alarm-no_grant")]


def lives(vg: str, on: date = date(2016, 7, 4)) -> ConsiderHome:
    return ConsiderHome(person=PERSON, on=on, vg=vg)


def test_r9_the_verbandsgemeinde_where_the_person_lives_sees_to_it_in_the_carriers_place() -> None:
    events = told(lives(DESK), stands())
    (first, second) = deadlines(events[-1], PERSON)
    assert isinstance(first, SetDeadline) and first.frist and isinstance(second, SetDeadline) and second.frist
    assert (first.frist.owner, first.frist.escalates_to) == (DESK, (JOBCENTER,))
    assert (second.frist.owner, second.frist.escalates_to) == (JOBCENTER, (DESK,))
    given(crossing, *events).when(NO_APPLICATION).then(AlarmRaised(on=FEB_15, kind=AlarmKind.NO_APPLICATION, told=(DESK, JOBCENTER)))


def test_n5_after_a_move_it_is_the_new_ones_from_the_day_that_counts() -> None:
    moved = told(lives(DESK), stands(), lives("vg-weilerbach", date(2017, 1, 20)))
    changed = moved[-1]
    assert isinstance(changed, OfficeChanged)
    assert (changed.end, changed.office) == (date(2017, 1, 31), "vg-weilerbach")
    owners = {one.frist.owner for one in deadlines(changed, PERSON) if isinstance(one, SetDeadline) and one.frist}
    assert owners == {"vg-weilerbach", JOBCENTER}
    later = lives("vg-weilerbach", date(2017, 2, 1))
    given(crossing, *told(lives(DESK), stands())).when(later).then(HomeNoted(on=later.on, vg="vg-weilerbach"))


def test_a_move_that_lies_ahead_dates_nothing_that_is_found_today() -> None:
    events = told(lives(DESK), lives("vg-weilerbach", date(2017, 6, 1)), stands())
    assert events[-1].on == date(2017, 1, 31)


def test_r13_a_late_word_on_the_former_change_over_clears_no_alarm_of_the_next() -> None:
    events = told(stands(), confirmed(), applied(FEB_1), word(RevertTransition, date(2018, 7, 1), SOZIALAMT))
    events = told(stands(date(2018, 9, 3), issued=date(2018, 8, 20)), after=events)
    given(crossing, *events).when(applied(FEB_1)).nothing_new()
    (received, *_) = told(applied(date(2018, 9, 10)), after=events)[len(events) :]
    assert deadlines(received, PERSON) == [ClearDeadline("alarm-no_application")]
