"""Which command a partner's fact becomes. The person is the CloudEvents subject, the side follows from the topic."""

from collections.abc import Callable
from typing import Any

from services.referrals import steps
from shared.contracts import facts_referrals as facts
from shared.contracts.base import Fact
from shared.domain import FactContext
from shared.messages import Command

ToCommand = Callable[[Any, FactContext], Command]


def stated(command: type[steps.Step]) -> ToCommand:
    def to_command(fact: facts.ReferralFact, context: FactContext) -> Command:
        return command(person=context.subject, partner=context.partner, at=context.at, **dict(fact))

    return to_command


def withdrawn(fact: facts.ReferralWithdrawn, context: FactContext) -> Command:
    command = steps.ConfirmWithdrawal if fact.confirmed else steps.WithdrawReferral
    return command(on=fact.on, referral=fact.referral, person=context.subject, partner=context.partner, at=context.at)


FACTS: dict[type[Fact], ToCommand] = {
    facts.ReferralAcknowledged: stated(steps.AcknowledgeReferral),
    facts.ReferralAccepted: stated(steps.AcceptReferral),
    facts.ReferralDeclined: stated(steps.DeclineReferral),
    facts.ReferralStarted: stated(steps.StartReferral),
    facts.ReferralCompleted: stated(steps.CompleteReferral),
    facts.ReferralWithdrawn: withdrawn,
}
