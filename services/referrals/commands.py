"""The table of contents: every command of this service, its stream and its decider."""

from typing import Any
from uuid import UUID

from services.referrals import steps
from services.referrals.referral import referral
from shared.domain import Route
from shared.law import Law
from shared.messages import Command

COMMANDS: tuple[type[Command], ...] = (
    steps.SendReferral,
    steps.AcknowledgeReferral,
    steps.AcceptReferral,
    steps.DeclineReferral,
    steps.StartReferral,
    steps.CompleteReferral,
    steps.WithdrawReferral,
    steps.ConfirmWithdrawal,
    steps.LapseReferral,
)


def stream(command: Any) -> str:
    return f"referral-{command.referral}"


def referral_of(stream: str) -> UUID:
    return UUID(stream.removeprefix("referral-"))


def routes(law: Law) -> dict[type[Command], Route]:
    """No rule here rests on a dated parameter of law yet; every service is asked in the same way."""
    return dict.fromkeys(COMMANDS, Route(stream, referral))


def open_to_people() -> dict[type[Command], tuple[str, str]]:
    """A referral lapses by the clock alone."""
    return dict.fromkeys([c for c in COMMANDS if c is not steps.LapseReferral], ("referrals", "casework"))
