"""The closed loop by its rules: who may do what, when, and that it ends exactly once."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import services.referrals
from services.referrals import steps
from services.referrals.basis import ConsentBasis
from services.referrals.referral import referral
from services.referrals.steps import Status
from shared.calendar import day_end
from shared.contracts.referrals import DeclineReason, ReferralOutcome
from shared.messages import Event
from shared.texts import Texts
from tests.given import given
from tests.services.referrals.examples import (
    ACCEPTED,
    ACHIEVED,
    ACKNOWLEDGED,
    COMPLETED,
    CONFIRMED,
    CONSENT,
    DECLINED,
    DUE,
    LAPSED,
    NO_CAPACITY,
    OTHER_PERSON,
    OUTSIDER,
    PARTIES,
    PERSON,
    REACH,
    RECIPIENT,
    REFERRAL,
    SENDER,
    SENT,
    SENT_ON,
    STARTED,
    TO_CONFIRM,
    WITHDRAWN,
    lapse,
    noon,
    say,
    send,
)


class TestSending:
    def test_sent_with_a_basis(self) -> None:
        given(referral).when(send()).then(SENT)

    def test_r34_without_basis_it_cannot_be_sent(self) -> None:
        given(referral).when(send(basis=None)).refused("referral.basis_missing", "basis")

    def test_r34_a_basis_for_another_recipient_does_not_carry(self) -> None:
        given(referral).when(send(recipient="diakonie")).refused("referral.basis_other_recipient", "basis")

    def test_r34_the_day_it_leaves_counts_not_the_day_it_is_dated(self) -> None:
        basis = ConsentBasis(consent=CONSENT, reach=REACH, until=SENT_ON)
        given(referral).when(send(basis=basis, at=noon(date(2016, 9, 6)))).refused("referral.consent_expired", "basis")

    def test_not_to_oneself(self) -> None:
        given(referral).when(send(recipient=SENDER)).refused("referral.to_oneself", "recipient")

    @pytest.mark.parametrize(("due", "at"), [(date(2016, 9, 4), noon(SENT_ON)), (SENT_ON, day_end(SENT_ON))])
    def test_r37_an_answer_must_be_possible(self, due: date, at: Any) -> None:
        given(referral).when(send(due=due, at=at)).refused("referral.no_time_to_answer", "due")

    def test_an_end_that_no_calendar_has_is_refused_at_the_door(self) -> None:
        with pytest.raises(ValidationError):
            send(due=date.max)

    def test_sent_twice_is_sent_once(self) -> None:
        given(referral, SENT).when(send()).nothing_new()
        given(referral, SENT, ACCEPTED, STARTED, COMPLETED).when(send()).nothing_new()

    def test_another_referral_under_the_same_id(self) -> None:
        given(referral, SENT).when(send(person=OTHER_PERSON)).refused("referral.already_sent", "referral")


class TestTheRecipient:
    @pytest.mark.parametrize("history", [(SENT,), (SENT, ACKNOWLEDGED)])
    def test_d5_answers_with_or_without_acknowledging_first(self, history: tuple[Event, ...]) -> None:
        given(referral, *history).when(say(steps.AcceptReferral)).then(ACCEPTED)
        given(referral, *history).when(say(steps.DeclineReferral, reason=NO_CAPACITY)).then(DECLINED)

    def test_d5_the_whole_loop(self) -> None:
        given(referral, SENT).when(say(steps.AcknowledgeReferral)).then(ACKNOWLEDGED)
        given(referral, SENT, ACKNOWLEDGED, ACCEPTED).when(say(steps.StartReferral)).then(STARTED)
        given(referral, SENT, ACKNOWLEDGED, ACCEPTED, STARTED).when(say(steps.CompleteReferral, outcome=ACHIEVED)).then(COMPLETED)

    def test_d5_one_step_after_the_other(self) -> None:
        given(referral, SENT, ACKNOWLEDGED).when(say(steps.StartReferral)).refused("referral.not_accepted")
        given(referral, SENT, ACCEPTED).when(say(steps.CompleteReferral, outcome=ACHIEVED)).refused("referral.not_started")
        given(referral, SENT, ACCEPTED).when(say(steps.DeclineReferral, reason=NO_CAPACITY)).refused("referral.already_accepted")

    @pytest.mark.parametrize(
        ("step", "fields"),
        [
            (steps.AcknowledgeReferral, {}),
            (steps.AcceptReferral, {}),
            (steps.DeclineReferral, {"reason": NO_CAPACITY}),
            (steps.StartReferral, {}),
            (steps.CompleteReferral, {"outcome": ACHIEVED}),
            (steps.ConfirmWithdrawal, {}),
        ],
    )
    def test_d5_the_sender_cannot_take_the_recipients_steps(self, step: type[steps.Step], fields: dict[str, Any]) -> None:
        given(referral, SENT).when(say(step, partner=SENDER, **fields)).refused("referral.recipient_only", "referral")

    def test_an_answer_about_another_person_is_a_mix_up(self) -> None:
        given(referral, SENT).when(say(steps.AcceptReferral, person=OTHER_PERSON)).refused("referral.other_person", "person")
        given(referral, SENT).when(say(steps.AcceptReferral, person=PERSON)).then(ACCEPTED)

    def test_no_answer_before_the_question(self) -> None:
        given(referral, SENT).when(say(steps.AcceptReferral, on=date(2016, 9, 4))).refused("referral.before_it_was_sent", "on")


class TestTheSender:
    @pytest.mark.parametrize("history", [(SENT,), (SENT, ACKNOWLEDGED)])
    def test_d5_withdraws_alone_before_acceptance(self, history: tuple[Event, ...]) -> None:
        given(referral, *history).when(say(steps.WithdrawReferral)).then(WITHDRAWN)

    def test_d5_after_acceptance_the_recipient_confirms(self) -> None:
        given(referral, SENT, ACCEPTED).when(say(steps.WithdrawReferral)).then(TO_CONFIRM)
        assert given(referral, SENT, ACCEPTED, TO_CONFIRM).state().status is Status.ACCEPTED
        given(referral, SENT, ACCEPTED, TO_CONFIRM).when(say(steps.ConfirmWithdrawal)).then(CONFIRMED)

    def test_d5_not_after_the_start(self) -> None:
        given(referral, SENT, ACCEPTED, STARTED).when(say(steps.WithdrawReferral)).refused("referral.already_started")

    def test_d5_a_withdrawal_stops_a_start_unless_it_came_too_late(self) -> None:
        history = given(referral, SENT, ACCEPTED, TO_CONFIRM)
        history.when(say(steps.StartReferral)).refused("referral.withdrawal_to_confirm")
        earlier = date(2016, 9, 7)  # the withdrawal is of 8 September
        history.when(say(steps.StartReferral, on=earlier)).then(steps.ReferralStarted(on=earlier, parties=PARTIES))
        assert given(referral, SENT, ACCEPTED, TO_CONFIRM, STARTED).state().withdrawn is None

    def test_d5_the_recipient_cannot_withdraw(self) -> None:
        given(referral, SENT).when(say(steps.WithdrawReferral, partner=RECIPIENT)).refused("referral.sender_only")

    @pytest.mark.parametrize("history", [(SENT,), (SENT, ACCEPTED), (SENT, ACCEPTED, STARTED)])
    def test_d5_nothing_to_confirm_without_a_withdrawal(self, history: tuple[Event, ...]) -> None:
        given(referral, *history).when(say(steps.ConfirmWithdrawal)).refused("referral.no_withdrawal")


class TestLapse:
    @pytest.mark.parametrize("history", [(SENT,), (SENT, ACKNOWLEDGED)])
    def test_r37_unanswered_it_lapses_and_is_not_accepted(self, history: tuple[Event, ...]) -> None:
        # Due 19 September: open until its 24:00, lapsed from the 20th.
        given(referral, *history).when(lapse(date(2016, 9, 20))).then(LAPSED)

    def test_r37_not_a_second_too_early(self) -> None:
        last = steps.LapseReferral(referral=REFERRAL, on=DUE, at=day_end(DUE) - timedelta(seconds=1))
        given(referral, SENT).when(last).refused("referral.still_answerable")
        given(referral, SENT).when(last.model_copy(update={"at": day_end(DUE)})).then(LAPSED)

    @pytest.mark.parametrize(
        "history",
        [(SENT, ACCEPTED), (SENT, DECLINED), (SENT, ACCEPTED, STARTED), (SENT, WITHDRAWN), (SENT, ACCEPTED, TO_CONFIRM), (SENT, LAPSED)],
    )
    def test_r37_answered_it_does_not(self, history: tuple[Event, ...]) -> None:
        given(referral, *history).when(lapse(date(2016, 9, 20))).nothing_new()

    def test_r37_the_clock_decides_not_the_ticker(self) -> None:
        late = say(steps.AcceptReferral, at=day_end(DUE))  # dated in time, received too late
        given(referral, SENT).when(late).refused("referral.lapsed")
        given(referral, SENT, LAPSED).when(late).refused("referral.lapsed")
        given(referral, SENT).when(late.model_copy(update={"at": day_end(DUE) - timedelta(seconds=1)})).then(ACCEPTED)

    def test_d5_a_lapsed_one_stays_lapsed_for_the_sender_too(self) -> None:
        given(referral, SENT, LAPSED).when(say(steps.WithdrawReferral)).refused("referral.lapsed")


class TestUnknown:
    def test_a_step_in_nothing(self) -> None:
        given(referral).when(say(steps.AcceptReferral)).refused("referral.unknown", "referral")
        given(referral).when(lapse(date(2016, 9, 20))).refused("referral.unknown", "referral")

    def test_to_others_it_does_not_exist(self) -> None:
        given(referral, SENT).when(say(steps.AcceptReferral, partner=OUTSIDER)).refused("referral.unknown", "referral")
        given(referral, SENT).when(say(steps.WithdrawReferral, partner=OUTSIDER)).refused("referral.unknown", "referral")


ENDINGS = [
    (SENT, DECLINED),
    (SENT, ACCEPTED, STARTED, COMPLETED),
    (SENT, WITHDRAWN),
    (SENT, ACCEPTED, TO_CONFIRM, CONFIRMED),
]


class TestEnded:
    @pytest.mark.parametrize("history", ENDINGS)
    def test_d5_after_the_end_nothing_follows(self, history: tuple[Event, ...]) -> None:
        given(referral, *history).when(say(steps.DeclineReferral, reason=DeclineReason.OTHER)).refused("referral.ended")
        given(referral, *history).when(say(steps.CompleteReferral, outcome=ReferralOutcome.NOT_ACHIEVED)).refused("referral.ended")

    @pytest.mark.parametrize(
        ("history", "command"),
        [
            ((SENT, ACKNOWLEDGED), say(steps.AcknowledgeReferral)),
            ((SENT, ACCEPTED), say(steps.AcknowledgeReferral)),
            ((SENT, ACCEPTED), say(steps.AcceptReferral)),
            ((SENT, ACCEPTED, STARTED), say(steps.StartReferral)),
            ((SENT, DECLINED), say(steps.DeclineReferral, reason=NO_CAPACITY)),
            ((SENT, ACCEPTED, STARTED, COMPLETED), say(steps.CompleteReferral, outcome=ACHIEVED)),
            ((SENT, WITHDRAWN), say(steps.WithdrawReferral)),
            ((SENT, ACCEPTED, TO_CONFIRM), say(steps.WithdrawReferral)),
            ((SENT, ACCEPTED, TO_CONFIRM, CONFIRMED), say(steps.ConfirmWithdrawal)),
        ],
    )
    def test_the_same_said_twice_is_nothing_new(self, history: tuple[Event, ...], command: steps.Step) -> None:
        given(referral, *history).when(command).nothing_new()


def test_every_refusal_says_the_way_out_in_both_languages() -> None:
    texts = Texts.load(Path(services.referrals.__file__).with_name("texts.toml"))
    details = {
        "due": DUE,
        "recipient": RECIPIENT,
        "purpose": "housing",
        "data": "health",
        "until": DUE,
        "sent": DUE,
        "status": "declined",
        "withdrawn": DUE,
    }
    for code in texts.texts:
        assert texts.render(code, "de", **details) != code
        assert texts.render(code, "en", **details) != code
