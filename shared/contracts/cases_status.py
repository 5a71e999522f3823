"""Of a person's status, no more leaves than figures need: what was decided, that it is final, that it was revoked. No id of a decision."""

from typing import Any, ClassVar

from shared.contracts.cases import CaseContract
from shared.contracts.codes import Outcome

_OF = {"on": "2016-09-01", "person": "0d6ac1a4-7a51-4c0b-8f0e-3b1f2f6a2016"}


class ProtectionDecided(CaseContract, type="koop.cases.ProtectionDecided.v1"):
    """`on`: the day of the decision. One person may have several."""

    outcome: Outcome
    partial: bool = False

    example: ClassVar[dict[str, Any]] = _OF | {"outcome": "subsidiary", "partial": True}


class ProtectionFinal(CaseContract, type="koop.cases.ProtectionFinal.v1"):
    """`on`: the day with whose end nobody can sue against it any more."""

    outcome: Outcome | None = None

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-09-19", "outcome": "subsidiary"}


class ProtectionRevoked(CaseContract, type="koop.cases.ProtectionRevoked.v1"):
    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-05-31"}
