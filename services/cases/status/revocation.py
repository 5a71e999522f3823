"""Widerruf und Rücknahme, §§ 73, 73b AsylG: the check is opened; the protection ends on a day, years later maybe."""

from datetime import date

from services.cases.status.base import DecisionReport, OnReport
from services.cases.status.standing import OfDecision
from shared.messages import Event, Message


class ReportRevocationOpened(DecisionReport):
    pass


class ReportRevocation(DecisionReport):
    """`on`: the day on which the revocation takes effect."""


class Revoked(Message):
    on: date


class RevocationOpened(OfDecision, OnReport, Event, name="status.RevocationOpened"):
    """Nothing ends by it yet."""


class ProtectionRevoked(OfDecision, OnReport, Event, name="status.ProtectionRevoked"):
    pass
