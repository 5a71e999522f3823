"""What partners state about a person's way to German. CloudEvents `subject`: the person's random id; `on`: the legal day.

Numbers are not bounded here: what cannot be true (R22) is refused by the rule, with a text that says the way out.
"""

from datetime import date
from typing import Any, ClassVar

from shared.contracts.base import Fact
from shared.contracts.codes import Authority, CourseCode, CourseKind, Ground, Level, Levels, Literacy, Month, Programme, Reason, Slug

_COURSE = {"on": "2016-09-01", "course": "kvhs-2016-17"}


class LanguageNeedAssessed(Fact, type="koop.fact.LanguageNeedAssessed.v1"):
    """Levels: what the person says of themselves."""

    literacy: Literacy
    levels: Levels = Levels()
    childcare_needed: bool = False
    transport_needed: bool = False

    example: ClassVar[dict[str, Any]] = {
        "on": "2016-07-18",
        "literacy": "second_script",
        "levels": {"listening": "A1", "speaking": "A1"},
        "childcare_needed": True,
        "transport_needed": False,
    }


class CourseEntitlementIssued(Fact, type="koop.fact.CourseEntitlementIssued.v1"):
    """`valid_until`: the end noted on the paper; left out, the law's period counts."""

    ground: Ground
    valid_until: date | None = None

    example: ClassVar[dict[str, Any]] = {"on": "2016-09-01", "ground": "asylum_seeker", "valid_until": "2016-12-01"}


class CourseObligationIssued(Fact, type="koop.fact.CourseObligationIssued.v1"):
    authority: Authority
    programme: Programme = Programme.INTEGRATION

    example: ClassVar[dict[str, Any]] = {"on": "2016-09-01", "authority": "jobcenter", "programme": "integration"}


class ObligationRevoked(Fact, type="koop.fact.ObligationRevoked.v1"):
    authority: Authority
    programme: Programme = Programme.INTEGRATION

    example: ClassVar[dict[str, Any]] = {"on": "2016-11-02", "authority": "jobcenter", "programme": "integration"}


class PlacementTestTaken(Fact, type="koop.fact.PlacementTestTaken.v1"):
    """`module`: the course section to begin with."""

    levels: Levels
    module: int | None = None

    example: ClassVar[dict[str, Any]] = {"on": "2016-09-06", "levels": {"reading": "A1", "writing": "A0"}, "module": 2}


class CourseOffered(Fact, type="koop.fact.CourseOffered.v1"):
    course: CourseCode
    kind: CourseKind = CourseKind.GENERAL

    example: ClassVar[dict[str, Any]] = _COURSE | {"kind": "literacy"}


class CourseOfferAccepted(Fact, type="koop.fact.CourseOfferAccepted.v1"):
    course: CourseCode

    example: ClassVar[dict[str, Any]] = _COURSE


class CourseOfferRefused(Fact, type="koop.fact.CourseOfferRefused.v1"):
    course: CourseCode
    reason: Reason

    example: ClassVar[dict[str, Any]] = _COURSE | {"reason": "pregnancy"}


class CourseEnrolmentConfirmed(Fact, type="koop.fact.CourseEnrolmentConfirmed.v1"):
    course: CourseCode
    provider: Slug
    kind: CourseKind = CourseKind.GENERAL

    example: ClassVar[dict[str, Any]] = _COURSE | {"provider": "kvhs-kaiserslautern", "kind": "general"}


class CourseStarted(Fact, type="koop.fact.CourseStarted.v1"):
    """Also the return after an interruption."""

    course: CourseCode

    example: ClassVar[dict[str, Any]] = _COURSE | {"on": "2016-10-04"}


class CourseStartDelayed(Fact, type="koop.fact.CourseStartDelayed.v1"):
    course: CourseCode
    expected: date | None = None

    example: ClassVar[dict[str, Any]] = _COURSE | {"on": "2016-09-26", "expected": "2016-10-24"}


class AttendanceReported(Fact, type="koop.fact.AttendanceReported.v1"):
    """Units of 45 minutes in one month; the same month again corrects it."""

    course: CourseCode
    month: Month
    units_attended: int
    units_held: int

    example: ClassVar[dict[str, Any]] = _COURSE | {"on": "2016-10-31", "month": "2016-10", "units_attended": 71, "units_held": 80}


class CourseInterrupted(Fact, type="koop.fact.CourseInterrupted.v1"):
    course: CourseCode
    reason: Reason

    example: ClassVar[dict[str, Any]] = _COURSE | {"on": "2016-11-02", "reason": "health"}


class CourseProviderChanged(Fact, type="koop.fact.CourseProviderChanged.v1"):
    """From the old provider's course to the new one's."""

    course: CourseCode
    to_course: CourseCode
    provider: Slug

    example: ClassVar[dict[str, Any]] = _COURSE | {"on": "2016-11-02", "to_course": "cjd-2016-4", "provider": "cjd"}


class ExamResultReported(Fact, type="koop.fact.ExamResultReported.v1"):
    """DTZ and "Leben in Deutschland" together or apart; what is left out is not stated."""

    programme: Programme = Programme.INTEGRATION
    overall: Level | None = None
    levels: Levels = Levels()
    life_in_germany: bool | None = None

    example: ClassVar[dict[str, Any]] = {
        "on": "2017-06-24",
        "programme": "integration",
        "overall": "B1",
        "levels": {"listening": "B1", "reading": "B1", "writing": "A2", "speaking": "B1"},
        "life_in_germany": True,
    }


class RepeatUnitsGranted(Fact, type="koop.fact.RepeatUnitsGranted.v1"):
    units: int

    example: ClassVar[dict[str, Any]] = {"on": "2017-07-10", "units": 300}


class CourseCompleted(Fact, type="koop.fact.CourseCompleted.v1"):
    course: CourseCode

    example: ClassVar[dict[str, Any]] = _COURSE | {"on": "2017-06-23"}


class CourseDroppedOut(Fact, type="koop.fact.CourseDroppedOut.v1"):
    course: CourseCode
    reason: Reason

    example: ClassVar[dict[str, Any]] = _COURSE | {"on": "2017-01-16", "reason": "move"}
