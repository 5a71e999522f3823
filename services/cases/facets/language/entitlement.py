"""Berechtigung: the papers by which somebody may take a course, and their end (R20)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.cases.facets.language.base import LanguageCommand
from shared.contracts.codes import Excuse, ExpiryCause, Ground, Programme
from shared.decider import Refused
from shared.law import Law
from shared.messages import Event


class RecordEntitlement(LanguageCommand):
    """`valid_until`: the end noted on the paper (§ 6(1) S. 3 IntV); without it, the end by the law of the day of issue."""

    ground: Ground
    valid_until: date | None = None


class ExcuseMissedEnrolment(LanguageCommand):
    """A caseworker's finding: who could not enrol in time is not responsible for it (§ 5(3) S. 4 IntV)."""

    programme: Programme = Programme.INTEGRATION
    reason: Excuse


class ExpireEntitlement(LanguageCommand):
    """Fired by the deadline: `on` is the first day on which the entitlement no longer holds."""

    programme: Programme
    issued: date


class CourseEntitlementIssued(Event, name="language.EntitlementIssued"):
    """`excusable`: by the law of that day, a missed enrolment that is not attributable does no harm."""

    ground: Ground
    valid_until: date
    excusable: bool


class MissedEnrolmentExcused(Event, name="language.MissedEnrolmentExcused"):
    programme: Programme
    issued: date
    reason: Excuse


class EntitlementExpired(Event, name="language.EntitlementExpired"):
    programme: Programme
    issued: date
    cause: ExpiryCause


class EntitlementRestored(Event, name="language.EntitlementRestored"):
    """An enrolment in time, or an excuse, became known after the end: there was no end."""

    programme: Programme
    issued: date


EntitlementCommand = RecordEntitlement | ExcuseMissedEnrolment | ExpireEntitlement


@dataclass(frozen=True)
class Entitlement:
    """One paper. Days are legal days in Europe/Berlin; `expired` is the first day without it."""

    ground: Ground
    issued: date
    valid_until: date
    excusable: bool
    excuse: Excuse | None = None
    expired: date | None = None
    cause: ExpiryCause | None = None

    @property
    def programme(self) -> Programme:
        return self.ground.programme

    @property
    def excused(self) -> bool:
        return self.excusable and self.excuse is not None

    def holds(self, day: date) -> bool:
        return self.issued <= day and (self.expired is None or day < self.expired)


Entitlements = tuple[Entitlement, ...]
"""In the order of issue. A programme and a day of issue name one paper; said again, the last word counts."""


def latest(state: Entitlements, programme: Programme) -> Entitlement | None:
    return next((paper for paper in reversed(state) if paper.programme is programme), None)


def find(state: Entitlements, programme: Programme, issued: date) -> Entitlement | None:
    return next((paper for paper in state if (paper.programme, paper.issued) == (programme, issued)), None)


def decide(command: EntitlementCommand, state: Entitlements, law: Law, used: bool) -> Sequence[Event]:
    """`used`: the paper that would expire was used to enrol in time."""
    match command:
        case RecordEntitlement():
            return _record(command, state, law)
        case ExcuseMissedEnrolment():
            return _excuse(command, state)
        case ExpireEntitlement(programme=programme, issued=issued):
            paper = find(state, programme, issued)
            if paper is None or paper.expired or paper.excused or used:
                return []
            if command.on <= paper.valid_until:
                raise Refused("language.still_valid", "on", valid_until=paper.valid_until)
            return [EntitlementExpired(on=command.on, programme=programme, issued=issued, cause=ExpiryCause.UNUSED)]


def _record(command: RecordEntitlement, state: Entitlements, law: Law) -> Sequence[Event]:
    on, ground = command.on, command.ground
    valid_until = command.valid_until or law.on(on, f"entitlement.{ground}.valid_for").period.last_day(on)
    if valid_until < on:
        raise Refused("language.ends_before_issue", "valid_until", on=on, valid_until=valid_until)
    excusable = law.on(on, f"entitlement.{ground}.excusable").flag
    known = find(state, ground.programme, on)
    if known and (known.ground, known.valid_until) == (ground, valid_until):
        return []
    return [CourseEntitlementIssued(on=on, ground=ground, valid_until=valid_until, excusable=excusable)]


def _excuse(command: ExcuseMissedEnrolment, state: Entitlements) -> Sequence[Event]:
    paper = latest(state, command.programme)
    if paper is None:
        raise Refused("language.no_entitlement", "programme", programme=command.programme)
    if not paper.excusable:
        raise Refused("language.not_excusable", "programme", issued=paper.issued)
    if paper.excuse is command.reason:
        return []
    return [MissedEnrolmentExcused(on=command.on, programme=paper.programme, issued=paper.issued, reason=command.reason)]


def evolve(state: Entitlements, event: Event) -> Entitlements:
    match event:
        case CourseEntitlementIssued(on=on, ground=ground, valid_until=valid_until, excusable=excusable):
            others = tuple(paper for paper in state if (paper.programme, paper.issued) != (ground.programme, on))
            return tuple(sorted((*others, Entitlement(ground, on, valid_until, excusable)), key=lambda paper: paper.issued))
        case MissedEnrolmentExcused(reason=reason):
            return _changed(state, event, lambda paper: replace(paper, excuse=reason))
        case EntitlementExpired(on=on, cause=cause):
            return _changed(state, event, lambda paper: replace(paper, expired=on, cause=cause))
        case EntitlementRestored():
            return _changed(state, event, lambda paper: replace(paper, expired=None, cause=None))
    return state


def _changed(
    state: Entitlements,
    event: MissedEnrolmentExcused | EntitlementExpired | EntitlementRestored,
    change: Callable[[Entitlement], Entitlement],
) -> Entitlements:
    return tuple(change(paper) if (paper.programme, paper.issued) == (event.programme, event.issued) else paper for paper in state)
