"""R33, N3: age claims coexist; a finding of adult age ends care from its day, a court brings it back from its day."""

from datetime import date

import pytest

from services.minors.age import AssessAge, ContestAssessment, RecordCourtOrder
from services.minors.care import CareEnded, CareResumed, EndCare, StartCare
from services.minors.clocks import PeriodEnded
from services.minors.guardian import AppointGuardian
from services.minors.helping import AgreeHelpPlan, OpenClearing
from services.minors.of_age import protected
from services.minors.phases import phase
from services.minors.young_adult import GrantYoungAdultHelp
from shared.birth import BirthDate
from shared.contracts.codes_minors import AgeFinding, AgeMethod, AgeSource, CareEnd, Clock, GuardianKind, HelpForm
from tests.given import given
from tests.services.cases.facets.language.said import LAW
from tests.services.minors.said import BIRTHDAY, IN_CARE, VG, born, due, excluded, file, fired, names, say, seen, state, taken_in, told

ADULT_ON, COURT_ON = date(2016, 9, 5), date(2016, 11, 21)
CLEARING = (
    taken_in(),
    excluded(date(2016, 7, 14)),
    say(StartCare, date(2016, 7, 15), vg=VG),
    say(OpenClearing, date(2016, 8, 10)),
    born(BirthDate(year=1999)),
)
FOUND_ADULT = say(AssessAge, ADULT_ON, finding=AgeFinding.ADULT, method=AgeMethod.MEDICAL, birth=BirthDate(year=1997, month=12, day=31))
MINOR_AFTER_ALL = say(RecordCourtOrder, COURT_ON, finding=AgeFinding.MINOR, birth=BirthDate(year=1999))


def test_r33_a_finding_of_adult_age_stops_the_process_from_its_day() -> None:
    events = told(*CLEARING, FOUND_ADULT)
    assert CareEnded(on=ADULT_ON, reason=CareEnd.ADULT) in events
    assert PeriodEnded(on=ADULT_ON, clock=Clock.CLEARING, kept=None) in events
    assert (phase(file.fold(events)), due(events)) == ("found_adult", {})


def test_r33_past_care_stays_history() -> None:
    before, after = told(*CLEARING), told(*CLEARING, FOUND_ADULT)
    assert after[: len(before)] == before
    late = told(say(AgreeHelpPlan, date(2016, 9, 1), form=HelpForm.HOME), after=after)
    assert "HelpPlanAgreed" in names(late)[len(after) :]  # what happened until then may still be heard
    given(file, *after).when(say(AgreeHelpPlan, date(2016, 9, 6), form=HelpForm.HOME)).refused("minors.file_ended", "on")


def test_r33_care_proper_does_not_begin_in_a_file_that_has_ended() -> None:
    adult = say(AssessAge, date(2016, 7, 20), finding=AgeFinding.ADULT, method=AgeMethod.INSPECTION)
    ended = told(taken_in(), excluded(date(2016, 7, 14)), adult)
    given(file, *ended).when(say(StartCare, date(2016, 7, 25), vg=VG)).refused("minors.file_ended", "on")
    # that it had begun before may still be heard
    assert "CareStarted" in names(told(say(StartCare, date(2016, 7, 15), vg=VG), after=ended))[len(ended) :]


def test_r33_a_suit_does_not_suspend_the_finding() -> None:
    contested = state(*CLEARING, FOUND_ADULT, say(ContestAssessment, date(2016, 9, 12)))
    assert (contested.age.contested, phase(contested)) == (date(2016, 9, 12), "found_adult")
    given(file, *told(*CLEARING)).when(say(ContestAssessment, date(2016, 9, 12))).refused("minors.nothing_to_contest", "on")


def test_n3_a_court_order_brings_care_back_from_its_day_forward() -> None:
    events = told(*CLEARING, FOUND_ADULT, MINOR_AFTER_ALL)
    assert CareResumed(on=COURT_ON) in events
    again = file.fold(events)
    assert phase(again) == "clearing"
    # the clearing begins anew on Mon 21 Nov 2016, + 12 weeks = Mon 13 Feb 2017
    assert again.clocks.running[Clock.CLEARING].last_day == date(2017, 2, 13)
    assert "majority" in due(events)


def test_n3_claims_stand_side_by_side_with_source_and_method() -> None:
    claims = state(*CLEARING, FOUND_ADULT, MINOR_AFTER_ALL).age.claims
    assert [(claim.source, claim.method) for claim in claims] == [
        (AgeSource.SELF, AgeMethod.STATEMENT),
        (AgeSource.YOUTH_OFFICE, AgeMethod.MEDICAL),
        (AgeSource.COURT, AgeMethod.COURT),
    ]


def test_n3_a_finding_heard_late_does_not_undo_one_of_a_later_day() -> None:
    events = told(*CLEARING, MINOR_AFTER_ALL)
    assert phase(file.fold(told(FOUND_ADULT, after=events))) == "clearing"


