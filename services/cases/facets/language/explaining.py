"""N18: a start may be heard of before the enrolment, the entitlement or the obligation that explains it."""

from dataclasses import replace

from services.cases.facets.language.attempt import Attempt, Attempts
from shared.contracts.codes import CourseCode, Missing
from shared.messages import Event


class CourseStartUnexplained(Event, name="language.CourseStartUnexplained"):
    course: CourseCode
    missing: tuple[Missing, ...]


class CourseStartExplained(Event, name="language.CourseStartExplained"):
    course: CourseCode


def evolve(state: Attempts, event: Event) -> Attempts:
    match event:
        case CourseStartUnexplained(course=course, missing=missing):
            return {**state, course: replace(state.get(course, Attempt()), unexplained=missing)}
        case CourseStartExplained(course=course):
            return {**state, course: replace(state.get(course, Attempt()), unexplained=())}
    return state
