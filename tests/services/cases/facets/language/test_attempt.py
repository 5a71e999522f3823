"""The phase is read off the days, so it is the same in whatever order the facts came."""

from datetime import date
from itertools import permutations

from services.cases.facets.language.attempt import Attempt, End, Enrolment, Pause, Phase
from services.cases.facets.language.attendance import CourseCompleted, CourseDroppedOut, CourseInterrupted
from services.cases.facets.language.enrolment import CourseResumed
from shared.contracts.codes import CourseKind, Reason
from tests.services.cases.facets.language.said import COURSE, enrolled, german, started

ENROLMENT = Enrolment(date(2016, 9, 1), "kvhs-kaiserslautern", CourseKind.GENERAL)
OCT, NOV, DEC = date(2016, 10, 4), date(2016, 11, 2), date(2016, 12, 5)


def test_the_phases() -> None:
    assert Attempt().phase is Phase.HEARD_OF
    assert Attempt(ENROLMENT).phase is Phase.WAITING
    assert Attempt(ENROLMENT, OCT).phase is Phase.ATTENDING
    assert Attempt(ENROLMENT, OCT, (Pause(NOV, Reason.HEALTH),)).phase is Phase.INTERRUPTED
    assert Attempt(ENROLMENT, OCT, (Pause(NOV, Reason.HEALTH),), (DEC,)).phase is Phase.ATTENDING
    assert Attempt(ENROLMENT, OCT, end=End(DEC)).phase is Phase.ENDED
    assert Attempt(Enrolment(DEC, "cjd", CourseKind.GENERAL), OCT, end=End(NOV)).phase is Phase.WAITING


def test_the_present_phase_began_on() -> None:
    assert Attempt().since is None
    assert Attempt(ENROLMENT).since == date(2016, 9, 1)
    assert Attempt(ENROLMENT, OCT, (Pause(NOV, Reason.HEALTH),)).since == NOV


def test_n18_the_order_of_arrival_does_not_matter() -> None:
    paused = CourseInterrupted(on=NOV, course=COURSE, reason=Reason.HEALTH, lapse_on=None)
    back = CourseResumed(on=DEC, course=COURSE)
    for end, last in (
        (CourseCompleted(on=date(2017, 6, 23), course=COURSE), None),
        (CourseDroppedOut(on=DEC, course=COURSE, reason=Reason.JOB), Reason.JOB),
    ):
        for order in permutations((enrolled, started, paused, back, end)):
            attempt = german.fold(order).attempts[COURSE]
            assert (attempt.phase, attempt.end) == (Phase.ENDED, End(end.on, last))
