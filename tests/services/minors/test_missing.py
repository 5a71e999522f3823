"""N17: going missing closes nothing, clocks stop only where a rule says so, a return is matched by a human."""

from datetime import date

from services.minors.care import CareEnded, StartCare
from services.minors.helping import CloseClearing, OpenClearing
from services.minors.majority import AgreeTransitionPlan
from services.minors.missing import MatchFile, RecordReturn, ReportMissing, WentMissing
from services.minors.phases import phase
from shared.contracts.codes_minors import CareEnd, Clock
from tests.given import given
from tests.services.minors.said import FILE, SIBLING, VG, excluded, file, law_with, say, state, taken_in, told

GONE, BACK = date(2016, 9, 1), date(2016, 9, 9)
CLEARING = (
    taken_in(),
    excluded(date(2016, 7, 14)),
    say(StartCare, date(2016, 7, 15), vg=VG),
    say(OpenClearing, date(2016, 8, 10)),
)


def test_n17_going_missing_is_no_closure() -> None:
    gone = state(*CLEARING, say(ReportMissing, GONE))
    assert (phase(gone), gone.care.runs, gone.absences.since) == ("clearing", True, GONE)
    given(file, *told(*CLEARING, say(ReportMissing, GONE))).when(say(ReportMissing, GONE)).nothing_new()


def test_n17_statutory_clocks_run_on_and_agreed_ones_stop() -> None:
    gone = state(*CLEARING, say(ReportMissing, GONE))
    assert Clock.CLEARING not in gone.clocks.running
    assert gone.clocks.running.keys() == {Clock.GUARDIAN, Clock.REPORT}


def test_n17_another_rule_stops_other_clocks() -> None:
    gone = state(*CLEARING, say(ReportMissing, GONE), law=law_with("minors.stops_while_missing", ("guardian",)))
    assert gone.clocks.running.keys() == {Clock.CLEARING, Clock.REPORT}


def test_n17_after_the_return_the_stopped_clock_goes_on_by_the_days_of_absence() -> None:
    # 10 Aug + 12 weeks = 2 Nov 2016; 1 to 9 Sep: 8 days -> 10 Nov
    back = state(*CLEARING, say(ReportMissing, GONE), say(RecordReturn, BACK))
    assert back.clocks.running[Clock.CLEARING].last_day == date(2016, 11, 10)
    assert back.absences.ended == ((GONE, BACK),)


def test_n17_a_day_of_two_absences_stops_the_clock_once() -> None:
    # 10 Aug + 12 weeks = 2 Nov 2016; 1 to 12 Sep: 11 days -> 13 Nov
    again = (say(ReportMissing, date(2016, 9, 5)), say(RecordReturn, date(2016, 9, 12)))
    back = state(*CLEARING, say(ReportMissing, GONE), say(RecordReturn, BACK), *again)
    assert back.clocks.running[Clock.CLEARING].last_day == date(2016, 11, 13)


def test_n17_who_returns_under_another_file_is_matched_by_a_human_and_counted_once() -> None:
    gone = told(*CLEARING, say(ReportMissing, GONE))
    events = told(say(MatchFile, date(2016, 10, 4), other=SIBLING), after=gone)
    assert CareEnded(on=date(2016, 10, 4), reason=CareEnd.CONTINUED_ELSEWHERE) in events
    assert WentMissing(on=GONE) in events
    given(file, *gone).when(say(MatchFile, date(2016, 10, 4), other=FILE)).refused("minors.own_file", "other")


def test_only_who_is_missing_returns() -> None:
    given(file, *told(*CLEARING)).when(say(RecordReturn, BACK)).refused("minors.not_missing", "on")
    given(file, *told(*CLEARING, say(ReportMissing, GONE))).when(say(RecordReturn, date(2016, 8, 31))).refused("minors.not_missing", "on")


def test_n17_an_absence_after_a_period_has_passed_makes_nothing_good() -> None:
    # twelve weeks from Fri 1 Jan 2016 end on Fri 25 Mar; closed on 28 Mar; missing from 1 to 11 Apr
    events = [taken_in(date(2015, 12, 1)), excluded(date(2015, 12, 14)), say(StartCare, date(2015, 12, 15), vg=VG)]
    late = [say(OpenClearing, date(2016, 1, 1)), say(CloseClearing, date(2016, 3, 28))]
    away = [say(ReportMissing, date(2016, 4, 1)), say(RecordReturn, date(2016, 4, 11))]
    assert state(*events, *late).clocks.kept[Clock.CLEARING] is False
    assert state(*events, *late, *away).clocks.kept[Clock.CLEARING] is False


def test_n17_the_first_day_of_an_absence_can_be_corrected_while_it_lasts() -> None:
    events = told(taken_in(), say(ReportMissing, date(2016, 9, 5)))
    corrected = told(say(ReportMissing, date(2016, 9, 1)), after=events)
    assert file.fold(corrected).absences.since == date(2016, 9, 1)
    given(file, *corrected).when(say(ReportMissing, date(2016, 9, 1))).nothing_new()


def test_n17_n7_a_matched_file_ends_on_the_day_of_the_match_whatever_was_heard_before() -> None:
    matched, plan = say(MatchFile, date(2016, 9, 26), other=SIBLING), say(AgreeTransitionPlan, date(2017, 3, 20))
    assert state(*CLEARING, matched, plan).care.ended == state(*CLEARING, plan, matched).care.ended == date(2016, 9, 26)
