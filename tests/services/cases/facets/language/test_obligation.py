from datetime import date

from services.cases.facets.language.obligation import (
    CourseObligationIssued,
    ObligationRevoked,
    RecordObligation,
    RevokeObligation,
    obliging,
)
from shared.contracts.codes import Authority, Programme
from tests.given import given
from tests.services.cases.facets.language.said import PERSON, enrol, enrolled, german

INTEGRATION = Programme.INTEGRATION
AUGUST, SEPTEMBER, NOVEMBER = date(2016, 8, 22), date(2016, 9, 5), date(2016, 11, 2)

oblige_jobcenter = RecordObligation(person=PERSON, on=SEPTEMBER, authority=Authority.JOBCENTER)
by_office = CourseObligationIssued(on=AUGUST, authority=Authority.IMMIGRATION_OFFICE, programme=INTEGRATION, already_by=())
by_jobcenter = CourseObligationIssued(
    on=SEPTEMBER, authority=Authority.JOBCENTER, programme=INTEGRATION, already_by=(Authority.IMMIGRATION_OFFICE,)
)
revoke = RevokeObligation(person=PERSON, on=NOVEMBER, authority=Authority.IMMIGRATION_OFFICE)
revoked = ObligationRevoked(on=NOVEMBER, authority=Authority.IMMIGRATION_OFFICE, programme=INTEGRATION)


def test_n18_the_second_authority_is_recorded_and_sees_the_first() -> None:
    given(german, by_office).when(oblige_jobcenter).then(by_jobcenter)
    given(german, by_office, by_jobcenter).when(oblige_jobcenter).nothing_new()


def test_n18_two_obligations_are_one_enrolment() -> None:
    given(german, by_office, by_jobcenter).when(enrol()).then(enrolled)
    given(german, by_office, by_jobcenter, enrolled).when(enrol()).nothing_new()


def test_a_revoked_obligation_no_longer_counts_from_its_day() -> None:
    given(german, by_office).when(revoke).then(revoked)
    given(german, by_office, revoked).when(revoke).nothing_new()
    acts = given(german, by_office, revoked).state().obligations
    assert obliging(acts, INTEGRATION, date(2016, 11, 1)) == (Authority.IMMIGRATION_OFFICE,)
    assert obliging(acts, INTEGRATION, NOVEMBER) == ()
    later = RecordObligation(person=PERSON, on=NOVEMBER, authority=Authority.JOBCENTER)
    given(german, by_office, revoked).when(later).then(
        CourseObligationIssued(on=NOVEMBER, authority=Authority.JOBCENTER, programme=INTEGRATION, already_by=())
    )


def test_n18_a_revocation_may_come_before_its_obligation() -> None:
    given(german).when(revoke).then(revoked)
    record = RecordObligation(person=PERSON, on=AUGUST, authority=Authority.IMMIGRATION_OFFICE)
    given(german, revoked).when(record).then(by_office)
    assert obliging(given(german, revoked, by_office).state().obligations, None, NOVEMBER) == ()


def test_an_obligation_to_another_programme_is_another_act() -> None:
    vocational = RecordObligation(person=PERSON, on=AUGUST, authority=Authority.IMMIGRATION_OFFICE, programme=Programme.VOCATIONAL)
    event = CourseObligationIssued(on=AUGUST, authority=Authority.IMMIGRATION_OFFICE, programme=Programme.VOCATIONAL, already_by=())
    given(german, by_office).when(vocational).then(event)
