"""What leaves the service, field by field, and what does not."""

from typing import Any
from uuid import UUID

import pytest

from services.referrals import steps
from services.referrals.commands import COMMANDS, routes
from services.referrals.outbox import outbox
from services.referrals.policies import deadlines
from shared.calendar import day_end
from shared.contracts import referrals as out
from shared.contracts.base import Contract
from shared.contracts.referrals import DeclineReason, ReferralOutcome
from shared.deadlines import ClearDeadline, Deadline, SetDeadline
from shared.law import Law
from shared.messages import Event, Meta, Recorded
from tests.services.referrals.examples import (
    ACCEPTED,
    ACKNOWLEDGED,
    DUE,
    LAPSED,
    PARTIES,
    REFERRAL,
    SAY,
    SENT,
    SENT_ON,
    STARTED,
    noon,
    send,
)

WHO: dict[str, Any] = {"person": PARTIES.person, "sender": PARTIES.sender, "recipient": PARTIES.recipient, "referral": REFERRAL}
DECLINED = steps.ReferralDeclined(on=SAY, parties=PARTIES, reason=DeclineReason.NO_CAPACITY)
COMPLETED = steps.ReferralCompleted(on=SAY, parties=PARTIES, outcome=ReferralOutcome.ACHIEVED)
WITHDRAWN = steps.ReferralWithdrawn(on=SAY, parties=PARTIES, to_confirm=False)
TO_CONFIRM = steps.ReferralWithdrawn(on=SAY, parties=PARTIES, to_confirm=True)
CONFIRMED = steps.WithdrawalConfirmed(on=SAY, parties=PARTIES)


def recorded(event: Event) -> Recorded:
    nil = UUID(int=0)
    return Recorded(f"referral-{REFERRAL}", 1, event, Meta(event_id=nil, recorded_at=noon(SAY), actor="test", correlation=nil))


@pytest.mark.parametrize(
    ("event", "contract"),
    [
        (SENT, out.ReferralSent(on=SENT_ON, facet="transition", due=DUE, **WHO)),
        (ACKNOWLEDGED, out.ReferralAcknowledged(on=SAY, **WHO)),
        (ACCEPTED, out.ReferralAccepted(on=SAY, **WHO)),
        (DECLINED, out.ReferralDeclined(on=SAY, reason=DeclineReason.NO_CAPACITY, **WHO)),
        (STARTED, out.ReferralStarted(on=SAY, **WHO)),
        (COMPLETED, out.ReferralCompleted(on=SAY, outcome=ReferralOutcome.ACHIEVED, **WHO)),
        (WITHDRAWN, out.ReferralWithdrawn(on=SAY, **WHO)),
        (CONFIRMED, out.ReferralWithdrawn(on=SAY, **WHO)),
        (LAPSED, out.ReferralLapsed(on=LAPSED.on, **WHO)),
    ],
)
def test_what_others_may_know(event: Event, contract: Contract) -> None:
    assert outbox(recorded(event)) == contract


def test_a_withdrawal_to_confirm_stays_inside_because_the_referral_is_still_open() -> None:
    assert outbox(recorded(TO_CONFIRM)) is None


def test_r34_basis_purpose_and_data_stay_inside() -> None:
    contract = outbox(recorded(SENT))
    assert contract is not None
    assert {"basis", "purpose", "data"}.isdisjoint(type(contract).model_fields)


def contracts() -> list[type[out.ReferralContract]]:
    return out.ReferralContract.__subclasses__()


@pytest.mark.parametrize("contract", contracts())
def test_every_example_is_an_example(contract: type[out.ReferralContract]) -> None:
    example = contract.model_validate(contract.example)
    assert example.subject == contract.example["person"]
    assert contract.topic == "koop.referrals.v1"


def test_r37_the_deadline_is_the_end_of_the_last_day() -> None:
    lapse = steps.LapseReferral(referral=REFERRAL, on=LAPSED.on, at=day_end(DUE))
    (deadline,) = deadlines(recorded(SENT))
    assert isinstance(deadline, SetDeadline) and deadline.frist is not None
    assert (deadline.key, deadline.due, deadline.command) == ("answer", day_end(DUE), lapse)
    assert (deadline.frist.owner, deadline.frist.last_day, deadline.frist.escalates_to) == ("caritas", DUE, ("vg-landstuhl",))


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (ACKNOWLEDGED, []),  # seen is not answered
        (ACCEPTED, [ClearDeadline("answer")]),
        (DECLINED, [ClearDeadline("answer")]),
        (WITHDRAWN, [ClearDeadline("answer")]),
        (LAPSED, [ClearDeadline("answer")]),
        (STARTED, []),
    ],
)
def test_r37_an_answer_clears_the_deadline(event: Event, expected: list[Deadline]) -> None:
    assert deadlines(recorded(event)) == expected


def test_every_command_has_its_stream() -> None:
    table = routes(Law({}))
    assert set(table) == set(COMMANDS)
    assert table[steps.SendReferral].stream(send()) == f"referral-{REFERRAL}"
