from datetime import date

import pytest

from services.cases.facets.language.offer import (
    AcceptCourseOffer,
    CourseOfferAccepted,
    CourseOffered,
    CourseOfferRefused,
    OfferCourse,
    RefuseCourseOffer,
)
from shared.contracts.codes import CourseKind, Reason
from tests.given import given
from tests.services.cases.facets.language.said import COURSE, PERSON, german

AUGUST, SEPTEMBER = date(2016, 8, 25), date(2016, 9, 1)
offered = CourseOffered(on=AUGUST, course=COURSE, kind=CourseKind.GENERAL)
accepted = CourseOfferAccepted(on=SEPTEMBER, course=COURSE)
offer = OfferCourse(person=PERSON, on=AUGUST, course=COURSE)
accept = AcceptCourseOffer(person=PERSON, on=SEPTEMBER, course=COURSE)


def refuse(reason: Reason) -> RefuseCourseOffer:
    return RefuseCourseOffer(person=PERSON, on=SEPTEMBER, course=COURSE, reason=reason)


def test_a_course_is_offered_and_accepted() -> None:
    given(german).when(offer).then(offered)
    given(german, offered).when(offer).nothing_new()
    given(german, offered).when(accept).then(accepted)
    given(german, offered, accepted).when(accept).nothing_new()


@pytest.mark.parametrize("reason", list(Reason))
def test_a_course_is_refused_for_a_coded_reason(reason: Reason) -> None:
    refused = CourseOfferRefused(on=SEPTEMBER, course=COURSE, reason=reason)
    given(german, offered).when(refuse(reason)).then(refused)
    given(german, offered, refused).when(refuse(reason)).nothing_new()


def test_who_changes_their_mind_answers_again() -> None:
    refused = CourseOfferRefused(on=SEPTEMBER, course=COURSE, reason=Reason.CHILD_CARE)
    given(german, offered, accepted).when(refuse(Reason.CHILD_CARE)).then(refused)
    given(german, offered, refused).when(accept).then(accepted)


def test_n18_an_answer_may_come_before_its_offer() -> None:
    given(german).when(accept).then(accepted)
    given(german, accepted).when(offer).then(offered)
