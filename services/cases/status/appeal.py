"""Klage: a suit is filed, withdrawn, ruled on. Reports come in any order, so whether one is pending is read off the days."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.cases.status.base import DecisionReport, OnReport
from services.cases.status.standing import OfDecision
from shared.contracts.codes import Outcome
from shared.messages import Day, Event, Message


class ReportAppeal(DecisionReport):
    """`on`: the day on which the suit came in at the court."""


class ReportAppealWithdrawal(DecisionReport):
    pass


class ReportRuling(DecisionReport):
    """`outcome`: what the court obliges the BAMF to grant, said again where a higher court upholds it; None: the decision stands.
    `final_on`: rechtskräftig by the end of it.
    """

    outcome: Outcome | None = None
    final_on: Day | None = None


class Ruling(Message):
    on: date
    outcome: Outcome | None
    final_on: date | None


class AppealReported(OfDecision, OnReport, Event, name="status.AppealReported"):
    pass


class AppealWithdrawn(OfDecision, OnReport, Event, name="status.AppealWithdrawn"):
    pass


class CourtRuled(OfDecision, OnReport, Event, name="status.CourtRuled"):
    ruling: Ruling


@dataclass(frozen=True)
class Suit:
    """All that happened in court about one decision, by day."""

    filed: tuple[date, ...] = ()
    withdrawn: tuple[date, ...] = ()
    rulings: tuple[Ruling, ...] = ()

    @property
    def pending(self) -> bool:
        """The last thing that opened or kept it open came after the last thing that ended it."""
        open_ = [*self.filed, *(ruling.on for ruling in self.rulings if ruling.final_on is None)]
        ended = [*self.withdrawn, *(ruling.on for ruling in self.rulings if ruling.final_on is not None)]
        return bool(open_) and (not ended or max(open_) > max(ended))

    @property
    def replaced_by(self) -> Ruling | None:
        """The ruling that took the decision's place. The last one tells: a higher court may let the decision stand after all."""
        last = self.rulings[-1] if self.rulings else None
        return last if last is not None and last.outcome is not None else None

    @property
    def final_on(self) -> date | None:
        return next((ruling.final_on for ruling in reversed(self.rulings) if ruling.final_on is not None), None)


Suits = dict[UUID, Suit]


def evolve(state: Suits, event: Event) -> Suits:
    match event:
        case AppealReported(on=on, standing=standing):
            suit = state.get(standing.decision, Suit())
            return {**state, standing.decision: replace(suit, filed=_with(suit.filed, on))}
        case AppealWithdrawn(on=on, standing=standing):
            suit = state.get(standing.decision, Suit())
            return {**state, standing.decision: replace(suit, withdrawn=_with(suit.withdrawn, on))}
        case CourtRuled(standing=standing, ruling=ruling):
            suit = state.get(standing.decision, Suit())
            others = [one for one in suit.rulings if one.on != ruling.on]  # of one day, the last word counts
            rulings = tuple(sorted((*others, ruling), key=lambda one: one.on))
            return {**state, standing.decision: replace(suit, rulings=rulings)}
    return state


def _with(days: tuple[date, ...], day: date) -> tuple[date, ...]:
    return tuple(sorted({*days, day}))
