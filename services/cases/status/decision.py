"""Entscheidung: what the BAMF, or a court in its place, granted or refused, as it is reported."""

from datetime import date

from services.cases.status.base import DecisionReport, OnReport
from services.cases.status.standing import OfDecision
from shared.contracts.codes import Outcome
from shared.messages import Event, Message


class ReportDecision(DecisionReport):
    """`on`: the day of the decision. `partial`: less was granted than asked for, so that a suit for more is possible."""

    outcome: Outcome
    partial: bool = False
    by_court: bool = False


class Verdict(Message):
    outcome: Outcome
    partial: bool
    by_court: bool
    issued: date


class DecisionReported(OfDecision, OnReport, Event, name="status.DecisionReported"):
    """`on`: the day of the decision."""

    verdict: Verdict


def verdict(command: ReportDecision) -> Verdict:
    return Verdict(outcome=command.outcome, partial=command.partial, by_court=command.by_court, issued=command.on)
