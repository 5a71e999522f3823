"""Both sides and the clock, in any order: a referral ends once, and its state can be kept."""

from datetime import date
from typing import Any

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from services.referrals import steps
from services.referrals.referral import Referral, evolve, referral
from shared.contracts.referrals import DeclineReason
from shared.decider import Refused
from shared.messages import Event
from tests.services.referrals.examples import (
    ACCEPTED,
    ACHIEVED,
    ACKNOWLEDGED,
    COMPLETED,
    CONFIRMED,
    DECLINED,
    LAPSED,
    NO_CAPACITY,
    OUTSIDER,
    RECIPIENT,
    SENDER,
    SENT,
    SENT_ON,
    STARTED,
    TO_CONFIRM,
    WITHDRAWN,
    lapse,
    say,
    send,
)

DAYS = st.dates(SENT_ON, date(2016, 9, 23))
STEPS: list[tuple[type[steps.Step], dict[str, Any]]] = [
    (steps.AcknowledgeReferral, {}),
    (steps.AcceptReferral, {}),
    (steps.DeclineReferral, {"reason": NO_CAPACITY}),
    (steps.DeclineReferral, {"reason": DeclineReason.OTHER}),
    (steps.StartReferral, {}),
    (steps.CompleteReferral, {"outcome": ACHIEVED}),
    (steps.WithdrawReferral, {}),
    (steps.ConfirmWithdrawal, {}),
]
some_step = st.builds(
    lambda chosen, day, partner: say(chosen[0], day, **chosen[1], **partner),
    st.sampled_from(STEPS),
    DAYS,
    st.sampled_from([{}, {}, {}, {"partner": SENDER}, {"partner": RECIPIENT}, {"partner": OUTSIDER}]),
)
any_command = st.one_of(some_step, some_step, some_step, st.builds(lapse, DAYS), st.just(send()))
EVENTS: list[Event] = [SENT, ACKNOWLEDGED, ACCEPTED, STARTED, DECLINED, COMPLETED, WITHDRAWN, TO_CONFIRM, CONFIRMED, LAPSED]


def play(commands: list[Any]) -> list[Event]:
    """Both sides and the clock, in any order; what is refused has not happened."""
    history: list[Event] = []
    for command in commands:
        try:
            history += referral.decide(command, referral.fold(history))
        except Refused:
            continue
    return history


def ends(event: Event) -> bool:
    final = (steps.ReferralDeclined, steps.ReferralCompleted, steps.WithdrawalConfirmed, steps.ReferralLapsed)
    return isinstance(event, final) or (isinstance(event, steps.ReferralWithdrawn) and not event.to_confirm)


@settings(max_examples=400)
@for_all(st.lists(any_command, max_size=25))
def test_d5_no_interleaving_of_both_sides_ends_it_twice(commands: list[Any]) -> None:
    history = play([send(), *commands])
    assert [ends(event) for event in history[:-1]].count(True) == 0  # an end is the last event
    assert (referral.fold(history).status in steps.ENDED) == ends(history[-1])


@settings(max_examples=200)
@for_all(st.lists(any_command, max_size=20))
def test_whatever_was_said_can_be_said_again_at_once(commands: list[Any]) -> None:
    assert play([send(), *(twice for command in commands for twice in (command, command))]) == play([send(), *commands])


@for_all(st.lists(some_step, max_size=15))
def test_r37_only_the_recipient_accepts(commands: list[Any]) -> None:
    accepted = [event for event in play([send(), *commands]) if isinstance(event, steps.ReferralAccepted)]
    assert not accepted or any(isinstance(c, steps.AcceptReferral) and c.partner == RECIPIENT for c in commands)


@for_all(st.lists(st.sampled_from(EVENTS), max_size=15))
def test_evolve_never_raises_and_every_state_survives_a_snapshot(events: list[Event]) -> None:
    state = Referral()
    for event in events:
        state = evolve(state, event)
    shape = TypeAdapter(Referral)
    assert shape.validate_json(shape.dump_json(state)) == state
