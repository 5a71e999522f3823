"""What follows from facts, whichever came first. Each rule looks at the whole state and says what is new, or nothing."""

from collections.abc import Iterable
from datetime import date

from services.cases.facets.language.attempt import Attempt, Attempts
from services.cases.facets.language.entitlement import Entitlement, EntitlementRestored
from services.cases.facets.language.exam import RepeatConsidered
from services.cases.facets.language.explaining import CourseStartExplained, CourseStartUnexplained
from services.cases.facets.language.obligation import obliging
from services.cases.facets.language.state import Language
from shared.contracts.codes import ExpiryCause, Missing, Programme
from shared.law import Law
from shared.messages import Event
from shared.ruled import Rule


def n18_a_start_without_its_reasons_is_marked(state: Language, on: date, law: Law) -> Iterable[Event]:
    """The start is a fact; that nobody enrolled or entitled the person by that day is for somebody to clear up."""
    for course, attempt in state.attempts.items():
        missing = _missing(state, attempt)
        if missing and missing != attempt.unexplained:
            yield CourseStartUnexplained(on=on, course=course, missing=missing)
        if attempt.unexplained and not missing:
            yield CourseStartExplained(on=on, course=course)


def r20_an_entitlement_used_or_excused_has_not_expired(state: Language, on: date, law: Law) -> Iterable[Event]:
    """The enrolment in time, or the excuse, was only heard of too late."""
    for paper in state.entitlements:
        if paper.cause is ExpiryCause.UNUSED and (paper.excused or used_in_time(paper, state.attempts)):
            yield EntitlementRestored(on=on, programme=paper.programme, issued=paper.issued)


def r21_below_b1_a_repeat_is_considered_once(state: Language, on: date, law: Law) -> Iterable[Event]:
    """§ 5(5) IntV; since Dec 2024 only in the kinds of course that the law of the exam's day names."""
    reached = state.exams.reached(Programme.INTEGRATION)
    if reached is None or state.exams.considered or state.exams.granted:
        return
    day = max(result.on for result in state.exams.of(Programme.INTEGRATION) if result.overall)
    open_to = set(law.on(day, "course.integration.repeat_kinds").codes)
    if reached < law.on(day, "course.integration.target").text and _kinds(state.attempts) & open_to:
        yield RepeatConsidered(on=on, max_units=law.on(day, "course.integration.repeat_units").number)


RULES: tuple[Rule[Language], ...] = (
    n18_a_start_without_its_reasons_is_marked,
    r20_an_entitlement_used_or_excused_has_not_expired,
    r21_below_b1_a_repeat_is_considered_once,
)


def used_in_time(paper: Entitlement, attempts: Attempts) -> bool:
    """Somebody enrolled (or started, which proves it) by the last day of validity; a course left before the issue proves nothing."""
    return any(_uses(paper, attempt) for attempt in attempts.values())


def _uses(paper: Entitlement, attempt: Attempt) -> bool:
    enrolled = attempt.enrolment.on if attempt.enrolment else attempt.started
    in_time = enrolled is not None and enrolled <= paper.valid_until
    left_before = attempt.end is not None and attempt.end.on < paper.issued
    return in_time and not left_before and attempt.programme in (None, paper.programme)


def _missing(state: Language, attempt: Attempt) -> tuple[Missing, ...]:
    if attempt.started is None:
        return ()
    day, programme = attempt.started, attempt.programme
    entitled = any(paper.holds(day) and programme in (None, paper.programme) for paper in state.entitlements)
    missing = []
    if attempt.enrolment is None or attempt.enrolment.on > day:
        missing.append(Missing.ENROLMENT)
    if not entitled and not obliging(state.obligations, programme, day):
        missing.append(Missing.ENTITLEMENT)
    return tuple(missing)


def _kinds(attempts: Attempts) -> set[str]:
    """The kinds of Integrationskurs that the person took; an unknown course counts as general."""
    kinds = {str(a.enrolment.kind) for a in attempts.values() if a.enrolment and a.programme is Programme.INTEGRATION}
    return kinds or {"general"}
