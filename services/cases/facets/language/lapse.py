"""Erlöschen, § 4(1) S. 3 IntV: a year without a start, or of interruption, ends the entitlement - if it is the person's fault.

Time alone proves no fault. So the deadline only asks for a decision, and a caseworker takes it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.cases.facets.language.attempt import Attempt, Attempts, Phase
from services.cases.facets.language.base import LanguageCommand
from services.cases.facets.language.entitlement import EntitlementExpired, Entitlements, latest
from shared.contracts.codes import CourseCode, ExpiryCause, Programme
from shared.decider import Refused
from shared.messages import Event

CAUSES = {Phase.WAITING: ExpiryCause.NOT_STARTED, Phase.INTERRUPTED: ExpiryCause.INTERRUPTED}


class ReviewLapse(LanguageCommand):
    """Fired by the deadline. `since`: the day of enrolment or interruption from which the year was counted."""

    course: CourseCode
    since: date


class LapseEntitlement(LanguageCommand):
    """A caseworker's finding: the person is responsible for the year that passed."""

    course: CourseCode


class LapseReviewDue(Event, name="language.LapseReviewDue"):
    course: CourseCode


LapseCommand = ReviewLapse | LapseEntitlement


def decide(command: LapseCommand, state: Attempts, entitlements: Entitlements) -> Sequence[Event]:
    attempt = state.get(command.course, Attempt())
    match command:
        case ReviewLapse(on=on, course=course, since=since):
            due = attempt.phase in CAUSES and attempt.since == since and not attempt.lapse_review
            return [LapseReviewDue(on=on, course=course)] if due else []
        case LapseEntitlement():
            return _lapse(command, attempt, entitlements)


def _lapse(command: LapseEntitlement, attempt: Attempt, entitlements: Entitlements) -> Sequence[Event]:
    if not attempt.lapse_review or attempt.phase not in CAUSES:
        raise Refused("language.no_lapse_to_decide", "course", course=command.course)
    programme = attempt.programme or Programme.INTEGRATION
    paper = latest(entitlements, programme)
    if paper is None:
        raise Refused("language.no_entitlement", "course", programme=programme)
    if paper.expired:
        return []
    return [EntitlementExpired(on=command.on, programme=programme, issued=paper.issued, cause=CAUSES[attempt.phase])]


def evolve(state: Attempts, event: Event) -> Attempts:
    match event:
        case LapseReviewDue(course=course):
            return {**state, course: replace(state.get(course, Attempt()), lapse_review=True)}
    return state
