"""Clearing, Hilfeplan (§ 36 SGB VIII), where the minor lives, and the asylum application that is filed for them (§ 42(2) S. 5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.minors.base import MinorCommand
from shared.contracts.codes import Slug
from shared.contracts.codes_minors import HelpForm, PlacementKind
from shared.decider import Refused
from shared.messages import Event


class OpenClearing(MinorCommand):
    pass


class CloseClearing(MinorCommand):
    pass


class AgreeHelpPlan(MinorCommand):
    form: HelpForm


class ReviewHelpPlan(MinorCommand):
    pass


class ChangePlacement(MinorCommand):
    """`on`: the first day there."""

    vg: Slug
    kind: PlacementKind


class FileAsylumApplication(MinorCommand):
    """By the guardian, or before there is one by the youth office, which then represents (§ 42a(3))."""


class ClearingOpened(Event, name="minors.ClearingOpened"):
    pass


class ClearingClosed(Event, name="minors.ClearingClosed"):
    """`days`: calendar days it took."""

    days: int


class HelpPlanAgreed(Event, name="minors.HelpPlanAgreed"):
    form: HelpForm


class HelpPlanReviewed(Event, name="minors.HelpPlanReviewed"):
    pass


class PlacementChanged(Event, name="minors.PlacementChanged"):
    vg: Slug
    kind: PlacementKind


class AsylumApplicationFiled(Event, name="minors.AsylumApplicationFiled"):
    pass


HelpCommand = OpenClearing | CloseClearing | AgreeHelpPlan | ReviewHelpPlan | ChangePlacement | FileAsylumApplication


@dataclass(frozen=True)
class Help:
    opened: date | None = None
    closed: date | None = None
    planned: date | None = None
    form: HelpForm | None = None
    reviewed: date | None = None
    vg: Slug | None = None
    placement: PlacementKind | None = None
    applied: date | None = None


def decide(command: HelpCommand, state: Help) -> Sequence[Event]:
    """What was said before changes nothing."""
    event = _said(command, state)
    return [] if evolve(state, event) == state else [event]


def _said(command: HelpCommand, state: Help) -> Event:
    on = command.on
    match command:
        case OpenClearing():
            return ClearingOpened(on=on)
        case CloseClearing():
            if state.opened is None or on < state.opened:
                raise Refused("minors.no_clearing", "on")
            return ClearingClosed(on=on, days=(on - state.opened).days)
        case AgreeHelpPlan(form=form):
            return HelpPlanAgreed(on=on, form=form)
        case ReviewHelpPlan():
            if state.planned is None or on < state.planned:
                raise Refused("minors.no_help_plan", "on")
            return HelpPlanReviewed(on=on)
        case ChangePlacement(vg=vg, kind=kind):
            return PlacementChanged(on=on, vg=vg, kind=kind)
        case FileAsylumApplication():
            return AsylumApplicationFiled(on=on)


def evolve(state: Help, event: Event) -> Help:
    match event:
        case ClearingOpened(on=on):
            return replace(state, opened=on)
        case ClearingClosed(on=on):
            return replace(state, closed=on)
        case HelpPlanAgreed(on=on, form=form):
            return replace(state, planned=on, form=form)
        case HelpPlanReviewed(on=on):
            return replace(state, reviewed=on)
        case PlacementChanged(vg=vg, kind=kind):
            return replace(state, vg=vg, placement=kind)
        case AsylumApplicationFiled(on=on):
            return replace(state, applied=on)
    return state
