"""R32, c8, N14: no guardian acts beyond majority, by the law that governs the guardianship; heard late too (N7)."""

from datetime import UTC, date, datetime

from services.minors.care import StartCare
from services.minors.guardian import AppointGuardian, GuardianshipEnded
from services.minors.majority import (
    SetGuardianshipAge,
)
from shared.contracts.codes_minors import AgeMethod, Clock, GuardianKind
from tests.given import given
from tests.services.minors.said import (
    BIRTHDAY,
    IN_CARE,
    VG,
    born,
    due,
    excluded,
    file,
    fired,
    names,
    read,
    say,
    taken_in,
    told,
)

GUARDED = (*IN_CARE, say(AppointGuardian, date(2016, 9, 12), kind=GuardianKind.OFFICE))


def test_r32_from_the_birthday_on_no_period_for_a_guardian_is_shown() -> None:
    # in care since Mon 13 Mar 2017: a guardian is to be sought within three Werktage, by Thu 16 Mar; of age on 15 Mar
    in_care = (taken_in(date(2017, 3, 1)), excluded(date(2017, 3, 10)), say(StartCare, date(2017, 3, 13), vg=VG), born(BIRTHDAY))
    events = told(*in_care)
    missed = due(events)["period-guardian"].command
    assert missed.on == date(2017, 3, 17)
    late = told(missed, after=events)
    assert names(late)[-1] == "PeriodMissed", "its absence would tell that the birthday is over"
    before, after = [read(late, day) for day in (date(2017, 3, 14), date(2017, 3, 15))]
    assert ("guardian" in before["periods"], "guardian" in after["periods"], after["missed"]) == (True, False, [])
    assert Clock.GUARDIAN not in file.fold(fired("majority", after=late)).clocks.running


def test_c8_a_guardianship_that_was_said_to_be_over_goes_on_by_the_home_states_law() -> None:
    in_time = fired("majority", after=told(*GUARDED, born(BIRTHDAY), say(SetGuardianshipAge, date(2017, 3, 20), age=21)))
    late = told(say(SetGuardianshipAge, date(2017, 4, 3), age=21), after=fired("majority", after=told(*GUARDED, born(BIRTHDAY))))
    assert names(late)[-1] == "GuardianshipContinued"
    both = [read(events, date(2017, 6, 1))["guardian"] for events in (in_time, late)]
    assert both[0] == both[1] and both[0]["acts"]


def test_n14_who_turns_out_to_be_younger_has_a_guardian_again() -> None:
    said = fired("majority", after=told(*GUARDED, born(BIRTHDAY)))
    younger = told(born(date(2000, 3, 15), date(2017, 4, 10), AgeMethod.PAPER), after=said)
    found = read(younger, date(2017, 6, 1))
    assert (found["guardian"]["acts"], found["majority"]["reached"]) == (True, False)
    assert due(younger)["majority"].due == datetime(2018, 3, 31, 22, tzinfo=UTC)


def test_c8_guardianship_may_last_until_21_by_the_home_states_law() -> None:
    events = told(*GUARDED, born(BIRTHDAY), say(SetGuardianshipAge, date(2016, 10, 4), age=21))
    at_18 = fired("majority", after=events)
    assert "GuardianshipEnded" not in names(at_18)
    assert names(told(say(AppointGuardian, date(2017, 6, 1), kind=GuardianKind.PERSON), after=at_18))[-1] == "GuardianChanged"
    # 21 on Sun 15 Mar 2020, said on Wed 1 Apr, 00:00 local
    late = say(AppointGuardian, date(2020, 3, 15), kind=GuardianKind.PERSON)
    given(file, *at_18).when(late).refused("minors.of_age")
    assert due(at_18)["guardianship-end"].due == datetime(2020, 3, 31, 22, tzinfo=UTC)
    assert fired("guardianship-end", after=at_18)[-1] == GuardianshipEnded(on=date(2020, 4, 1))


def test_r32_c8_majority_comes_once_though_the_guardianship_turns_out_to_last_longer() -> None:
    guarded = say(AppointGuardian, date(2016, 9, 12), kind=GuardianKind.OFFICE)
    events = told(*IN_CARE, guarded, born(date(1999, 3, 15)))
    events = told(due(events)["majority"].command, after=events)
    events = told(say(SetGuardianshipAge, date(2017, 5, 2), age=21), after=events)
    events = told(due(events)["majority"].command, after=events)
    assert names(events).count("MajorityReached") == 1


def test_r32_what_was_done_before_majority_may_be_heard_after_it_and_no_guardian_acts_beyond() -> None:
    # in care since 9 Feb 2017, of age on 15 Mar; the appointment of 10 Mar is heard in May
    late = (taken_in(date(2017, 1, 2)), excluded(date(2017, 1, 9)), say(StartCare, date(2017, 2, 9), vg=VG), born(BIRTHDAY))
    events = fired("majority", after=told(*late))
    assert Clock.GUARDIAN not in file.fold(events).clocks.running, "nobody need be sought any more"
    appointed = told(say(AppointGuardian, date(2017, 3, 10), kind=GuardianKind.OFFICE), after=events)
    assert "GuardianAppointed" in names(appointed) and not file.fold(appointed).guardian.acts
    given(file, *events).when(say(AppointGuardian, date(2017, 3, 15), kind=GuardianKind.OFFICE)).refused("minors.of_age")


def test_n7_a_change_of_guardian_heard_after_majority_is_a_change_and_said_twice_nothing() -> None:
    changed = say(AppointGuardian, date(2017, 2, 1), kind=GuardianKind.PERSON)
    late = told(changed, after=fired("majority", after=told(*GUARDED, born(BIRTHDAY))))
    assert names(late)[-1] == "GuardianChanged" and not file.fold(late).guardian.acts
    given(file, *late).when(changed).nothing_new()
