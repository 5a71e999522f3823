from datetime import date
from typing import Any

import pytest

from services.cases.facets.language.enrolment import CourseEnrolmentConfirmed
from services.cases.facets.language.entitlement import (
    CourseEntitlementIssued,
    EntitlementExpired,
    EntitlementRestored,
    ExcuseMissedEnrolment,
    ExpireEntitlement,
    MissedEnrolmentExcused,
    RecordEntitlement,
)
from shared.contracts.codes import CourseKind, Excuse, ExpiryCause, Ground, Programme
from tests.given import given
from tests.services.cases.facets.language.said import COURSE, ENROLLED, PERSON, enrol, enrolled, german

INTEGRATION, VOCATIONAL = Programme.INTEGRATION, Programme.VOCATIONAL
ISSUED = date(2016, 8, 31)
# 31 Aug + 3 months: there is no 31 Nov, so 30 Nov (§ 188(3) BGB); it holds to the end of that day
LAST, AFTER = date(2016, 11, 30), date(2016, 12, 1)

issued = CourseEntitlementIssued(on=ISSUED, ground=Ground.ASYLUM_SEEKER, valid_until=LAST, excusable=True)
expire = ExpireEntitlement(person=PERSON, on=AFTER, programme=INTEGRATION, issued=ISSUED)
expired = EntitlementExpired(on=AFTER, programme=INTEGRATION, issued=ISSUED, cause=ExpiryCause.UNUSED)
excused = MissedEnrolmentExcused(on=AFTER, programme=INTEGRATION, issued=ISSUED, reason=Excuse.NO_PLACE)
restored = EntitlementRestored(on=ENROLLED, programme=INTEGRATION, issued=ISSUED)


def record(ground: Ground = Ground.ASYLUM_SEEKER, on: date = ISSUED, **more: Any) -> RecordEntitlement:
    return RecordEntitlement(person=PERSON, on=on, ground=ground, **more)


def excuse(on: date = AFTER) -> ExcuseMissedEnrolment:
    return ExcuseMissedEnrolment(person=PERSON, on=on, reason=Excuse.NO_PLACE)


def late_enrolment(on: date, kind: CourseKind = CourseKind.GENERAL) -> CourseEnrolmentConfirmed:
    return CourseEnrolmentConfirmed(on=on, course=COURSE, provider="kvhs-kaiserslautern", kind=kind, start_due=None, lapse_on=None)


@pytest.mark.parametrize(
    ("ground", "on", "valid_until"),
    [
        (Ground.ASYLUM_SEEKER, date(2016, 8, 31), date(2016, 11, 30)),  # three months, § 44(4) S. 2 Nr. 1
        (Ground.TOLERATION, date(2016, 8, 31), date(2017, 8, 31)),  # one year, c5
        (Ground.ADMISSION, date(2016, 8, 6), date(2017, 8, 6)),  # one year from 6 Aug 2016
        (Ground.ADMISSION, date(2016, 8, 5), date(2018, 8, 5)),  # c3: two years before
        (Ground.TITLE, date(2016, 8, 5), date(2018, 8, 5)),  # c3: two years before
        (Ground.TITLE, date(2016, 8, 6), date(2017, 8, 6)),
        (Ground.VOCATIONAL, date(2016, 11, 30), date(2017, 2, 28)),  # § 6(3) DeuFöV; no 30 Feb
    ],
)
def test_r20_c3_c5_an_entitlement_holds_as_long_as_the_law_of_its_day_says(ground: Ground, on: date, valid_until: date) -> None:
    events = german.decide(record(ground, on), german.initial)
    assert [getattr(event, "valid_until", None) for event in events] == [valid_until]


def test_the_end_noted_on_the_paper_wins() -> None:
    paper = date(2016, 12, 15)
    given(german).when(record(valid_until=paper)).then(issued.model_copy(update={"valid_until": paper}))
    given(german).when(record(valid_until=date(2016, 8, 30))).refused("language.ends_before_issue", "valid_until")


def test_the_same_paper_again_is_nothing_new_and_another_word_corrects_it() -> None:
    given(german, issued).when(record()).nothing_new()
    corrected = CourseEntitlementIssued(on=ISSUED, ground=Ground.TOLERATION, valid_until=date(2017, 8, 31), excusable=True)
    given(german, issued).when(record(Ground.TOLERATION)).then(corrected)
    assert len(given(german, issued, corrected).state().entitlements) == 1


def test_no_entitlement_by_a_law_that_was_not_yet() -> None:
    # DeuFöV is in force since 1 Jul 2016
    given(german).when(record(Ground.VOCATIONAL, date(2016, 6, 30))).refused("law.missing", "on")


def test_r20_without_enrolment_it_expires_after_its_last_day() -> None:
    given(german, issued).when(expire).then(expired)
    given(german, issued, expired).when(expire).nothing_new()
    given(german, issued).when(expire.model_copy(update={"on": LAST})).refused("language.still_valid", "on")


def test_r20_enrolled_in_time_it_does_not_expire() -> None:
    given(german, issued, enrolled).when(expire).nothing_new()
    given(german, issued, late_enrolment(LAST)).when(expire).nothing_new()
    given(german, issued, late_enrolment(AFTER)).when(expire).then(expired)
    given(german, issued, late_enrolment(LAST, CourseKind.VOCATIONAL)).when(expire).then(expired)


def test_r20_c5_what_is_not_attributable_does_no_harm() -> None:
    given(german, issued).when(excuse()).then(excused)
    given(german, issued, excused).when(excuse()).nothing_new()
    given(german, issued, excused).when(expire).nothing_new()


def test_r20_by_the_older_law_an_excuse_does_not_help() -> None:
    old = CourseEntitlementIssued(on=date(2016, 7, 1), ground=Ground.TITLE, valid_until=date(2018, 7, 1), excusable=False)
    given(german).when(record(Ground.TITLE, date(2016, 7, 1))).then(old)
    given(german, old).when(excuse()).refused("language.not_excusable", "programme")
    given(german).when(excuse()).refused("language.no_entitlement", "programme")


def test_n7_an_enrolment_in_time_heard_of_late_restores_it() -> None:
    given(german, issued, expired).when(enrol()).then(enrolled, restored)
    given(german, issued, expired, enrolled, restored).when(enrol()).nothing_new()


def test_n7_an_excuse_accepted_late_restores_it() -> None:
    given(german, issued, expired).when(excuse()).then(excused, restored.model_copy(update={"on": AFTER}))


def test_n22_a_later_law_does_not_move_an_end_that_was_decided() -> None:
    old = CourseEntitlementIssued(on=date(2016, 8, 5), ground=Ground.ADMISSION, valid_until=date(2018, 8, 5), excusable=False)
    early = ExpireEntitlement(person=PERSON, on=date(2017, 8, 6), programme=INTEGRATION, issued=date(2016, 8, 5))
    given(german, old).when(early).refused("language.still_valid", "on")


def test_an_unknown_paper_cannot_expire() -> None:
    given(german).when(expire).nothing_new()
    given(german, issued).when(expire.model_copy(update={"programme": VOCATIONAL})).nothing_new()
