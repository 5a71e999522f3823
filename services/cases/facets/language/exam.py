"""Prüfung: the level reached, the course's success (R18), and the one repeat (R21)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.cases.facets.language.base import LanguageCommand
from shared.contracts.codes import Level, Levels, Programme
from shared.decider import Refused
from shared.law import Law
from shared.messages import Event

NOT_MEASURED = Levels()


class ReportExamResult(LanguageCommand):
    """DTZ and "Leben in Deutschland" may be reported together or apart; what is not stated is None."""

    programme: Programme = Programme.INTEGRATION
    overall: Level | None = None
    levels: Levels = NOT_MEASURED
    life_in_germany: bool | None = None


class GrantRepeatUnits(LanguageCommand):
    """Wiederholungsstunden granted by the BAMF, in units of 45 minutes."""

    units: int


class ExamResultReported(Event, name="language.ExamResultReported"):
    """What the exam of that day says; `reached` and `successful` are what it makes of all exams so far, by the law of the day."""

    programme: Programme
    overall: Level | None
    levels: Levels
    life_in_germany: bool | None
    reached: Level | None
    successful: bool


class RepeatConsidered(Event, name="language.RepeatConsidered"):
    """Once: a repeat of at most so many units is open to the person."""

    max_units: int


class RepeatUnitsGranted(Event, name="language.RepeatUnitsGranted"):
    units: int


ExamCommand = ReportExamResult | GrantRepeatUnits


@dataclass(frozen=True)
class Result:
    programme: Programme
    on: date
    overall: Level | None = None
    levels: Levels = NOT_MEASURED
    life_in_germany: bool | None = None


@dataclass(frozen=True)
class Exams:
    """One result per programme and day; said again, what is stated anew counts."""

    results: tuple[Result, ...] = ()
    considered: bool = False
    granted: RepeatUnitsGranted | None = None

    def of(self, programme: Programme) -> list[Result]:
        return [result for result in self.results if result.programme is programme]

    def reached(self, programme: Programme) -> Level | None:
        """The best level that an exam has shown."""
        return max((result.overall for result in self.of(programme) if result.overall), default=None)

    def successful(self, programme: Programme, target: str) -> bool:
        """§ 17(2) IntV: B1 *and* "Leben in Deutschland"; a Berufssprachkurs has its level only."""
        reached = self.reached(programme)
        knows_life = programme is Programme.VOCATIONAL or any(result.life_in_germany for result in self.of(programme))
        return reached is not None and reached >= target and knows_life


def decide(command: ExamCommand, state: Exams, law: Law) -> Sequence[Event]:
    match command:
        case ReportExamResult():
            return _report(command, state, law)
        case GrantRepeatUnits():
            return _grant(command, state, law)


def _report(command: ReportExamResult, state: Exams, law: Law) -> Sequence[Event]:
    stated = Result(command.programme, command.on, command.overall, command.levels, command.life_in_germany)
    if stated == Result(command.programme, command.on):
        raise Refused("language.empty_result", "overall")
    results = _with(state.results, stated)
    if results == state.results:
        return []
    after = replace(state, results=results)
    target = law.on(command.on, f"course.{command.programme}.target").text
    return [
        ExamResultReported(
            on=command.on,
            programme=command.programme,
            overall=command.overall,
            levels=command.levels,
            life_in_germany=command.life_in_germany,
            reached=after.reached(command.programme),
            successful=after.successful(command.programme, target),
        )
    ]


def _grant(command: GrantRepeatUnits, state: Exams, law: Law) -> Sequence[Event]:
    granted = RepeatUnitsGranted(on=command.on, units=command.units)
    most = law.on(command.on, "course.integration.repeat_units").number
    if state.granted == granted:
        return []
    if state.granted:
        raise Refused("language.repeat_granted_once", "units", units=state.granted.units, on=state.granted.on)
    if not 1 <= command.units <= most:
        raise Refused("language.repeat_units", "units", units=command.units, most=most)
    return [granted]


def _with(results: tuple[Result, ...], new: Result) -> tuple[Result, ...]:
    """The results with what is stated anew, in the order of their days."""
    same = next((old for old in results if (old.programme, old.on) == (new.programme, new.on)), new)
    merged = replace(
        same,
        overall=new.overall or same.overall,
        levels=same.levels if new.levels == NOT_MEASURED else new.levels,
        life_in_germany=same.life_in_germany if new.life_in_germany is None else new.life_in_germany,
    )
    others = [old for old in results if old is not same]
    return tuple(sorted((*others, merged), key=lambda result: (result.on, result.programme)))


def evolve(state: Exams, event: Event) -> Exams:
    match event:
        case ExamResultReported():
            stated = Result(event.programme, event.on, event.overall, event.levels, event.life_in_germany)
            return replace(state, results=_with(state.results, stated))
        case RepeatConsidered():
            return replace(state, considered=True)
        case RepeatUnitsGranted():
            return replace(state, granted=event)
    return state
