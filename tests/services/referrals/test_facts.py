"""A partner's fact is the step of the side it comes from."""

from typing import get_type_hints

import pytest

from services.referrals import steps
from services.referrals.facts import FACTS
from services.referrals.referral import referral
from shared.contracts import facts_referrals as facts
from shared.contracts.base import Fact
from shared.contracts.referrals import DeclineReason
from shared.domain import FactContext
from tests.given import given
from tests.services.referrals.examples import ACCEPTED, PARTIES, PERSON, RECIPIENT, REFERRAL, SAY, SENDER, SENT, noon


def context(partner: str) -> FactContext:
    return FactContext(subject=PERSON, partner=partner, actor=f"partner-{partner}", at=noon(SAY))


@pytest.mark.parametrize("fact", list(FACTS))
def test_every_fact_example_becomes_a_command_of_the_referral(fact: type[facts.ReferralFact]) -> None:
    command = FACTS[fact](fact.model_validate(fact.example), context(RECIPIENT))
    assert isinstance(command, steps.Step)
    assert (command.referral, command.person, command.partner) == (REFERRAL, PERSON, RECIPIENT)


def test_the_topics_partner_is_the_side_that_speaks() -> None:
    declined = facts.ReferralDeclined(on=SAY, referral=REFERRAL, reason=DeclineReason.NO_CAPACITY)
    expected = steps.ReferralDeclined(on=SAY, parties=PARTIES, reason=DeclineReason.NO_CAPACITY)
    given(referral, SENT).when(FACTS[facts.ReferralDeclined](declined, context(RECIPIENT))).then(expected)
    given(referral, SENT).when(FACTS[facts.ReferralDeclined](declined, context(SENDER))).refused("referral.recipient_only")


def test_d5_both_sides_state_a_withdrawal_the_recipient_confirms() -> None:
    to_command = FACTS[facts.ReferralWithdrawn]
    by_sender = to_command(facts.ReferralWithdrawn(on=SAY, referral=REFERRAL), context(SENDER))
    by_recipient = to_command(facts.ReferralWithdrawn(on=SAY, referral=REFERRAL, confirmed=True), context(RECIPIENT))
    asked = steps.ReferralWithdrawn(on=SAY, parties=PARTIES, to_confirm=True)
    given(referral, SENT, ACCEPTED).when(by_sender).then(asked)
    given(referral, SENT, ACCEPTED, asked).when(by_recipient).then(steps.WithdrawalConfirmed(on=SAY, parties=PARTIES))


def test_no_fact_can_name_its_own_partner_or_time() -> None:
    kinds: list[type[Fact]] = list(FACTS)
    assert all({"partner", "at", "actor"}.isdisjoint(get_type_hints(kind)) for kind in kinds)
