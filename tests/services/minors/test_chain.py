"""R28, R29, c6, c12: the statutory chain with its clocks."""

from datetime import UTC, date, datetime

from services.minors.care import EndCare, StartCare
from services.minors.clocks import NotePeriodMissed, PeriodEnded, PeriodMissed, PeriodSet
from services.minors.distribution import (
    DistributionExtended,
    ExclusionProposed,
    ExtendDistribution,
    HandOver,
    NotifyStateOffice,
    RecordAssignment,
    RecordLand,
    RecordRegistration,
    RecordScreening,
)
from services.minors.guardian import AppointGuardian, RequestGuardian
from services.minors.helping import AgreeHelpPlan, CloseClearing, OpenClearing, ReviewHelpPlan
from services.minors.phases import phase
from shared.contracts.codes_minors import CareEnd, Clock, ExclusionReason, GuardianKind, HelpForm, ScreeningFinding
from tests.given import given
from tests.services.cases.facets.language.said import LAW
from tests.services.minors.said import FILE, JUGENDAMT, TRIER, VG, due, excluded, file, law_with, names, say, state, taken_in, told

ON_TIME = date(2016, 7, 13)
LATE = NotePeriodMissed(minor=FILE, on=date(2016, 7, 14), clock=Clock.REPORT, last_day=ON_TIME)


def test_r28_seven_werktage_end_on_wednesday_13_july_counted_from_monday_to_friday() -> None:
    # Mon 4 Jul is not counted; Tue 5, Wed 6, Thu 7, Fri 8, Mon 11, Tue 12, Wed 13; over at 24:00 local = 22:00Z
    period = due(told(taken_in()))["period-report"]
    assert period.frist is not None
    assert (period.frist.last_day, period.due) == (ON_TIME, datetime(2016, 7, 13, 22, tzinfo=UTC))
    assert (period.frist.owner, period.frist.paragraph) == (JUGENDAMT, "§ 42a Abs. 4 S. 1 SGB VIII")


def test_r28_seven_werktage_end_on_tuesday_12_july_where_saturdays_count() -> None:
    # Tue 5, Wed 6, Thu 7, Fri 8, Sat 9, Mon 11, Tue 12
    events = told(taken_in(), law=law_with("minors.saturday_is_werktag", True))
    assert file.fold(events).clocks.running[Clock.REPORT].last_day == date(2016, 7, 12)


def test_c12_a_count_with_saturdays_that_ends_on_one_moves_on_to_monday() -> None:
    # Fri 1 Jul 2016: Sat 2, Mon 4, Tue 5, Wed 6, Thu 7, Fri 8, Sat 9 -> Mon 11
    law = law_with("minors.saturday_is_werktag", True)
    assert state(taken_in(date(2016, 7, 1)), law=law).clocks.running[Clock.REPORT].last_day == date(2016, 7, 11)


def test_r28_without_a_report_by_then_the_period_is_missed() -> None:
    given(file, *told(taken_in())).when(LATE).then(PeriodMissed(on=date(2016, 7, 14), clock=Clock.REPORT))
    given(file, *told(taken_in(), LATE)).when(LATE).nothing_new()


def test_a_report_by_the_last_day_keeps_the_period_and_starts_the_next() -> None:
    events = told(taken_in(), say(NotifyStateOffice, ON_TIME))
    assert PeriodEnded(on=ON_TIME, clock=Clock.REPORT, kept=True) in events
    # 3 Werktage after Wed 13 Jul: Thu 14, Fri 15, Mon 18
    register = state(taken_in(), say(NotifyStateOffice, ON_TIME)).clocks.running[Clock.REGISTER]
    assert (register.last_day, register.owner, register.escalates_to) == (date(2016, 7, 18), "landesjugendamt", (JUGENDAMT,))
    given(file, *events).when(LATE).nothing_new()


def test_n7_a_report_heard_of_late_corrects_what_was_called_missed() -> None:
    events = told(taken_in(), LATE, say(NotifyStateOffice, date(2016, 7, 12)))
    assert PeriodEnded(on=date(2016, 7, 14), clock=Clock.REPORT, kept=True) in events
    # and the day itself can be corrected: then it was late after all
    corrected = told(say(NotifyStateOffice, date(2016, 7, 15)), after=events)
    assert PeriodEnded(on=date(2016, 7, 15), clock=Clock.REPORT, kept=False) in corrected


def test_the_chain_of_fourteen_werktage() -> None:
    # 7 + 3 + 2 + 2 after Mon 4 Jul 2016: Wed 13, Mon 18, Wed 20, Fri 22 Jul
    steps = [
        taken_in(),
        say(NotifyStateOffice, date(2016, 7, 13)),
        say(RecordRegistration, date(2016, 7, 18)),
        say(RecordLand, date(2016, 7, 20)),
    ]
    assert state(*steps[:3]).clocks.running[Clock.NAME].last_day == date(2016, 7, 20)
    assert state(*steps).clocks.running[Clock.ASSIGN].last_day == date(2016, 7, 22)
    reached = state(*steps, say(RecordAssignment, date(2016, 7, 22), office=TRIER))
    assert reached.clocks.kept == {Clock.REPORT: True, Clock.REGISTER: True, Clock.NAME: True, Clock.ASSIGN: True}


