"""Verpflichtung: three authorities may oblige to the same course, each without knowing of the others (N18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.cases.facets.language.base import LanguageCommand
from shared.contracts.codes import Authority, Programme
from shared.messages import Event


class RecordObligation(LanguageCommand):
    """§ 44a(1) AufenthG."""

    authority: Authority
    programme: Programme = Programme.INTEGRATION


class RevokeObligation(LanguageCommand):
    """§ 44a(1) S. 5-6, (1a) AufenthG. May arrive before the obligation that it ends."""

    authority: Authority
    programme: Programme = Programme.INTEGRATION


class CourseObligationIssued(Event, name="language.ObligationIssued"):
    """`already_by`: the other authorities whose obligation was in force that day, so that each sees the other's act (§ 8(1) IntV)."""

    authority: Authority
    programme: Programme
    already_by: tuple[Authority, ...]


class ObligationRevoked(Event, name="language.ObligationRevoked"):
    authority: Authority
    programme: Programme


ObligationCommand = RecordObligation | RevokeObligation


@dataclass(frozen=True)
class Act:
    """What an authority did on a day: oblige, or revoke."""

    on: date
    authority: Authority
    programme: Programme
    obliges: bool


Acts = tuple[Act, ...]
"""By day; acts of one day in the order in which they became known."""


def obliging(state: Acts, programme: Programme | None, day: date) -> tuple[Authority, ...]:
    """Whose obligation was in force on that day; programme None: to whatever course."""
    last = {(act.authority, act.programme): act.obliges for act in state if act.on <= day}
    found = {authority for (authority, of), obliges in last.items() if obliges and programme in (None, of)}
    return tuple(sorted(found))


def decide(command: ObligationCommand, state: Acts) -> Sequence[Event]:
    on, authority, programme = command.on, command.authority, command.programme
    match command:
        case RecordObligation() if Act(on, authority, programme, True) not in state:
            others = tuple(other for other in obliging(state, programme, on) if other is not authority)
            return [CourseObligationIssued(on=on, authority=authority, programme=programme, already_by=others)]
        case RevokeObligation() if Act(on, authority, programme, False) not in state:
            return [ObligationRevoked(on=on, authority=authority, programme=programme)]
    return []


def evolve(state: Acts, event: Event) -> Acts:
    match event:
        case CourseObligationIssued(on=on, authority=authority, programme=programme):
            return _with(state, Act(on, authority, programme, True))
        case ObligationRevoked(on=on, authority=authority, programme=programme):
            return _with(state, Act(on, authority, programme, False))
    return state


def _with(state: Acts, act: Act) -> Acts:
    return tuple(sorted((*state, act), key=lambda one: one.on))
