"""R31, R32, c7, c8, N14: the year before 18, and the birthday at 00:00 local with all that ends and begins.

What a day brings holds from its 00:00 (tests of the file as it is shown: `test_door.py`); it is said by the month (ADR 11).
"""

from datetime import UTC, date, datetime

import pytest

from services.minors.age import AgeClaimed
from services.minors.care import EndCare
from services.minors.guardian import AppointGuardian, GuardianshipEnded
from services.minors.helping import AgreeHelpPlan
from services.minors.majority import (
    AgreeTransitionPlan,
    MajorityApproaching,
    MajorityPossible,
    MajorityReached,
    SetGuardianshipAge,
    TransitionPlanAgreed,
    TransitionPlanDue,
    TransitionPlanMissing,
)
from services.minors.young_adult import (
    YoungAdultDecisionMissing,
)
from shared.birth import BirthDate
from shared.contracts.codes_minors import AgeMethod, CareEnd, GuardianKind, HelpForm
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
    seen,
    state,
    taken_in,
    told,
)

GUARDED = (*IN_CARE, say(AppointGuardian, date(2016, 9, 12), kind=GuardianKind.OFFICE))


def test_r31_the_transition_plan_is_due_on_the_17th_birthday() -> None:
    # born Mon 15 Mar 1999: 17 on 15 Mar 2016, said on Fri 1 Apr, 00:00 local = 31 Mar 22:00Z (summer time)
    events = told(*IN_CARE, born(BIRTHDAY))
    assert [seen(events, day)["transition_plan_due"] for day in (date(2016, 3, 14), date(2016, 3, 15))] == [False, True]
    assert due(events)["plan-due"].due == datetime(2016, 3, 31, 22, tzinfo=UTC)
    assert fired("plan-due", after=events)[-1] == TransitionPlanDue(on=date(2016, 4, 1))
    planned = told(say(AgreeTransitionPlan, date(2016, 7, 20)), after=events)
    given(file, *planned).when(due(planned)["plan-due"].command).nothing_new()


def test_a_plan_half_a_year_before_majority_is_in_time() -> None:
    # 18 on 15 Mar 2017, six months before: 15 Sep 2016; said by the month, shown by the day
    events = told(*IN_CARE, born(BIRTHDAY))
    for day, in_time in ((date(2016, 9, 15), True), (date(2016, 9, 16), False)):
        assert seen(told(say(AgreeTransitionPlan, day), after=events), day)["transition_plan_in_time"] is in_time
    for day, in_time in ((date(2016, 9, 1), True), (date(2016, 9, 30), True), (date(2016, 10, 1), False)):
        assert TransitionPlanAgreed(on=day, in_time=in_time) in told(say(AgreeTransitionPlan, day), after=events)
    assert fired("plan-late", after=events)[-1] == TransitionPlanMissing(on=date(2016, 10, 1))
    duty = due(events)["plan-late"].frist
    assert duty and (duty.started, duty.last_day, duty.owner) == (date(2016, 3, 15), date(2016, 9, 15), JUGENDAMT)
    assert due(told(say(AgreeTransitionPlan, date(2016, 9, 15)), after=events))["plan-late"].frist is None
    unknown = told(*IN_CARE, say(AgreeTransitionPlan, date(2016, 9, 15)))
    assert unknown[-1] == TransitionPlanAgreed(on=date(2016, 9, 15), in_time=None)


def test_c7_365_days_before_is_not_the_17th_birthday_when_29_february_lies_between() -> None:
    # 18 on 15 Mar 2016; 365 days before: 16 Mar 2015, because of 29 Feb 2016; the 17th birthday is 15 Mar 2015
    events = told(taken_in(date(2016, 2, 1)), born(date(1998, 3, 15), date(2016, 2, 1)))
    days = file.fold(events).majority.days
    assert days and (dict(days.warnings)[365], days.plan_due) == (date(2015, 3, 16), date(2015, 3, 15))
    # said 365 days before 1 Mar 2016: on 2 Mar 2015, 00:00 local
    assert due(events)["majority-in-365"].due == datetime(2015, 3, 1, 23, tzinfo=UTC)


def test_majority_approaches_365_180_and_90_days_before() -> None:
    # 15 Mar 2017 - 180 = 16 Sep 2016; - 90 = 15 Dec 2016
    events = told(*IN_CARE, born(BIRTHDAY))
    assert seen(events, date(2016, 9, 15))["approaching"] == [365]
    assert seen(events, date(2016, 9, 16))["approaching"] == [180, 365]
    assert seen(events, date(2016, 12, 15))["approaching"] == [90, 180, 365]
    # said so many days before 1 Mar 2017, never late: 2 Sep (summer time) and 1 Dec 2016
    assert due(events)["majority-in-180"].due == datetime(2016, 9, 1, 22, tzinfo=UTC)
    assert due(events)["majority-in-90"].due == datetime(2016, 11, 30, 23, tzinfo=UTC)
    assert fired("majority-in-90", after=events)[-1] == MajorityApproaching(on=date(2016, 12, 1), days=90)


