"""Whenever the last day with AsylbLG is proposed, confirmed or corrected, then by their days the alarms: set anew under the same key."""

from datetime import date
from uuid import UUID

from services.cases.facets.transition.alarms import RaiseAlarm
from services.cases.facets.transition.applying import Sgb2ApplicationReceived
from services.cases.facets.transition.benefits import BenefitGranted
from services.cases.facets.transition.closing import TransitionClosed, TransitionLeft
from services.cases.facets.transition.confirming import OfEnd, ProposalWithdrawn, TransitionReverted
from shared.calendar import ONE_DAY, day_start
from shared.contracts.codes_transition import AlarmKind
from shared.deadlines import ClearDeadline, Deadline, Frist, SetDeadline
from shared.messages import Message


def deadlines(event: Message, person: UUID) -> list[Deadline]:
    match event:
        case OfEnd(periods=periods):
            return [_alarm(kind, periods.get(kind), person) for kind in sorted(AlarmKind)]
        case Sgb2ApplicationReceived():
            return [ClearDeadline(f"alarm-{AlarmKind.NO_APPLICATION}")]
        case BenefitGranted():
            return [ClearDeadline(f"alarm-{AlarmKind.NO_GRANT}")]
        case ProposalWithdrawn() | TransitionReverted() | TransitionClosed() | TransitionLeft():
            return [ClearDeadline(f"alarm-{kind}") for kind in sorted(AlarmKind)]
    return []


def _alarm(kind: AlarmKind, period: Frist | None, person: UUID) -> Deadline:
    if period is None:
        return ClearDeadline(f"alarm-{kind}")
    alarming: date = period.last_day + ONE_DAY
    return SetDeadline(f"alarm-{kind}", day_start(alarming), RaiseAlarm(person=person, on=alarming, kind=kind), period)
