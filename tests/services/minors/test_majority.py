"""R31, R32, c7, c8, N14: the year before 18, and the birthday at 00:00 local with all that ends and begins."""

from datetime import UTC, date, datetime

from services.minors.age import AgeClaimed
from services.minors.care import EndCare, StartCare
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
from services.minors.phases import phase
from services.minors.young_adult import (
    AftercareStarted,
    GrantYoungAdultHelp,
    RefuseYoungAdultHelp,
    StartAftercare,
    YoungAdultDecisionMissing,
)
from shared.birth import BirthDate
from shared.contracts.codes_minors import AgeMethod, CareEnd, Clock, GuardianKind, HelpForm
from shared.messages import Event
from tests.given import given
from tests.services.minors.said import VG, born, due, excluded, file, names, say, state, taken_in, told

BIRTHDAY = date(1999, 3, 15)
IN_CARE = (taken_in(), excluded(date(2016, 7, 14)), say(StartCare, date(2016, 7, 15), vg=VG))
GUARDED = (*IN_CARE, say(AppointGuardian, date(2016, 9, 12), kind=GuardianKind.OFFICE))


def fired(*keys: str, after: list[Event]) -> list[Event]:
    """The events with those that these deadlines lead to, in this order."""
    for key in keys:
        after = told(due(after)[key].command, after=after)
    return after


def test_r31_the_transition_plan_is_due_on_the_17th_birthday() -> None:
    # born Mon 15 Mar 1999: 17 on 15 Mar 2016; 00:00 local = 14 Mar 23:00Z (winter time)
    events = told(*IN_CARE, born(BIRTHDAY))
    assert due(events)["plan-due"].due == datetime(2016, 3, 14, 23, tzinfo=UTC)
    assert fired("plan-due", after=events)[-1] == TransitionPlanDue(on=date(2016, 4, 1))
    planned = told(say(AgreeTransitionPlan, date(2016, 7, 20)), after=events)
    given(file, *planned).when(due(planned)["plan-due"].command).nothing_new()


def test_a_plan_half_a_year_before_majority_is_in_time() -> None:
    # 18 on 15 Mar 2017, six months before: 15 Sep 2016
    events = told(*IN_CARE, born(BIRTHDAY))
    for day, in_time in ((date(2016, 9, 15), True), (date(2016, 9, 16), False)):
        given(file, *events).when(say(AgreeTransitionPlan, day)).then(TransitionPlanAgreed(on=day, in_time=in_time))
    assert fired("plan-late", after=events)[-1] == TransitionPlanMissing(on=date(2016, 10, 1))
    unknown = told(*IN_CARE, say(AgreeTransitionPlan, date(2016, 9, 15)))
    assert unknown[-1] == TransitionPlanAgreed(on=date(2016, 9, 15), in_time=None)


def test_c7_365_days_before_is_not_the_17th_birthday_when_29_february_lies_between() -> None:
    # 18 on 15 Mar 2016; 365 days before: 16 Mar 2015, because of 29 Feb 2016; the 17th birthday is 15 Mar 2015
    deadlines = due(told(*IN_CARE, born(date(1998, 3, 15))))
    assert deadlines["majority-in-365"].due == datetime(2015, 3, 15, 23, tzinfo=UTC)
    assert deadlines["plan-due"].due == datetime(2015, 3, 14, 23, tzinfo=UTC)


def test_majority_approaches_365_180_and_90_days_before() -> None:
    # 15 Mar 2017 - 180 = 16 Sep 2016; - 90 = 15 Dec 2016
    events = told(*IN_CARE, born(BIRTHDAY))
    assert due(events)["majority-in-180"].due == datetime(2016, 9, 15, 22, tzinfo=UTC)
    assert due(events)["majority-in-90"].due == datetime(2016, 12, 14, 23, tzinfo=UTC)
    assert fired("majority-in-90", after=events)[-1] == MajorityApproaching(on=date(2017, 1, 1), days=90)