def test_a_handover_ends_the_file_and_its_month() -> None:
    events = told(taken_in(), say(RecordAssignment, date(2016, 7, 22), office=TRIER), say(HandOver, date(2016, 7, 28)))
    # the report was never made, so that clock is pointless; the month was kept
    assert names(events)[-4:] == ["HandoverCompleted", "CareEnded", "PeriodEnded", "PeriodEnded"]
    assert file.fold(events).clocks.kept == {Clock.DISTRIBUTION: True}
    assert file.fold(events).clocks.running == {}


def test_who_is_assigned_here_is_not_handed_over() -> None:
    here = told(taken_in(), say(RecordAssignment, date(2016, 7, 22), office=JUGENDAMT))
    given(file, *here).when(say(HandOver, date(2016, 7, 28))).refused("minors.assigned_here", "on")
    given(file, *told(taken_in())).when(say(HandOver, date(2016, 7, 28))).refused("minors.not_assigned", "on")


MONTH_OVER = NotePeriodMissed(minor=FILE, on=date(2016, 8, 5), clock=Clock.DISTRIBUTION, last_day=date(2016, 8, 4))


def test_r29_not_distributed_within_a_month_an_exclusion_is_proposed() -> None:
    # one month from Mon 4 Jul 2016 ends with Thu 4 Aug
    given(file, *told(taken_in())).when(MONTH_OVER).then(
        PeriodMissed(on=date(2016, 8, 5), clock=Clock.DISTRIBUTION),
        ExclusionProposed(on=date(2016, 8, 5), reason=ExclusionReason.MONTH),
    )
    assert state(taken_in(), MONTH_OVER).distribution.excluded is None  # a human excludes


def test_r29_c6_until_the_end_of_2016_the_month_can_be_extended_by_one_from_its_end() -> None:
    # 4 Aug + 1 month = Sun 4 Sep 2016, its end stays on the Sunday; the guardian is sought after month 1: Fri 5, Mon 8, Tue 9 Aug
    events = told(taken_in(), say(ExtendDistribution, date(2016, 8, 3)))
    assert DistributionExtended(on=date(2016, 8, 3)) in events
    clocks = file.fold(events).clocks.running
    assert (clocks[Clock.DISTRIBUTION].last_day, clocks[Clock.GUARDIAN].last_day) == (date(2016, 9, 4), date(2016, 8, 9))
    given(file, *events).when(MONTH_OVER).nothing_new()


def test_c6_an_extension_runs_from_the_end_of_the_old_period() -> None:
    # § 190 BGB: 31 Dec 2015 + 1 month = 31 Jan 2016, + 1 month = 29 Feb
    extended = state(taken_in(date(2015, 12, 31)), say(ExtendDistribution, date(2016, 1, 20)))
    assert extended.clocks.running[Clock.DISTRIBUTION].last_day == date(2016, 2, 29)


def test_c6_the_last_day_for_an_extension_is_31_december_2016() -> None:
    # from Thu 1 Dec 2016 the month ends on Sun 1 Jan 2017
    begun = told(taken_in(date(2016, 12, 1)))
    given(file, *begun).when(say(ExtendDistribution, date(2017, 1, 1))).refused("minors.no_extension", "on")
    extended = file.fold(told(say(ExtendDistribution, date(2016, 12, 31)), after=begun))
    assert extended.clocks.running[Clock.DISTRIBUTION].last_day == date(2017, 2, 1)


def test_the_screening_proposes_an_exclusion_and_its_findings_propose_it_once() -> None:
    screened = say(RecordScreening, date(2016, 7, 6), findings=(ScreeningFinding.HEALTH_FORBIDS, ScreeningFinding.RELATIVES))
    events = told(taken_in(), screened)
    assert ExclusionProposed(on=date(2016, 7, 6), reason=ExclusionReason.HEALTH) in events
    assert names(told(say(RecordScreening, date(2016, 7, 8), findings=screened.findings), after=events))[len(events) :] == [
        "InitialScreeningDone"
    ]


def test_an_exclusion_ends_all_clocks_of_the_distribution() -> None:
    reached = state(taken_in(), say(NotifyStateOffice, date(2016, 7, 12)), excluded(date(2016, 7, 14)))
    assert reached.clocks.running == {}
    assert reached.clocks.kept == {Clock.REPORT: True, Clock.REGISTER: True, Clock.DISTRIBUTION: True}


