"""R32: help for young adults, decided before the birthday or after it, and for those who come back (§§ 41, 41a SGB VIII)."""

from datetime import date

from services.minors.care import EndCare
from services.minors.phases import phase
from services.minors.young_adult import (
    AftercareStarted,
    GrantYoungAdultHelp,
    RefuseYoungAdultHelp,
    StartAftercare,
)
from shared.birth import BirthDate
from shared.contracts.codes_minors import CareEnd
from tests.given import given
from tests.services.minors.said import (
    BIRTHDAY,
    IN_CARE,
    JUGENDAMT,
    born,
    due,
    file,
    fired,
    names,
    say,
    state,
    told,
)


def test_r32_a_decision_before_the_birthday_leaves_no_alarm_and_begins_with_it() -> None:
    granted = told(*IN_CARE, born(BIRTHDAY), say(GrantYoungAdultHelp, date(2017, 3, 1)))
    assert phase(file.fold(granted)) == "in_care"
    events = fired("majority", after=granted)
    assert names(events)[-3:] == ["MajorityReached", "YoungAdultHelpStarted", "PeriodEnded"]  # no guardian need be sought any more
    assert phase(file.fold(events)) == "young_adult"
    refused = fired("majority", after=told(*IN_CARE, born(BIRTHDAY), say(RefuseYoungAdultHelp, date(2017, 3, 1))))
    assert names(refused)[-2:] == ["MajorityReached", "PeriodEnded"]


def test_r32_a_decision_after_the_alarm_answers_it() -> None:
    alarmed = fired("majority", after=told(*IN_CARE, born(BIRTHDAY)))
    events = told(say(GrantYoungAdultHelp, date(2017, 4, 10)), after=alarmed)
    assert names(events)[-3:] == ["YoungAdultHelpGranted", "MajorityComputed", "YoungAdultHelpStarted"]
    assert due(events)["majority"].frist is None


def test_r32_a_decision_on_help_beyond_18_is_due_before_the_earliest_possible_birthday() -> None:
    # 18 on 15 Mar 2017 at the earliest: decided by Tue 14 Mar 2017, so that help has no gap
    events = told(*IN_CARE, born(BIRTHDAY))
    duty = due(events)["majority"].frist
    assert duty and (duty.last_day, duty.owner, duty.paragraph) == (date(2017, 3, 14), JUGENDAMT, "§ 41 Abs. 1 SGB VIII")
    for answer in (GrantYoungAdultHelp, RefuseYoungAdultHelp):
        assert due(told(say(answer, date(2017, 3, 1)), after=events))["majority"].frist is None
    year = due(told(*IN_CARE, born(BirthDate(year=1999))))["majority"]
    assert year.frist and (year.frist.last_day, year.command.on) == (date(2016, 12, 31), date(2018, 1, 1))


def test_r32_help_granted_after_the_birthday_and_before_it_is_said_begins_when_it_is_said() -> None:
    granted = told(*IN_CARE, born(BIRTHDAY), say(GrantYoungAdultHelp, date(2017, 3, 20)))
    assert "YoungAdultHelpStarted" not in names(granted), "it would tell that the birthday is over"
    assert phase(file.fold(granted), of_age=True) == "young_adult"
    events = fired("majority", after=granted)
    assert names(events)[-3:] == ["MajorityReached", "YoungAdultHelpStarted", "PeriodEnded"]


def test_who_left_can_come_back_until_21() -> None:
    left = told(*IN_CARE, born(BIRTHDAY), say(EndCare, date(2017, 3, 14), reason=CareEnd.HELP_ENDED))
    back = told(say(GrantYoungAdultHelp, date(2018, 5, 2)), after=left)
    assert names(back)[len(left) :][:2] == ["CareResumed", "YoungAdultHelpGranted"]
    # 21 on 15 Mar 2020
    given(file, *left).when(say(GrantYoungAdultHelp, date(2020, 3, 15))).refused("minors.too_old", "on")
    given(file, *left).when(say(StartAftercare, date(2017, 5, 2))).then(AftercareStarted(on=date(2017, 5, 2)))


def test_a_grant_of_before_the_end_brings_nobody_back_whenever_it_is_heard() -> None:
    grant, ended = say(GrantYoungAdultHelp, date(2016, 8, 1)), say(EndCare, date(2017, 7, 31), reason=CareEnd.HELP_ENDED)
    given(file, *told(*IN_CARE, born(date(1998, 3, 15)), grant, ended)).when(grant).nothing_new()
    assert phase(state(*IN_CARE, born(date(1998, 3, 15)), ended, grant)) == "ended"
