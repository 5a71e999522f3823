"""Bedarf: what somebody can already, and what they need to come to a course at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.cases.facets.language.base import LanguageCommand
from shared.contracts.codes import Levels, Literacy
from shared.messages import Event


class AssessLanguageNeed(LanguageCommand):
    """Levels are what the person says (source: self)."""

    literacy: Literacy
    levels: Levels = Levels()
    childcare_needed: bool = False
    transport_needed: bool = False


class ReportPlacementTest(LanguageCommand):
    """Einstufungstest, mandatory before a course (§ 11(2) IntV). `module`: 1-6, the course section to begin with."""

    levels: Levels
    module: int | None = None


class LanguageNeedAssessed(Event, name="language.NeedAssessed"):
    literacy: Literacy
    levels: Levels
    childcare_needed: bool
    transport_needed: bool


class PlacementTestTaken(Event, name="language.PlacementTestTaken"):
    levels: Levels
    module: int | None


NeedCommand = AssessLanguageNeed | ReportPlacementTest


@dataclass(frozen=True)
class Need:
    """The last statement of each source. Self-assessment and test stand side by side: a claim never overwrites a test."""

    assessed: LanguageNeedAssessed | None = None
    placed: PlacementTestTaken | None = None


def decide(command: NeedCommand, state: Need) -> Sequence[Event]:
    event: Event
    match command:
        case AssessLanguageNeed():
            event = LanguageNeedAssessed(
                on=command.on,
                literacy=command.literacy,
                levels=command.levels,
                childcare_needed=command.childcare_needed,
                transport_needed=command.transport_needed,
            )
        case ReportPlacementTest():
            event = PlacementTestTaken(on=command.on, levels=command.levels, module=command.module)
    return [] if event in (state.assessed, state.placed) else [event]


def evolve(state: Need, event: Event) -> Need:
    match event:
        case LanguageNeedAssessed():
            return replace(state, assessed=event)
        case PlacementTestTaken():
            return replace(state, placed=event)
    return state
