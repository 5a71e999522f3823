"""One person in one course. `heard_of`: only units or a delay are known, no place is taken yet."""

from services.cases.facets.language.attempt import Attempt
from services.cases.facets.language.attendance import AttendanceReported, CourseCompleted, CourseDroppedOut, CourseInterrupted
from services.cases.facets.language.enrolment import (
    CourseEnrolmentConfirmed,
    CourseProviderChanged,
    CourseResumed,
    CourseStartDelayed,
    CourseStarted,
)
from shared.messages import Event

TRANSITIONS: dict[tuple[str, type[Event]], frozenset[str]] = {
    ("[*]", AttendanceReported): frozenset({"heard_of"}),
    ("[*]", CourseCompleted): frozenset({"ended"}),
    ("[*]", CourseDroppedOut): frozenset({"ended"}),
    ("[*]", CourseInterrupted): frozenset({"interrupted"}),
    ("[*]", CourseProviderChanged): frozenset({"ended"}),
    ("[*]", CourseStartDelayed): frozenset({"heard_of"}),
    ("[*]", CourseStarted): frozenset({"attending"}),
    ("[*]", CourseEnrolmentConfirmed): frozenset({"waiting"}),
    ("attending", CourseCompleted): frozenset({"ended"}),
    ("attending", CourseDroppedOut): frozenset({"ended"}),
    ("attending", CourseInterrupted): frozenset({"interrupted"}),
    ("attending", CourseProviderChanged): frozenset({"ended"}),
    ("attending", CourseEnrolmentConfirmed): frozenset({"waiting"}),
    ("ended", CourseInterrupted): frozenset({"interrupted"}),
    ("ended", CourseResumed): frozenset({"attending"}),
    ("ended", CourseStarted): frozenset({"attending"}),
    ("ended", CourseEnrolmentConfirmed): frozenset({"waiting"}),
    ("heard_of", CourseCompleted): frozenset({"ended"}),
    ("heard_of", CourseDroppedOut): frozenset({"ended"}),
    ("heard_of", CourseInterrupted): frozenset({"interrupted"}),
    ("heard_of", CourseProviderChanged): frozenset({"ended"}),
    ("heard_of", CourseStarted): frozenset({"attending"}),
    ("heard_of", CourseEnrolmentConfirmed): frozenset({"waiting"}),
    ("interrupted", CourseCompleted): frozenset({"ended"}),
    ("interrupted", CourseDroppedOut): frozenset({"ended"}),
    ("interrupted", CourseProviderChanged): frozenset({"ended"}),
    ("interrupted", CourseResumed): frozenset({"attending"}),
    ("interrupted", CourseStarted): frozenset({"attending"}),
    ("interrupted", CourseEnrolmentConfirmed): frozenset({"waiting"}),
    ("waiting", CourseCompleted): frozenset({"ended"}),
    ("waiting", CourseDroppedOut): frozenset({"ended"}),
    ("waiting", CourseInterrupted): frozenset({"interrupted"}),
    ("waiting", CourseProviderChanged): frozenset({"ended"}),
    ("waiting", CourseStarted): frozenset({"attending"}),
}
"""By phase and event. Held to the decider by random walks, drawn in docs/states.md."""


def phase(attempt: Attempt | None) -> str:
    return attempt.phase.name.lower() if attempt else "[*]"
