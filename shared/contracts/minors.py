"""`koop.minors.v1`: that a file goes its way, and how fast; never why, never whose. Key: the file, a random id known nowhere else.

What a birthday sets off is told by the month: its `on` is the first day of the next one.
"""

from typing import Any, ClassVar
from uuid import UUID

from shared.contracts.base import Contract
from shared.contracts.codes import Slug
from shared.contracts.codes_minors import Clock, MinorState, YoungAdultDecision

_OF = {"on": "2016-07-12", "minor": "6c3d1f0a-2e5b-4b7e-9d14-5a8f0b612016"}


class MinorContract(Contract):
    topic: ClassVar[str] = "koop.minors.v1"

    minor: UUID

    @property
    def subject(self) -> str:
        return str(self.minor)


class MinorTakenIn(MinorContract, type="koop.minors.MinorTakenIn.v1"):
    """`state`: provisional, or at once in care."""

    vg: Slug
    state: MinorState

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-07-04", "vg": "vg-landstuhl", "state": "provisional"}


class MinorStateEntered(MinorContract, type="koop.minors.MinorStateEntered.v1"):
    """Heard again with another day, it corrects the day."""

    state: MinorState

    example: ClassVar[dict[str, Any]] = _OF | {"state": "notified"}


class MinorCareResumed(MinorContract, type="koop.minors.MinorCareResumed.v1"):
    """What had ended goes on, in the state that was reached."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-11-21"}


class MinorPlaced(MinorContract, type="koop.minors.MinorPlaced.v1"):
    vg: Slug

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-11-01", "vg": "vg-weilerbach"}


class MinorPeriodMissed(MinorContract, type="koop.minors.MinorPeriodMissed.v1"):
    """Nothing was heard by the last day. `on`: the day after."""

    clock: Clock

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-07-14", "clock": "report"}


class MinorPeriodEnded(MinorContract, type="koop.minors.MinorPeriodEnded.v1"):
    """`kept`: in time or not, as far as known; None: pointless now. The last one heard counts."""

    clock: Clock
    kept: bool | None = None

    example: ClassVar[dict[str, Any]] = _OF | {"clock": "report", "kept": True}


class MinorExclusionProposed(MinorContract, type="koop.minors.MinorExclusionProposed.v1"):
    """Somebody must decide on the distribution."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-08-05"}


class MinorGuardianAppointed(MinorContract, type="koop.minors.MinorGuardianAppointed.v1"):
    """`days`: since the first day in care."""

    days: int

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-09-12", "days": 70}


class MinorClearingClosed(MinorContract, type="koop.minors.MinorClearingClosed.v1"):
    """`days`: how long it took."""

    days: int

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-10-20", "days": 71}


class MinorTransitionPlanAgreed(MinorContract, type="koop.minors.MinorTransitionPlanAgreed.v1"):
    """By the month. `in_time`: half a year before majority; None: unknown."""

    in_time: bool | None = None

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-02-01", "in_time": True}


class MinorOfAge(MinorContract, type="koop.minors.MinorOfAge.v1"):
    """By the month."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-04-01"}


class MinorYoungAdultDecided(MinorContract, type="koop.minors.MinorYoungAdultDecided.v1"):
    """On § 41 SGB VIII, by the month; or that nobody has decided."""

    decision: YoungAdultDecision

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-04-01", "decision": "granted"}


class MinorWentMissing(MinorContract, type="koop.minors.MinorWentMissing.v1"):
    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-12-01"}


class MinorReturned(MinorContract, type="koop.minors.MinorReturned.v1"):
    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-12-09"}
