"""What the offices state about a person's change-over from AsylbLG to SGB II. CloudEvents `subject`: the person's random id; `on`: the
legal day. No amounts, no file numbers. That a change-over takes place, an official confirms at the suite's own door.
"""

from datetime import date
from typing import Any, ClassVar

from shared.contracts.base import Fact
from shared.contracts.codes import Slug
from shared.contracts.codes_transition import DocumentKind, HousingOutcome, RefusalReason, TransitionExit

_OF = {"on": "2017-02-27"}


class Sgb2ApplicationReceived(Fact, type="koop.fact.Sgb2ApplicationReceived.v1"):
    """`on`: the day of receipt. `by_office`: where it was handed in; any carrier or municipality will do (§ 16(2) SGB I)."""

    by_office: Slug

    example: ClassVar[dict[str, Any]] = _OF | {"by_office": "vg-landstuhl"}


class Sgb2ApplicationForwarded(Fact, type="koop.fact.Sgb2ApplicationForwarded.v1"):
    """`on`: the day on which it went on to the Jobcenter."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-03-05"}


class TerminationNoticeIssued(Fact, type="koop.fact.TerminationNoticeIssued.v1"):
    """`on`: the day of the notice. `last_paid`: until when AsylbLG is paid."""

    last_paid: date

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-02-10", "last_paid": "2017-02-28"}


class AsylbLGBenefitEnded(Fact, type="koop.fact.AsylbLGBenefitEnded.v1"):
    """`on`: the last day that was paid."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-02-28"}


class BenefitGranted(Fact, type="koop.fact.BenefitGranted.v1"):
    """`on`: the day of the grant. `provisional`: § 41a SGB II."""

    provisional: bool = False

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-03-02", "provisional": True}


class BenefitRefused(Fact, type="koop.fact.BenefitRefused.v1"):
    reason: RefusalReason

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-03-02", "reason": "incomplete"}


class FirstPaymentConfirmed(Fact, type="koop.fact.FirstPaymentConfirmed.v1"):
    """`on`: the day on which the money was there."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-03-06"}


class InsuranceMembershipConfirmed(Fact, type="koop.fact.InsuranceMembershipConfirmed.v1"):
    """`on`: the first day of the membership (§ 5(1) Nr. 2a SGB V)."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-03-01"}


class ReimbursementClaimed(Fact, type="koop.fact.ReimbursementClaimed.v1"):
    """Among carriers (§§ 102-104 SGB X): the person owes nothing."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-04-18"}


class DocumentRequested(Fact, type="koop.fact.DocumentRequested.v1"):
    document: DocumentKind

    example: ClassVar[dict[str, Any]] = _OF | {"document": "bank_account"}


class DocumentReceived(Fact, type="koop.fact.DocumentReceived.v1"):
    """`on`: the day of receipt, at the sender's office."""

    document: DocumentKind

    example: ClassVar[dict[str, Any]] = _OF | {"document": "bank_account"}


class HousingNoticeIssued(Fact, type="koop.fact.HousingNoticeIssued.v1"):
    """Asked to leave the shared housing."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-03-01"}


class HousingSettled(Fact, type="koop.fact.HousingSettled.v1"):
    """`on`: the first day on which it is settled."""

    how: HousingOutcome

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-06-01", "how": "moved_out"}


class ResidenceObligationImposed(Fact, type="koop.fact.ResidenceObligationImposed.v1"):
    """§ 12a AufenthG."""

    vg: Slug

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-02-20", "vg": "vg-landstuhl"}


class ResidenceObligationLifted(Fact, type="koop.fact.ResidenceObligationLifted.v1"):
    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-09-01"}


class TransitionLeft(Fact, type="koop.fact.TransitionLeft.v1"):
    """It leads to another benefit, or to none. `exit`: to which."""

    exit: TransitionExit

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-03-20", "exit": "education"}
