"""Anmeldung bis Beginn: enrolled, waiting, delayed (R19), started; also from one provider to the next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.cases.facets.language.attempt import Attempt, Attempts, End, Enrolment, Phase
from services.cases.facets.language.base import LanguageCommand
from shared.contracts.codes import CourseCode, CourseKind, Slug
from shared.deadlines import Frist
from shared.decider import Refused
from shared.law import Law, NoLaw
from shared.messages import Event


class ConfirmEnrolment(LanguageCommand):
    course: CourseCode
    provider: Slug
    kind: CourseKind = CourseKind.GENERAL


class ReportStartDelay(LanguageCommand):
    """The provider says so itself; `expected` is the new first day, if there is one."""

    course: CourseCode
    expected: date | None = None


class NoteOverdueStart(LanguageCommand):
    """Fired by the deadline: `on` is the day after the last on which the start was in time."""

    course: CourseCode


class StartCourse(LanguageCommand):
    """Also the return after an interruption: providers report both as a start."""

    course: CourseCode


class ChangeProvider(LanguageCommand):
    """The person goes on elsewhere, for instance after moving. `to_course` is the new provider's number."""

    course: CourseCode
    to_course: CourseCode
    provider: Slug


class CourseEnrolmentConfirmed(Event, name="language.EnrolmentConfirmed"):
    """`start_due`, `lapse_on`: last days by the law of the day of enrolment; None where it says none. `start`: the period in which the
    provider must begin.
    """

    course: CourseCode
    provider: Slug
    kind: CourseKind
    start_due: date | None
    lapse_on: date | None
    start: Frist | None = None


class CourseStartDelayed(Event, name="language.CourseStartDelayed"):
    """`overdue`: later than the law allows; the provider must inform the person and the BAMF (§ 7(4) IntV)."""

    course: CourseCode
    provider: Slug | None
    overdue: bool
    expected: date | None


class CourseStarted(Event, name="language.CourseStarted"):
    course: CourseCode


class CourseResumed(Event, name="language.CourseResumed"):
    course: CourseCode


class CourseProviderChanged(Event, name="language.CourseProviderChanged"):
    """`start_due`, `start`: carried over while the person still waits; from now on the new provider's to keep."""

    course: CourseCode
    to_course: CourseCode
    provider: Slug
    start_due: date | None
    start: Frist | None = None


EnrolmentCommand = ConfirmEnrolment | ReportStartDelay | NoteOverdueStart | StartCourse | ChangeProvider


def decide(command: EnrolmentCommand, state: Attempts, law: Law) -> Sequence[Event]:
    on, course = command.on, command.course
    attempt = state.get(course, Attempt())
    provider = attempt.enrolment.provider if attempt.enrolment else None
    match command:
        case ConfirmEnrolment():
            return _enrol(command, attempt, law)
        case ReportStartDelay(expected=expected) if attempt.expected != (expected or on):
            return [CourseStartDelayed(on=on, course=course, provider=provider, overdue=False, expected=expected)]
        case NoteOverdueStart() if attempt.phase is Phase.WAITING and not attempt.overdue and _is_late(attempt, on):
            return [CourseStartDelayed(on=on, course=course, provider=provider, overdue=True, expected=None)]
        case StartCourse():
            return _start(command, attempt)
        case ChangeProvider():
            return _change(command, attempt, provider)
    return []


def _enrol(command: ConfirmEnrolment, attempt: Attempt, law: Law) -> Sequence[Event]:
    on, programme = command.on, command.kind.programme
    start_due, lapse_on = (last_day(law, on, f"course.{programme}.{key}") for key in ("start_within", "lapse_after"))
    event = CourseEnrolmentConfirmed(
        on=on,
        course=command.course,
        provider=command.provider,
        kind=command.kind,
        start_due=start_due,
        lapse_on=lapse_on,
        start=_period(f"course.{programme}.start_within", command, start_due, law),
    )
    return [] if attempt.enrolment == _enrolment(event) else [event]


def _period(rule: str, command: ConfirmEnrolment, last: date | None, law: Law) -> Frist | None:
    """The provider's to keep (R19). Raises NoLaw."""
    if last is None:
        return None
    paragraph, stops = law.on(command.on, rule).paragraph, (CourseStarted.name,)
    return Frist(rule=rule, paragraph=paragraph, started=command.on, last_day=last, owner=command.provider, stops=stops)


def _is_late(attempt: Attempt, on: date) -> bool:
    return bool(attempt.enrolment and attempt.enrolment.start_due and on > attempt.enrolment.start_due)


def _start(command: StartCourse, attempt: Attempt) -> Sequence[Event]:
    on, course = command.on, command.course
    if on == attempt.started or on in attempt.resumed:
        return []
    left = attempt.since if attempt.phase in (Phase.INTERRUPTED, Phase.ENDED) else None
    if attempt.started and left and on > left:
        return [CourseResumed(on=on, course=course)]
    return [CourseStarted(on=on, course=course)]


def _change(command: ChangeProvider, attempt: Attempt, provider: Slug | None) -> Sequence[Event]:
    stays = command.to_course == command.course
    if stays and attempt.enrolment is None:
        raise Refused("language.not_enrolled", "course", course=command.course)
    if attempt.end == End(command.on, to=command.to_course) or (stays and provider == command.provider):
        return []
    waits = attempt.enrolment if attempt.phase is Phase.WAITING else None
    return [
        CourseProviderChanged(
            on=command.on,
            course=command.course,
            to_course=command.to_course,
            provider=command.provider,
            start_due=waits.start_due if waits else None,
            start=waits.start.model_copy(update={"owner": command.provider}) if waits and waits.start else None,
        )
    ]


def last_day(law: Law, day: date, key: str) -> date | None:
    """The last day of a period of the law; None where the law of that day knows no such period."""
    try:
        return law.on(day, key).period.last_day(day)
    except NoLaw:
        return None


def _enrolment(event: CourseEnrolmentConfirmed) -> Enrolment:
    return Enrolment(event.on, event.provider, event.kind, event.start_due, event.start)


def evolve(state: Attempts, event: Event) -> Attempts:
    match event:
        case CourseEnrolmentConfirmed(course=course):
            attempt = replace(state.get(course, Attempt()), enrolment=_enrolment(event), overdue=False, lapse_review=False)
        case CourseStartDelayed(course=course, overdue=True):
            attempt = replace(state.get(course, Attempt()), overdue=True)
        case CourseStartDelayed(course=course, on=on, expected=expected):
            attempt = replace(state.get(course, Attempt()), expected=expected or on)
        case CourseStarted(course=course, on=on):
            attempt = replace(state.get(course, Attempt()), started=on, lapse_review=False)
        case CourseResumed(course=course, on=on):
            known = state.get(course, Attempt())
            attempt = replace(known, resumed=(*known.resumed, on), lapse_review=False)
        case CourseProviderChanged():
            return _moved(state, event)
        case _:
            return state
    return {**state, course: attempt}


def _moved(state: Attempts, event: CourseProviderChanged) -> Attempts:
    left = state.get(event.course, Attempt())
    enrolment = replace(left.enrolment, provider=event.provider) if left.enrolment else None
    if event.to_course == event.course:
        return {**state, event.course: replace(left, enrolment=enrolment)}
    entered = replace(state.get(event.to_course, Attempt()), enrolment=enrolment, started=event.on if left.started else None, end=None)
    return {**state, event.course: replace(left, end=End(event.on, to=event.to_course)), event.to_course: entered}
