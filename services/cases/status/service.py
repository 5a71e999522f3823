"""Zustellung: from which day a decision counts. Three fictions and the actual day; two candidates until it is confirmed (N1)."""

from datetime import date

from services.cases.status.base import DecisionReport, OnReport
from services.cases.status.standing import OfDecision
from shared.contracts.codes import ServiceMode
from shared.decider import Refused
from shared.law import Applied, Law, LawValue
from shared.messages import Day, Event, Message


class ReportService(DecisionReport):
    """`on`: by mode the day of the hand-over with proof, of posting, or of the hand-over to the reception centre.

    `received`: when it is proven to have arrived, or was handed out in the centre. `confirmed`: the reporter knows that it was served;
    without it, both candidates are shown.
    """

    mode: ServiceMode
    received: Day | None = None
    confirmed: bool = True


class Service(Message):
    """`sent`: the day that the mode counts from. `earliest`, `latest`: the candidates for the day of service; equal once confirmed."""

    mode: ServiceMode
    sent: date
    received: date | None
    earliest: date
    latest: date


class DecisionServed(OfDecision, OnReport, Event, name="status.DecisionServed"):
    """`on`: the latest candidate for the day of service. `applied`: the text of the fiction, None where none was needed."""

    service: Service
    applied: Applied | None = None


class ServiceCorrected(OfDecision, OnReport, Event, name="status.ServiceCorrected"):
    """The same source knows better."""

    service: Service
    applied: Applied | None = None


RECEPTION, POST = "service.deemed_reception.after", "service.deemed_post.after"


def service(command: ReportService, law: Law) -> tuple[Service, Applied | None]:
    """By the law of the day of posting or hand-over. Raises Refused, NoLaw."""
    if command.received is not None and command.received < command.on:
        raise Refused("status.received_before_sent", "received", on=command.on, received=command.received)
    text = _text(command, law)
    day = _day(command, text[1]) if text else command.on
    earliest = day if command.confirmed else min(command.on, day)
    found = Service(mode=command.mode, sent=command.on, received=command.received, earliest=earliest, latest=day)
    return found, text[1].applied(text[0]) if text else None


def _text(command: ReportService, law: Law) -> tuple[str, LawValue] | None:
    """The fiction's text; none for a hand-over, nor for what came back: that was served on posting."""
    rule = {ServiceMode.DEEMED_RECEPTION: RECEPTION, ServiceMode.DEEMED_POST: POST}.get(command.mode)
    return (rule, law.on(command.on, rule)) if rule else None


def _day(command: ReportService, text: LawValue) -> date:
    """§ 10(4) AsylG: the hand-out, at the latest the third day. § 41(2) VwVfG: never before the third (fourth) day, later if proven so."""
    deemed = text.period.last_day(command.on)
    if command.received is None:
        return deemed
    return min(command.received, deemed) if command.mode is ServiceMode.DEEMED_RECEPTION else max(command.received, deemed)