def test_r32_at_the_beginning_of_the_18th_birthday_what_is_for_minors_ends() -> None:
    # of age from 15 Mar 2017 00:00 local, said on Sat 1 Apr, 00:00 local = 31 Mar 22:00Z
    events = told(*GUARDED, born(BIRTHDAY))
    before, after = seen(events, date(2017, 3, 14)), seen(events, BIRTHDAY.replace(year=2017))
    assert (before["reached"], before["ends"], before["decision_missing"]) == (False, (), False)
    assert (after["reached"], after["decision_missing"]) == (True, True)
    assert {"guardianship", "consents", "access_to_minors_services"} <= set(after["ends"])
    given(file, *events).when(say(AppointGuardian, date(2017, 3, 15), kind=GuardianKind.PERSON)).refused("minors.of_age")
    assert due(events)["majority"].due == datetime(2017, 3, 31, 22, tzinfo=UTC)
    reached, missing, ended = fired("majority", after=events)[-3:]
    assert isinstance(reached, MajorityReached)
    assert {"guardianship", "consents", "access_to_minors_services"} <= set(reached.ends)
    assert "asylum_capacity" in reached.begins
    assert (ended, missing) == (GuardianshipEnded(on=date(2017, 4, 1)), YoungAdultDecisionMissing(on=date(2017, 4, 1)))
    given(file, *fired("majority", after=events)).when(say(AppointGuardian, date(2017, 4, 3), kind=GuardianKind.PERSON)).refused(
        "minors.of_age"
    )


@pytest.mark.parametrize("last_day", [date(2017, 3, 1), date(2017, 3, 14), date(2017, 3, 15), date(2017, 3, 31)])
def test_r32_help_that_ends_in_the_month_of_the_birthday_ends_with_majority(last_day: date) -> None:
    ended = told(*IN_CARE, born(BIRTHDAY), say(EndCare, last_day, reason=CareEnd.HELP_ENDED))
    said = fired("majority", after=ended)
    assert names(said[len(ended) :]) == ["MajorityReached", "YoungAdultDecisionMissing", "MajorityComputed"]
    assert due(said) == {}, "nothing of it matters any more"
    not_wanted = told(*IN_CARE, born(BIRTHDAY), say(EndCare, last_day, reason=CareEnd.HELP_NOT_WANTED))
    assert "YoungAdultDecisionMissing" not in names(fired("majority", after=not_wanted))


@pytest.mark.parametrize("last_day", [date(2017, 2, 28), date(2017, 3, 14), date(2017, 3, 15), date(2017, 3, 31)])
@pytest.mark.parametrize("reason", [CareEnd.WITH_FAMILY, CareEnd.DECEASED, CareEnd.OTHER_YOUTH_OFFICE, CareEnd.CONTINUED_ELSEWHERE])
def test_r32_who_leaves_otherwise_by_the_end_of_that_month_does_not_come_of_age_here(reason: CareEnd, last_day: date) -> None:
    assert due(told(*IN_CARE, born(BIRTHDAY), say(EndCare, last_day, reason=reason))) == {}


def test_r32_in_a_file_that_ended_nobody_is_of_age_or_undecided_later() -> None:
    events = told(*IN_CARE, born(BIRTHDAY), say(EndCare, date(2016, 12, 1), reason=CareEnd.DECEASED))
    years_later = seen(events, date(2018, 1, 1))
    assert not years_later["reached"] and not years_later["decision_missing"] and not years_later["ends"]


def test_n14_another_day_of_the_same_month_is_said_already() -> None:
    said = fired("majority", after=told(*GUARDED, born(BIRTHDAY)))
    corrected = told(born(date(1999, 3, 16), date(2017, 4, 10), AgeMethod.PAPER), after=said)
    again = told(*(one.command for one in due(corrected).values()), after=corrected)
    assert names(again).count("MajorityReached") == 1


