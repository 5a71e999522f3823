"""Teilnahme: units attended (R22), interruption, and the two ends: completed or aborted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.cases.facets.language.attempt import Attempt, Attempts, End, Pause, Units
from services.cases.facets.language.base import LanguageCommand
from services.cases.facets.language.enrolment import last_day
from shared.contracts.codes import CourseCode, Month, Programme, Reason
from shared.decider import Refused
from shared.law import Law
from shared.messages import Event


class ReportAttendance(LanguageCommand):
    """Unterrichtseinheiten (45 minutes) of one month. The same month said again is a correction."""

    course: CourseCode
    month: Month
    units_attended: int
    units_held: int


class InterruptCourse(LanguageCommand):
    course: CourseCode
    reason: Reason


class CompleteCourse(LanguageCommand):
    """Attended to its end; whether with success, the exam says (R18)."""

    course: CourseCode


class DropOutOfCourse(LanguageCommand):
    course: CourseCode
    reason: Reason


class AttendanceReported(Event, name="language.AttendanceReported"):
    course: CourseCode
    month: Month
    units_attended: int
    units_held: int


class CourseInterrupted(Event, name="language.CourseInterrupted"):
    """`lapse_on`: the last day of the year after which the entitlement may lapse (§ 4(1) S. 3 IntV)."""

    course: CourseCode
    reason: Reason
    lapse_on: date | None


class CourseCompleted(Event, name="language.CourseCompleted"):
    course: CourseCode


class CourseDroppedOut(Event, name="language.CourseDroppedOut"):
    course: CourseCode
    reason: Reason


AttendanceCommand = ReportAttendance | InterruptCourse | CompleteCourse | DropOutOfCourse


def decide(command: AttendanceCommand, state: Attempts, law: Law) -> Sequence[Event]:
    on, course = command.on, command.course
    attempt = state.get(course, Attempt())
    match command:
        case ReportAttendance():
            return _report(command, attempt)
        case InterruptCourse():
            return _interrupt(command, attempt, law)
        case CompleteCourse() if attempt.end != End(on):
            return [CourseCompleted(on=on, course=course)]
        case DropOutOfCourse(reason=reason) if attempt.end != End(on, reason):
            return [CourseDroppedOut(on=on, course=course, reason=reason)]
    return []


def _report(command: ReportAttendance, attempt: Attempt) -> Sequence[Event]:
    attended, held = command.units_attended, command.units_held
    for field, units in (("units_held", held), ("units_attended", attended)):
        if units < 0:
            raise Refused("language.negative_units", field, units=units)
    if attended > held:
        raise Refused("language.more_attended_than_held", "units_attended", attended=attended, held=held)
    if attempt.units.get(command.month) == Units(attended, held):
        return []
    return [AttendanceReported(on=command.on, course=command.course, month=command.month, units_attended=attended, units_held=held)]


def _interrupt(command: InterruptCourse, attempt: Attempt, law: Law) -> Sequence[Event]:
    if Pause(command.on, command.reason) in attempt.pauses:
        return []
    programme = attempt.programme or Programme.INTEGRATION
    lapse_on = last_day(law, command.on, f"course.{programme}.lapse_after")
    return [CourseInterrupted(on=command.on, course=command.course, reason=command.reason, lapse_on=lapse_on)]


def evolve(state: Attempts, event: Event) -> Attempts:
    match event:
        case AttendanceReported(course=course, month=month):
            known = state.get(course, Attempt())
            attempt = replace(known, units={**known.units, month: Units(event.units_attended, event.units_held)})
        case CourseInterrupted(course=course, on=on, reason=reason):
            known = state.get(course, Attempt())
            attempt = replace(known, pauses=(*known.pauses, Pause(on, reason)), lapse_review=False)
        case CourseCompleted(course=course, on=on):
            attempt = replace(state.get(course, Attempt()), end=End(on))
        case CourseDroppedOut(course=course, on=on, reason=reason):
            attempt = replace(state.get(course, Attempt()), end=End(on, reason))
        case _:
            return state
    return {**state, course: attempt}
