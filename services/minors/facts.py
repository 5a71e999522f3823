"""Which command a statement of the youth office's register becomes. A fact and its command have the same fields; the file is the
CloudEvents subject.
"""

from collections.abc import Callable
from typing import Any

from services.minors import care, distribution, guardian, helping, majority, missing, young_adult
from shared.contracts import facts_minors as facts
from shared.contracts.base import Fact
from shared.domain import FactContext
from shared.messages import Command

ToCommand = Callable[[Any, FactContext], Command]


def stated(command: type[Command]) -> ToCommand:
    def to_command(fact: Fact, context: FactContext) -> Command:
        return command.model_validate({"minor": context.subject, **dict(fact)})

    return to_command


COMMANDS: dict[type[Fact], type[Command]] = {
    facts.MinorTakenIntoProvisionalCare: care.StartProvisionalCare,
    facts.MinorNotified: distribution.NotifyStateOffice,
    facts.MinorRegistered: distribution.RecordRegistration,
    facts.MinorLandNamed: distribution.RecordLand,
    facts.MinorAssigned: distribution.RecordAssignment,
    facts.MinorHandedOver: distribution.HandOver,
    facts.MinorExcluded: distribution.ExcludeFromDistribution,
    facts.MinorDistributionExtended: distribution.ExtendDistribution,
    facts.MinorTakenIntoCare: care.StartCare,
    facts.MinorGuardianRequested: guardian.RequestGuardian,
    facts.MinorGuardianAppointed: guardian.AppointGuardian,
    facts.MinorClearingOpened: helping.OpenClearing,
    facts.MinorClearingClosed: helping.CloseClearing,
    facts.MinorHelpPlanAgreed: helping.AgreeHelpPlan,
    facts.MinorHelpPlanReviewed: helping.ReviewHelpPlan,
    facts.MinorPlacementChanged: helping.ChangePlacement,
    facts.MinorAsylumApplicationFiled: helping.FileAsylumApplication,
    facts.MinorTransitionPlanAgreed: majority.AgreeTransitionPlan,
    facts.MinorYoungAdultHelpGranted: young_adult.GrantYoungAdultHelp,
    facts.MinorYoungAdultHelpRefused: young_adult.RefuseYoungAdultHelp,
    facts.MinorAftercareStarted: young_adult.StartAftercare,
    facts.MinorWentMissing: missing.ReportMissing,
    facts.MinorReturned: missing.RecordReturn,
    facts.MinorCareEnded: care.EndCare,
}

FACTS: dict[type[Fact], ToCommand] = {fact: stated(command) for fact, command in COMMANDS.items()}
