"""Whenever X, then by the day Y, or then at once Z: deadlines and reactions. A day ends at 24:00 in Europe/Berlin."""

from datetime import date
from uuid import UUID

from services.cases.facets.language.attendance import CourseInterrupted
from services.cases.facets.language.enrolment import CourseEnrolmentConfirmed, CourseProviderChanged, CourseStarted, NoteOverdueStart
from services.cases.facets.language.entitlement import CourseEntitlementIssued, ExpireEntitlement
from services.cases.facets.language.lapse import ReviewLapse
from services.cases.facets.transition import due as crossing
from services.cases.facets.transition.causes import ConsiderStanding, ConsiderTitle
from services.cases.facets.transition.home import ConsiderHome
from services.cases.person import PersonMoved, PersonRegistered
from services.cases.status import due
from services.cases.status.papers import ResidenceTitleReported
from services.cases.status.standing import standing_in
from services.cases.streams import person_of
from shared.calendar import ONE_DAY, day_end
from shared.contracts.codes import CourseCode
from shared.deadlines import ClearDeadline, Deadline, Frist, SetDeadline
from shared.messages import Command, Recorded


def deadlines(recorded: Recorded) -> list[Deadline]:
    return [
        *_language(recorded),
        *due.deadlines(recorded.event, person_of(recorded.stream)),
        *crossing.deadlines(recorded.event, person_of(recorded.stream)),
    ]


def reactions(recorded: Recorded) -> list[Command]:
    """Whatever is reported of a decision, a title or a home, the change-over considers in the same transaction."""
    event, person = recorded.event, person_of(recorded.stream)
    if isinstance(event, PersonRegistered | PersonMoved):
        return [ConsiderHome(person=person, on=event.on, vg=event.vg)]
    if isinstance(event, ResidenceTitleReported):
        return [ConsiderTitle(person=person, on=event.on, kind=event.kind, valid_until=event.valid_until)]
    standing = standing_in(event)
    return [ConsiderStanding(person=person, on=event.on, standing=standing)] if standing else []


def _language(recorded: Recorded) -> list[Deadline]:
    match recorded.event:
        case CourseEntitlementIssued() as issued:
            return [_expiry(person_of(recorded.stream), issued)]
        case CourseEnrolmentConfirmed(on=on, course=course, start_due=start_due, start=start, lapse_on=lapse_on):
            person = person_of(recorded.stream)
            return [_start(person, course, start_due, start), _lapse(person, course, on, lapse_on)]
        case CourseInterrupted(on=on, course=course, lapse_on=lapse_on):
            return [_lapse(person_of(recorded.stream), course, on, lapse_on)]
        case CourseStarted(course=course):
            return [ClearDeadline(f"start-{course}")]
        case CourseProviderChanged(course=course, to_course=to_course, start_due=start_due, start=start):
            left: list[Deadline] = [ClearDeadline(f"start-{course}")] if to_course != course else []
            return [*left, _start(person_of(recorded.stream), to_course, start_due, start)]
    return []


def _expiry(person: UUID, issued: CourseEntitlementIssued) -> Deadline:
    """R20."""
    programme, last = issued.ground.programme, issued.valid_until
    command = ExpireEntitlement(person=person, programme=programme, issued=issued.on, on=last + ONE_DAY)
    return SetDeadline(f"entitlement-{programme}-{issued.on}", day_end(last), command)


def _start(person: UUID, course: CourseCode, due: date | None, period: Frist | None) -> Deadline:
    """R19."""
    if due is None:
        return ClearDeadline(f"start-{course}")
    return SetDeadline(f"start-{course}", day_end(due), NoteOverdueStart(person=person, course=course, on=due + ONE_DAY), period)


def _lapse(person: UUID, course: CourseCode, since: date, last: date | None) -> Deadline:
    """§ 4(1) S. 3 IntV."""
    if last is None:
        return ClearDeadline(f"lapse-{course}")
    return SetDeadline(f"lapse-{course}", day_end(last), ReviewLapse(person=person, course=course, since=since, on=last + ONE_DAY))
