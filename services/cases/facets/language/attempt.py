"""One person in one course. Facts about it come in any order, so its phase is read off their days, never off their arrival."""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from shared.contracts.codes import CourseCode, CourseKind, Missing, Month, Programme, Reason, Slug
from shared.deadlines import Frist


class Phase(IntEnum):
    """In the order in which they win when two facts bear the same day."""

    HEARD_OF = 0
    """Only units or a delay are known: no place is taken yet."""
    WAITING = 1
    ATTENDING = 2
    INTERRUPTED = 3
    ENDED = 4


@dataclass(frozen=True)
class Enrolment:
    """Anmeldung. `start_due`: the last day on which the start is in time; None where no law says one. `start`: its period."""

    on: date
    provider: Slug
    kind: CourseKind
    start_due: date | None = None
    start: Frist | None = field(default=None, compare=False)  # enrolments from before periods were kept are the same ones


@dataclass(frozen=True)
class Pause:
    on: date
    reason: Reason


@dataclass(frozen=True)
class End:
    """Completed (no reason), aborted (with a reason), or carried on at another provider (`to`)."""

    on: date
    reason: Reason | None = None
    to: CourseCode | None = None


@dataclass(frozen=True)
class Units:
    """Unterrichtseinheiten of 45 minutes."""

    attended: int
    held: int


@dataclass(frozen=True)
class Attempt:
    enrolment: Enrolment | None = None
    started: date | None = None
    pauses: tuple[Pause, ...] = ()
    resumed: tuple[date, ...] = ()
    end: End | None = None
    units: dict[Month, Units] = field(default_factory=dict)
    expected: date | None = None
    overdue: bool = False
    unexplained: tuple[Missing, ...] = ()
    lapse_review: bool = False

    @property
    def _milestones(self) -> list[tuple[date, Phase]]:
        known = [(day, Phase.ATTENDING) for day in (self.started, *self.resumed) if day]
        known += [(pause.on, Phase.INTERRUPTED) for pause in self.pauses]
        if self.end:
            known.append((self.end.on, Phase.ENDED))
            if self.enrolment and self.enrolment.on > self.end.on:
                known.append((self.enrolment.on, Phase.WAITING))
        return known

    @property
    def phase(self) -> Phase:
        unstarted = Phase.WAITING if self.enrolment else Phase.HEARD_OF
        return max(self._milestones)[1] if self._milestones else unstarted

    @property
    def since(self) -> date | None:
        """The day on which the present phase began."""
        enrolled = self.enrolment.on if self.enrolment else None
        return max(self._milestones)[0] if self._milestones else enrolled

    @property
    def occupies(self) -> bool:
        """Takes the person's one place: there is one enrolment at a time."""
        return self.phase in (Phase.WAITING, Phase.ATTENDING, Phase.INTERRUPTED)

    @property
    def programme(self) -> Programme | None:
        return self.enrolment.kind.programme if self.enrolment else None


Attempts = dict[CourseCode, Attempt]


def occupied(state: Attempts) -> set[CourseCode]:
    """The courses that hold a place for the person. One, or who knows more must settle it (N18)."""
    return {course for course, attempt in state.items() if attempt.occupies}