def test_care_proper_waits_for_the_end_of_the_distribution() -> None:
    begin = say(StartCare, date(2016, 7, 20), vg=VG)
    given(file, *told(taken_in())).when(begin).refused("minors.distribution_is_open", "on")
    assert "CareStarted" in names(told(taken_in(), excluded(date(2016, 7, 14)), begin))


def test_the_day_of_a_handover_can_be_corrected_and_the_end_of_the_file_with_it() -> None:
    events = told(taken_in(), say(RecordAssignment, date(2016, 7, 22), office=TRIER), say(HandOver, date(2016, 7, 28)))
    for day in (date(2016, 7, 27), date(2016, 7, 29)):
        corrected = file.fold(told(say(HandOver, day), after=events))
        assert (corrected.distribution.handed_over, corrected.care.ended, phase(corrected)) == (day, day, "handed_over")
    given(file, *events).when(say(HandOver, date(2016, 7, 28))).nothing_new()
    elsewhere = told(say(EndCare, date(2016, 7, 27), reason=CareEnd.WITH_FAMILY), after=events)
    given(file, *elsewhere).when(say(HandOver, date(2016, 7, 29))).refused("minors.file_ended", "on")


def test_a_guardian_is_sought_within_three_werktage_of_care() -> None:
    # Fri 15 Jul 2016: Mon 18, Tue 19, Wed 20
    begun = [taken_in(), excluded(date(2016, 7, 14)), say(StartCare, date(2016, 7, 15), vg=VG)]
    assert state(*begun).clocks.running[Clock.GUARDIAN].last_day == date(2016, 7, 20)
    sought = state(*begun, say(RequestGuardian, date(2016, 7, 21)))
    assert sought.clocks.kept[Clock.GUARDIAN] is False
    appointed = told(*begun, say(AppointGuardian, date(2016, 9, 12), kind=GuardianKind.OFFICE))
    assert [event.model_dump()["days"] for event in appointed if event.name == "minors.GuardianAppointed"] == [70]  # 4 Jul to 12 Sep
    changed = told(say(AppointGuardian, date(2016, 12, 1), kind=GuardianKind.PERSON), after=appointed)
    assert names(changed)[-1] == "GuardianChanged"


def test_the_clearing_has_twelve_weeks_and_the_help_plan_half_a_year() -> None:
    # Wed 10 Aug + 12 weeks = Wed 2 Nov 2016
    begun = [taken_in(), excluded(date(2016, 7, 14)), say(StartCare, date(2016, 7, 15), vg=VG)]
    opened = [*begun, say(OpenClearing, date(2016, 8, 10))]
    assert state(*opened).clocks.running[Clock.CLEARING].last_day == date(2016, 11, 2)
    closed = told(*opened, say(CloseClearing, date(2016, 10, 20)))
    assert [event.model_dump()["days"] for event in closed if event.name == "minors.ClearingClosed"] == [71]  # 21 + 30 + 20
    planned = [say(AgreeHelpPlan, date(2016, 10, 24), form=HelpForm.HOME)]
    assert state(*opened, *planned).clocks.running[Clock.HELP_REVIEW].last_day == date(2017, 4, 24)
    reviewed = state(*opened, *planned, say(ReviewHelpPlan, date(2017, 4, 20)))
    assert reviewed.clocks.running[Clock.HELP_REVIEW].last_day == date(2017, 10, 20)


def test_what_is_said_before_its_ground_is_refused_by_name() -> None:
    begun = given(file, *told(taken_in()))
    begun.when(say(CloseClearing, date(2016, 8, 1))).refused("minors.no_clearing", "on")
    begun.when(say(OpenClearing, date(2016, 8, 1))).refused("minors.not_in_care", "on")
    begun.when(say(ReviewHelpPlan, date(2016, 8, 1))).refused("minors.no_help_plan", "on")
    begun.when(say(AppointGuardian, date(2016, 7, 1), kind=GuardianKind.OFFICE)).refused("minors.before_care", "on")
    given(file).when(say(NotifyStateOffice, date(2016, 7, 12))).refused("minors.no_file", "minor")
    begun.when(taken_in(date(2016, 7, 9))).refused("minors.file_is_open", "on")
    begun.when(taken_in()).nothing_new()


def test_before_there_was_such_a_law_nothing_can_be_computed() -> None:
    given(file).when(taken_in(date(2015, 10, 30))).refused("law.missing", "on")


def test_every_running_period_names_its_rule_and_whoever_must_keep_it() -> None:
    sets = [event for event in told(taken_in(), say(NotifyStateOffice, date(2016, 7, 12))) if isinstance(event, PeriodSet)]
    assert {event.frist.rule for event in sets} == {"minors.report_within", "minors.distribution_within", "minors.register_within"}
    assert all(LAW.on(event.frist.started, event.frist.rule).paragraph == event.frist.paragraph for event in sets)