def test_n14_born_on_29_february_is_of_age_on_1_march() -> None:
    # 29 Feb 2000 + 18 years: 2018 has no 29 Feb -> 1 Mar 2018 00:00 local; said with those born in March, on Sun 1 Apr
    events = told(*IN_CARE, born(date(2000, 2, 29)), say(SetGuardianshipAge, date(2016, 10, 4), age=20))
    assert [seen(events, day)["reached"] for day in (date(2018, 2, 28), date(2018, 3, 1))] == [False, True]
    assert due(events)["majority"].due == datetime(2018, 3, 31, 22, tzinfo=UTC)
    # 20 on 29 Feb 2020, a day that there is; said with those born in March all the same
    assert due(events)["guardianship-end"].due == datetime(2020, 3, 31, 22, tzinfo=UTC)


def test_n14_with_the_year_alone_the_earliest_day_warns_and_the_latest_decides() -> None:
    # 1999: from 1 Jan 2017 to 31 Dec 2017
    events = told(*IN_CARE, born(BirthDate(year=1999)))
    assert due(events)["majority-possible"].due == datetime(2016, 12, 31, 23, tzinfo=UTC)
    assert [seen(events, day)["reached"] for day in (date(2017, 12, 30), date(2017, 12, 31))] == [False, True]
    assert due(events)["majority"].due == datetime(2017, 12, 31, 23, tzinfo=UTC)
    assert due(events)["majority-in-90"].due == datetime(2016, 10, 2, 22, tzinfo=UTC)  # 1 Jan 2017 - 90 days = 3 Oct 2016
    assert fired("majority-possible", after=events)[-1] == MajorityPossible(on=date(2017, 1, 1))
    assert "majority-possible" not in due(told(*IN_CARE, born(BIRTHDAY)))


def test_n14_a_stronger_claim_moves_all_days_and_no_claim_is_lost() -> None:
    events = told(*IN_CARE, born(BirthDate(year=1999)), born(BIRTHDAY, date(2016, 10, 4), AgeMethod.PAPER))
    assert due(events)["majority"].due == datetime(2017, 3, 31, 22, tzinfo=UTC)
    assert len(file.fold(events).age.claims) == 2
    weaker = told(born(date(2001, 1, 1), date(2016, 11, 2)), after=events)
    assert due(weaker) == due(events)
    old = due(told(*IN_CARE, born(BirthDate(year=1999))))["majority"].command
    given(file, *events).when(old).nothing_new()


def test_nothing_that_a_birthday_sets_off_tells_the_day() -> None:
    """The days themselves lie under the file's key; what instants tell: `test_door.py`."""
    events = told(*GUARDED, born(BIRTHDAY), say(AgreeHelpPlan, date(2016, 9, 1), form=HelpForm.HOME))
    keys = ["plan-due", "plan-late", "majority-in-365", "majority-in-180", "majority-in-90", "majority"]
    after = fired(*keys, after=events)
    clear = [event.model_dump_json(exclude=set(event.sealed)) for event in after]
    assert AgeClaimed.sealed == ("birth",)
    for day in ("1999", "2016-03-15", "2016-03-16", "2016-09-15", "2016-09-16", "2016-12-15", "2017-03-15"):
        assert not [line for line in clear if day in line]


def test_the_end_of_the_file_ends_its_days() -> None:
    events = told(*IN_CARE, born(BIRTHDAY), say(EndCare, date(2016, 12, 1), reason=CareEnd.WITH_FAMILY))
    assert due(events) == {}
    assert state(*IN_CARE, born(BIRTHDAY), say(EndCare, date(2016, 12, 1), reason=CareEnd.WITH_FAMILY)).clocks.running == {}


def test_n14_of_two_words_of_one_day_the_last_is_the_birth_date() -> None:
    # 2000-01-01 was a slip of the pen: of age on 1 Oct 2018, not on 1 Jan
    found = state(*IN_CARE, born(date(2000, 1, 1), method=AgeMethod.PAPER), born(date(2000, 10, 1), method=AgeMethod.PAPER))
    assert found.majority.days is not None and found.majority.days.latest == date(2018, 10, 1)


def test_the_last_day_of_care_can_be_corrected() -> None:
    events = told(*IN_CARE, say(EndCare, date(2017, 7, 31), reason=CareEnd.HELP_ENDED))
    corrected = told(say(EndCare, date(2017, 6, 30), reason=CareEnd.HELP_ENDED), after=events)
    assert file.fold(corrected).care.ended == date(2017, 6, 30)
    given(file, *corrected).when(say(EndCare, date(2017, 6, 30), reason=CareEnd.HELP_ENDED)).nothing_new()


def test_every_claim_is_answered_alike_whether_it_confirms_the_birth_date_or_not() -> None:
    known = told(*IN_CARE, born(BIRTHDAY))
    for day in (15, 16):
        again = told(born(date(1999, 3, day), date(2016, 10, 4), AgeMethod.PAPER), after=known)
        assert names(again)[len(known) :] == ["AgeClaimed", "MajorityComputed"]
