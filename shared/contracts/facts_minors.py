"""What the youth office's own register states about a minor's file. CloudEvents `subject`: the file's random id, which is no person's id
anywhere else; `on`: the legal day. No birth dates, no findings on health, no grounds: those are told at the service's own door only.
"""

from typing import Any, ClassVar

from shared.contracts.base import Fact
from shared.contracts.codes import Slug
from shared.contracts.codes_minors import CareEnd, ExclusionReason, GuardianKind, HelpForm, PlacementKind, SeparationReason

_OF = {"on": "2016-07-04"}


class MinorTakenIntoProvisionalCare(Fact, type="koop.fact.MinorTakenIntoProvisionalCare.v1"):
    """§ 42a SGB VIII; opens the file."""

    vg: Slug

    example: ClassVar[dict[str, Any]] = _OF | {"vg": "vg-landstuhl"}


class MinorNotified(Fact, type="koop.fact.MinorNotified.v1"):
    """Reported to the Landesstelle, § 42a(4)."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-07-12"}


class MinorRegistered(Fact, type="koop.fact.MinorRegistered.v1"):
    """By the Landesstelle with the Bundesverwaltungsamt."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-07-15"}


class MinorLandNamed(Fact, type="koop.fact.MinorLandNamed.v1"):
    """By the Bundesverwaltungsamt, § 42b(1)."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-07-19"}


class MinorAssigned(Fact, type="koop.fact.MinorAssigned.v1"):
    """`office`: the youth office. `apart`: why it is not that of the siblings, § 42b(5)."""

    office: Slug
    apart: SeparationReason | None = None

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-07-21", "office": "jugendamt-trier"}


class MinorHandedOver(Fact, type="koop.fact.MinorHandedOver.v1"):
    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-07-28"}


class MinorExcluded(Fact, type="koop.fact.MinorExcluded.v1"):
    """From the distribution, § 42b(4)."""

    reason: ExclusionReason

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-08-05", "reason": "month"}


class MinorDistributionExtended(Fact, type="koop.fact.MinorDistributionExtended.v1"):
    """§ 42d(3), until 31 Dec 2016."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-08-03"}


class MinorTakenIntoCare(Fact, type="koop.fact.MinorTakenIntoCare.v1"):
    """§ 42 SGB VIII."""

    vg: Slug

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-08-05", "vg": "vg-landstuhl"}


class MinorGuardianRequested(Fact, type="koop.fact.MinorGuardianRequested.v1"):
    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-08-08"}


class MinorGuardianAppointed(Fact, type="koop.fact.MinorGuardianAppointed.v1"):
    """Said again with another kind, the guardian has changed."""

    kind: GuardianKind

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-09-12", "kind": "office"}


class MinorClearingOpened(Fact, type="koop.fact.MinorClearingOpened.v1"):
    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-08-10"}


class MinorClearingClosed(Fact, type="koop.fact.MinorClearingClosed.v1"):
    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-10-20"}


class MinorHelpPlanAgreed(Fact, type="koop.fact.MinorHelpPlanAgreed.v1"):
    """§ 36 SGB VIII."""

    form: HelpForm

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-10-24", "form": "home"}


class MinorHelpPlanReviewed(Fact, type="koop.fact.MinorHelpPlanReviewed.v1"):
    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-04-20"}


class MinorPlacementChanged(Fact, type="koop.fact.MinorPlacementChanged.v1"):
    """`on`: the first day there."""

    vg: Slug
    kind: PlacementKind

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-11-01", "vg": "vg-weilerbach", "kind": "shared_flat"}


class MinorAsylumApplicationFiled(Fact, type="koop.fact.MinorAsylumApplicationFiled.v1"):
    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-11-14"}


class MinorTransitionPlanAgreed(Fact, type="koop.fact.MinorTransitionPlanAgreed.v1"):
    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-01-16"}


class MinorYoungAdultHelpGranted(Fact, type="koop.fact.MinorYoungAdultHelpGranted.v1"):
    """§ 41 SGB VIII. `on`: the day of the decision."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-03-20"}


class MinorYoungAdultHelpRefused(Fact, type="koop.fact.MinorYoungAdultHelpRefused.v1"):
    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-03-20"}


class MinorAftercareStarted(Fact, type="koop.fact.MinorAftercareStarted.v1"):
    """§ 41a SGB VIII."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-05-02"}


class MinorWentMissing(Fact, type="koop.fact.MinorWentMissing.v1"):
    """`on`: the first day on which nobody knew where. It closes nothing."""

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-12-01"}


class MinorReturned(Fact, type="koop.fact.MinorReturned.v1"):
    example: ClassVar[dict[str, Any]] = _OF | {"on": "2016-12-09"}


class MinorCareEnded(Fact, type="koop.fact.MinorCareEnded.v1"):
    """`on`: the last day."""

    reason: CareEnd

    example: ClassVar[dict[str, Any]] = _OF | {"on": "2017-06-02", "reason": "with_family"}