def test_r32_at_the_beginning_of_the_18th_birthday_what_is_for_minors_ends() -> None:
    # 15 Mar 2017 00:00 local = 14 Mar 23:00Z
    events = told(*GUARDED, born(BIRTHDAY))
    assert due(events)["majority"].due == datetime(2017, 3, 14, 23, tzinfo=UTC)
    reached, missing, ended = fired("majority", after=events)[-3:]
    assert isinstance(reached, MajorityReached)
    assert {"guardianship", "consents", "access_to_minors_services"} <= set(reached.ends)
    assert "asylum_capacity" in reached.begins
    assert (ended, missing) == (GuardianshipEnded(on=date(2017, 4, 1)), YoungAdultDecisionMissing(on=date(2017, 4, 1)))
    given(file, *fired("majority", after=events)).when(say(AppointGuardian, date(2017, 4, 3), kind=GuardianKind.PERSON)).refused(
        "minors.of_age"
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
    assert names(events)[-2:] == ["YoungAdultHelpGranted", "YoungAdultHelpStarted"]


def test_who_left_can_come_back_until_21() -> None:
    left = told(*IN_CARE, born(BIRTHDAY), say(EndCare, date(2017, 3, 14), reason=CareEnd.HELP_ENDED))
    back = told(say(GrantYoungAdultHelp, date(2018, 5, 2)), after=left)
    assert names(back)[len(left) :][:2] == ["CareResumed", "YoungAdultHelpGranted"]
    # 21 on 15 Mar 2020
    given(file, *left).when(say(GrantYoungAdultHelp, date(2020, 3, 15))).refused("minors.too_old", "on")
    given(file, *left).when(say(StartAftercare, date(2017, 5, 2))).then(AftercareStarted(on=date(2017, 5, 2)))


def test_c8_guardianship_may_last_until_21_by_the_home_states_law() -> None:
    events = told(*GUARDED, born(BIRTHDAY), say(SetGuardianshipAge, date(2016, 10, 4), age=21))
    at_18 = fired("majority", after=events)
    assert "GuardianshipEnded" not in names(at_18)
    assert names(told(say(AppointGuardian, date(2017, 6, 1), kind=GuardianKind.PERSON), after=at_18))[-1] == "GuardianChanged"
    # 21 on Sun 15 Mar 2020, 00:00 local
    assert due(at_18)["guardianship-end"].due == datetime(2020, 3, 14, 23, tzinfo=UTC)
    assert fired("guardianship-end", after=at_18)[-1] == GuardianshipEnded(on=date(2020, 4, 1))


def test_n14_born_on_29_february_is_of_age_on_1_march() -> None:
    # 29 Feb 2000 + 18 years: 2018 has no 29 Feb -> 1 Mar 2018 00:00 local
    assert due(told(*IN_CARE, born(date(2000, 2, 29))))["majority"].due == datetime(2018, 2, 28, 23, tzinfo=UTC)


def test_n14_with_the_year_alone_the_earliest_day_warns_and_the_latest_decides() -> None:
    # 1999: from 1 Jan 2017 to 31 Dec 2017
    events = told(*IN_CARE, born(BirthDate(year=1999)))
    assert due(events)["majority-possible"].due == datetime(2016, 12, 31, 23, tzinfo=UTC)
    assert due(events)["majority"].due == datetime(2017, 12, 30, 23, tzinfo=UTC)
    assert due(events)["majority-in-90"].due == datetime(2016, 10, 2, 22, tzinfo=UTC)  # 1 Jan 2017 - 90 days = 3 Oct 2016
    assert fired("majority-possible", after=events)[-1] == MajorityPossible(on=date(2017, 2, 1))
    assert "majority-possible" not in due(told(*IN_CARE, born(BIRTHDAY)))


def test_n14_a_stronger_claim_moves_all_days_and_no_claim_is_lost() -> None:
    events = told(*IN_CARE, born(BirthDate(year=1999)), born(BIRTHDAY, date(2016, 10, 4), AgeMethod.PAPER))
    assert due(events)["majority"].due == datetime(2017, 3, 14, 23, tzinfo=UTC)
    assert len(file.fold(events).age.claims) == 2
    weaker = told(born(date(2001, 1, 1), date(2016, 11, 2)), after=events)
    assert due(weaker) == due(events)
    old = due(told(*IN_CARE, born(BirthDate(year=1999))))["majority"].command
    given(file, *events).when(old).nothing_new()


def test_nothing_that_a_birthday_sets_off_tells_the_day() -> None:
    """The events bear the first of the next month; the days themselves lie under the file's key."""
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


def test_a_grant_of_before_the_end_brings_nobody_back_whenever_it_is_heard() -> None:
    grant, ended = say(GrantYoungAdultHelp, date(2016, 8, 1)), say(EndCare, date(2017, 7, 31), reason=CareEnd.HELP_ENDED)
    given(file, *told(*IN_CARE, born(date(1998, 3, 15)), grant, ended)).when(grant).nothing_new()
    assert phase(state(*IN_CARE, born(date(1998, 3, 15)), ended, grant)) == "ended"


def test_n14_of_two_words_of_one_day_the_last_is_the_birth_date() -> None:
    # 2000-01-01 was a slip of the pen: of age on 1 Oct 2018, not on 1 Jan
    found = state(*IN_CARE, born(date(2000, 1, 1), method=AgeMethod.PAPER), born(date(2000, 10, 1), method=AgeMethod.PAPER))
    assert found.majority.days is not None and found.majority.days.latest == date(2018, 10, 1)


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


def test_the_last_day_of_care_can_be_corrected() -> None:
    events = told(*IN_CARE, say(EndCare, date(2017, 7, 31), reason=CareEnd.HELP_ENDED))
    corrected = told(say(EndCare, date(2017, 6, 30), reason=CareEnd.HELP_ENDED), after=events)
    assert file.fold(corrected).care.ended == date(2017, 6, 30)
    given(file, *corrected).when(say(EndCare, date(2017, 6, 30), reason=CareEnd.HELP_ENDED)).nothing_new()
