"""What partners state about a person's status. CloudEvents `subject`: the person's random id; `on`: the legal day.

`evidence` points to a paper in the sender's own files by a random id. A file number of the BAMF tells the origin: it is never sent.
"""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from shared.contracts.base import Fact
from shared.contracts.codes import Evidence, IdentityPart, Outcome, ServiceMode, Slug, TitleKind

_PAPER = {"kind": "decision", "reference": "3e4b8f0a-52b7-4a0e-9b51-6c1d7e802016"}
_OF = {"on": "2016-07-18", "evidence": _PAPER}
_DECISION = _OF | {"decision": "9a1c7d52-0b3e-4f0d-8a5c-2d6e4f812016"}


class StatusFact(Fact):
    evidence: Evidence


class DecisionFact(StatusFact):
    """`decision`: a random id that the first reporter gave it."""

    decision: UUID


class DecisionReported(DecisionFact, type="koop.fact.DecisionReported.v1"):
    """`on`: the day of the decision. `partial`: less was granted than asked for."""

    outcome: Outcome
    partial: bool = False
    by_court: bool = False

    example: ClassVar[dict[str, Any]] = _DECISION | {"outcome": "subsidiary", "partial": True, "by_court": False}


class ServiceReported(DecisionFact, type="koop.fact.ServiceReported.v1"):
    """`on`: by mode the day of the hand-over with proof, of posting, or of the hand-over to the reception centre.

    `received`: when it is proven to have arrived. `confirmed`: false where it is not known whether it was served.
    """

    mode: ServiceMode
    received: date | None = None
    confirmed: bool = True

    example: ClassVar[dict[str, Any]] = _DECISION | {"on": "2016-07-25", "mode": "deemed_post", "received": "2016-07-29", "confirmed": True}


class AppealReported(DecisionFact, type="koop.fact.AppealReported.v1"):
    example: ClassVar[dict[str, Any]] = _DECISION | {"on": "2016-08-08"}


class AppealWithdrawnReported(DecisionFact, type="koop.fact.AppealWithdrawnReported.v1"):
    example: ClassVar[dict[str, Any]] = _DECISION | {"on": "2016-11-14"}


class CourtRulingReported(DecisionFact, type="koop.fact.CourtRulingReported.v1"):
    """`outcome`: what the court obliges the BAMF to grant, said again where a higher court upholds it; left out, the decision stands.
    `final_on`: left out while it is not final.
    """

    outcome: Outcome | None = None
    final_on: date | None = None

    example: ClassVar[dict[str, Any]] = _DECISION | {"on": "2017-01-23", "outcome": "refugee", "final_on": "2017-02-27"}


class FinalityReported(DecisionFact, type="koop.fact.FinalityReported.v1"):
    """`on`: the day with whose end the decision became unanfechtbar."""

    example: ClassVar[dict[str, Any]] = _DECISION | {"on": "2016-08-12"}


class RevocationOpenedReported(DecisionFact, type="koop.fact.RevocationOpenedReported.v1"):
    example: ClassVar[dict[str, Any]] = _DECISION | {"on": "2017-03-13"}


class RevocationReported(DecisionFact, type="koop.fact.RevocationReported.v1"):
    """`on`: the day on which the protection ends."""

    example: ClassVar[dict[str, Any]] = _DECISION | {"on": "2017-05-31"}


class ResidenceTitleReported(StatusFact, type="koop.fact.ResidenceTitleReported.v1"):
    kind: TitleKind
    valid_until: date

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-09-12", "kind": "subsidiary", "valid_until": "2017-09-11"}


class TolerationReported(StatusFact, type="koop.fact.TolerationReported.v1"):
    valid_until: date

    example: ClassVar[dict[str, Any]] = _OF | {"valid_until": "2016-10-17"}


class PermissionReported(StatusFact, type="koop.fact.PermissionReported.v1"):
    valid_until: date

    example: ClassVar[dict[str, Any]] = _OF | {"valid_until": "2017-01-17"}


class AllocationReported(StatusFact, type="koop.fact.AllocationReported.v1"):
    vg: Slug

    example: ClassVar[dict[str, Any]] = _OF | {"vg": "vg-landstuhl"}


class IdentityCorrectedReported(StatusFact, type="koop.fact.IdentityCorrectedReported.v1"):
    """What was corrected, never to what."""

    part: IdentityPart

    example: ClassVar[dict[str, Any]] = _OF | {"part": "birth_date"}


class StayReported(StatusFact, type="koop.fact.StayReported.v1"):
    """`on`: the day since which the person has stayed without interruption."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-01-10"}


class AnalogousBenefitsReported(StatusFact, type="koop.fact.AnalogousBenefitsReported.v1"):
    """§ 2 AsylbLG. `on`: the first day."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-05-01"}


class BenefitsReducedReported(StatusFact, type="koop.fact.BenefitsReducedReported.v1"):
    """§ 1a AsylbLG. `on`: the first day; `until`: the last, left out: the law's limit."""

    until: date | None = None

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-10-01", "until": "2017-03-31"}


class ReductionEndedReported(StatusFact, type="koop.fact.ReductionEndedReported.v1"):
    """`on`: the first day without it."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-12-01"}
