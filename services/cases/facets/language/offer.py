"""Angebot: a course offered, accepted, refused for a coded reason. An answer may arrive before its offer."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from services.cases.facets.language.base import LanguageCommand
from shared.contracts.codes import CourseCode, CourseKind, Reason
from shared.messages import Event


class OfferCourse(LanguageCommand):
    course: CourseCode
    kind: CourseKind = CourseKind.GENERAL


class AcceptCourseOffer(LanguageCommand):
    course: CourseCode


class RefuseCourseOffer(LanguageCommand):
    course: CourseCode
    reason: Reason


class CourseOffered(Event, name="language.CourseOffered"):
    course: CourseCode
    kind: CourseKind


class CourseOfferAccepted(Event, name="language.CourseOfferAccepted"):
    course: CourseCode


class CourseOfferRefused(Event, name="language.CourseOfferRefused"):
    course: CourseCode
    reason: Reason


OfferCommand = OfferCourse | AcceptCourseOffer | RefuseCourseOffer


@dataclass(frozen=True)
class Answer:
    """`reason` None: accepted."""

    on: date
    reason: Reason | None = None


@dataclass(frozen=True)
class Offers:
    """By course. Whoever changes their mind answers again: the last answer counts."""

    made: dict[CourseCode, CourseOffered] = field(default_factory=dict)
    answers: dict[CourseCode, Answer] = field(default_factory=dict)


def decide(command: OfferCommand, state: Offers) -> Sequence[Event]:
    on, course = command.on, command.course
    match command:
        case OfferCourse(kind=kind):
            offered = CourseOffered(on=on, course=course, kind=kind)
            return [] if state.made.get(course) == offered else [offered]
        case AcceptCourseOffer():
            return [] if state.answers.get(course) == Answer(on) else [CourseOfferAccepted(on=on, course=course)]
        case RefuseCourseOffer(reason=reason):
            return [] if state.answers.get(course) == Answer(on, reason) else [CourseOfferRefused(on=on, course=course, reason=reason)]


def evolve(state: Offers, event: Event) -> Offers:
    match event:
        case CourseOffered(course=course):
            return replace(state, made={**state.made, course: event})
        case CourseOfferAccepted(course=course, on=on):
            return replace(state, answers={**state.answers, course: Answer(on)})
        case CourseOfferRefused(course=course, on=on, reason=reason):
            return replace(state, answers={**state.answers, course: Answer(on, reason)})
    return state
