"""Of a person's change-over, what figures need: its steps and days, gaps as numbers. Not by which decision, nor which papers."""

from datetime import date
from typing import Any, ClassVar

from shared.contracts.cases import CaseContract
from shared.contracts.codes import Slug
from shared.contracts.codes_transition import AlarmKind, HousingOutcome, TransitionExit, TransitionQuestion

_OF = {"on": "2017-02-02", "person": "0d6ac1a4-7a51-4c0b-8f0e-3b1f2f6a2016"}


class TransitionContract(CaseContract):
    """About one person; `on` is the legal day of the step."""


class TransitionProposed(TransitionContract, type="koop.cases.TransitionProposed.v1"):
    """`end`: the last day with AsylbLG, by what is reported. `triggered`: the day that set it off, such as that of service."""

    end: date
    triggered: date

    example: ClassVar[dict[str, Any]] = _OF | {"end": "2017-02-28", "triggered": "2017-02-02"}


class TransitionProposalWithdrawn(TransitionContract, type="koop.cases.TransitionProposalWithdrawn.v1"):
    example: ClassVar[dict[str, Any]] = _OF


class CompetenceDisputed(TransitionContract, type="koop.cases.CompetenceDisputed.v1"):
    """R7: which office is competent, a human must decide."""

    example: ClassVar[dict[str, Any]] = _OF


class TransitionConfirmed(TransitionContract, type="koop.cases.TransitionConfirmed.v1"):
    """By an official, for the first time or corrected. `end`: the last day with AsylbLG."""

    end: date

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-02-13", "end": "2017-02-28"}


class TransitionDoubted(TransitionContract, type="koop.cases.TransitionDoubted.v1"):
    """What was heard since gives another day than the confirmed one, or none."""

    example: ClassVar[dict[str, Any]] = _OF


class TransitionReversalDue(TransitionContract, type="koop.cases.TransitionReversalDue.v1"):
    """Protection was revoked after the change-over."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-05-31"}


class TransitionQuestionSettled(TransitionContract, type="koop.cases.TransitionQuestionSettled.v1"):
    """What an official was asked has answered itself by what was heard since."""

    question: TransitionQuestion

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-04-10", "question": "disputed"}


class TransitionReverted(TransitionContract, type="koop.cases.TransitionReverted.v1"):
    """`on`: the first day again under AsylbLG."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-06-01"}


class Sgb2Applied(TransitionContract, type="koop.cases.Sgb2Applied.v1"):
    """`on`: the day of receipt that counts."""

    by_office: Slug

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-02-27", "by_office": "vg-landstuhl"}


class Sgb2Granted(TransitionContract, type="koop.cases.Sgb2Granted.v1"):
    provisional: bool

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-03-02", "provisional": True}


class Sgb2Refused(TransitionContract, type="koop.cases.Sgb2Refused.v1"):
    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-03-02"}


class Sgb2FirstPaid(TransitionContract, type="koop.cases.Sgb2FirstPaid.v1"):
    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-03-06"}


class TransitionGapsFound(TransitionContract, type="koop.cases.TransitionGapsFound.v1"):
    """In days, counted anew with every fact. None: not known yet, or not any more."""

    entitlement: int | None = None
    payment: int | None = None
    insurance: int | None = None

    example: ClassVar[dict[str, Any]] = _OF | {"entitlement": 0, "payment": 5, "insurance": 0}


class TransitionAlarmRaised(TransitionContract, type="koop.cases.TransitionAlarmRaised.v1"):
    """`on`: the day from which it is alarming."""

    kind: AlarmKind
    told: tuple[Slug, ...]

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-02-15", "kind": "no_application", "told": ["landkreis-sozialamt", "jobcenter"]}


class TransitionAlarmEnded(TransitionContract, type="koop.cases.TransitionAlarmEnded.v1"):
    """`mistaken`: what was missing had been there in time, and was heard of too late."""

    kind: AlarmKind
    mistaken: bool

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-02-27", "kind": "no_application", "mistaken": False}


class SharedHousingLeft(TransitionContract, type="koop.cases.SharedHousingLeft.v1"):
    """Until then a Fehlbeleger, from the first day of SGB II on."""

    how: HousingOutcome

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-06-01", "how": "moved_out"}


class TransitionClosed(TransitionContract, type="koop.cases.TransitionClosed.v1"):
    """`complete_at_handover`: every paper of the checklist was there on the first day of SGB II."""

    complete_at_handover: bool

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-04-03", "complete_at_handover": True}


class TransitionLeft(TransitionContract, type="koop.cases.TransitionLeft.v1"):
    exit: TransitionExit

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-03-20", "exit": "education"}
