"""The closed loop of a referral. `withdrawing`: taken back after it had been accepted, until the recipient confirms."""

from services.referrals.referral import Referral
from services.referrals.steps import (
    ReferralAccepted,
    ReferralAcknowledged,
    ReferralCompleted,
    ReferralDeclined,
    ReferralLapsed,
    ReferralSent,
    ReferralStarted,
    ReferralWithdrawn,
    WithdrawalConfirmed,
)
from shared.messages import Event

TRANSITIONS: dict[tuple[str, type[Event]], frozenset[str]] = {
    ("[*]", ReferralSent): frozenset({"sent"}),
    ("accepted", ReferralStarted): frozenset({"started"}),
    ("accepted", ReferralWithdrawn): frozenset({"withdrawing"}),
    ("acknowledged", ReferralAccepted): frozenset({"accepted"}),
    ("acknowledged", ReferralDeclined): frozenset({"declined"}),
    ("acknowledged", ReferralLapsed): frozenset({"lapsed"}),
    ("acknowledged", ReferralWithdrawn): frozenset({"withdrawn"}),
    ("sent", ReferralAccepted): frozenset({"accepted"}),
    ("sent", ReferralAcknowledged): frozenset({"acknowledged"}),
    ("sent", ReferralDeclined): frozenset({"declined"}),
    ("sent", ReferralLapsed): frozenset({"lapsed"}),
    ("sent", ReferralWithdrawn): frozenset({"withdrawn"}),
    ("started", ReferralCompleted): frozenset({"completed"}),
    ("withdrawing", WithdrawalConfirmed): frozenset({"withdrawal_confirmed"}),
}
"""By phase and event. Held to the decider by random walks, drawn in docs/states.md."""


def phase(state: Referral) -> str:
    if state.sent is None:
        return "[*]"
    return "withdrawing" if state.withdrawn and state.status == "accepted" else state.status.replace("-", "_")