def test_in_doubt_somebody_is_a_minor() -> None:
    doubt = say(AssessAge, date(2016, 7, 8), finding=AgeFinding.DOUBT, method=AgeMethod.INSPECTION)
    assert phase(state(*CLEARING, doubt)) == "clearing"


def test_nobody_is_found_an_adult_by_a_statement_alone() -> None:
    said = say(AssessAge, date(2016, 7, 8), finding=AgeFinding.ADULT, method=AgeMethod.STATEMENT)
    given(file, *told(*CLEARING)).when(said).refused("minors.adult_by_statement", "method")


def test_nobody_says_a_birth_that_lies_ahead() -> None:
    given(file, *told(*CLEARING)).when(born(date(2016, 7, 5), date(2016, 7, 4))).refused("minors.not_born_yet", "birth")
    assert names(told(born(BirthDate(year=2016), date(2016, 7, 4)), after=told(*CLEARING)))  # this year may be true


def test_n3_a_finding_of_before_the_end_does_not_undo_it() -> None:
    minor = say(AssessAge, date(2016, 7, 20), finding=AgeFinding.MINOR, method=AgeMethod.INSPECTION)
    ended = say(EndCare, date(2017, 5, 2), reason=CareEnd.ADULT)
    assert phase(state(taken_in(), excluded(date(2016, 7, 14)), say(StartCare, date(2016, 7, 15), vg=VG), minor, ended)) == "found_adult"


def test_n3_a_court_that_says_minor_and_names_no_date_sets_aside_those_by_which_it_would_be_an_adult() -> None:
    found_adult = say(AssessAge, date(2016, 9, 1), finding=AgeFinding.ADULT, method=AgeMethod.MEDICAL, birth=BirthDate(year=1997))
    events = told(*IN_CARE, found_adult, say(RecordCourtOrder, date(2016, 10, 3), finding=AgeFinding.MINOR))
    assert protected(file.fold(events), LAW, date(2016, 10, 4))
    assert "majority" not in due(events)
    assert "GuardianAppointed" in names(told(say(AppointGuardian, date(2016, 10, 5), kind=GuardianKind.OFFICE), after=events))


def test_nobody_in_care_is_an_adult_by_a_claim_alone() -> None:
    """§ 42f(1): a statement is none; a paper leads to a finding, and until then it is a minor."""
    for method in (AgeMethod.STATEMENT, AgeMethod.PAPER):
        assert protected(state(*IN_CARE, born(date(1990, 1, 1), date(2016, 9, 1), method)), LAW, date(2016, 9, 2))


@pytest.mark.parametrize("finding", [AgeFinding.MINOR, AgeFinding.DOUBT])
def test_r33_a_finding_after_the_birthday_takes_no_majority_back(finding: AgeFinding) -> None:
    """Whoever grew up meanwhile was a minor then: doubt, or a court that decides late, says nothing against the birth date."""
    said = fired("majority", after=told(*IN_CARE, born(BIRTHDAY, method=AgeMethod.PAPER)))
    doubted = told(say(AssessAge, date(2017, 6, 1), finding=finding, method=AgeMethod.INSPECTION), after=said)
    assert seen(doubted, date(2017, 6, 2))["reached"]
    assert not protected(file.fold(doubted), LAW, date(2017, 6, 2))


def test_n3_a_suit_that_outlasts_the_birthday_leaves_the_courts_own_date() -> None:
    adult = say(AssessAge, date(2016, 9, 1), finding=AgeFinding.ADULT, method=AgeMethod.MEDICAL)
    order = say(RecordCourtOrder, date(2017, 5, 10), finding=AgeFinding.MINOR, birth=BirthDate.of(BIRTHDAY))
    events = told(*IN_CARE, born(BIRTHDAY, method=AgeMethod.PAPER), adult, order)
    assert seen(events, date(2017, 6, 1))["reached"]
    given(file, *events).when(say(AppointGuardian, date(2017, 6, 1), kind=GuardianKind.OFFICE)).refused("minors.of_age")


def test_r33_a_finding_of_adult_age_after_majority_ends_no_help() -> None:
    helped = told(*IN_CARE, born(BIRTHDAY), say(GrantYoungAdultHelp, date(2017, 2, 1)))
    found = told(say(RecordCourtOrder, date(2017, 6, 1), finding=AgeFinding.ADULT), after=fired("majority", after=helped))
    assert phase(file.fold(found)) == "young_adult"


def test_who_was_taken_in_in_the_month_of_the_birthday_has_one_birth_date_for_rights_and_for_what_is_said() -> None:
    taken = (taken_in(date(2017, 3, 10)), excluded(date(2017, 3, 14)), say(StartCare, date(2017, 3, 15), vg=VG))
    events = told(*taken, born(date(1999, 3, 25), date(2017, 3, 17)))
    assert [seen(events, day)["reached"] for day in (date(2017, 3, 24), date(2017, 3, 25))] == [False, True]
    assert names(fired("majority", after=events))[-3:] == ["MajorityReached", "YoungAdultDecisionMissing", "PeriodEnded"]
