"""Which command goes to which stream; and which of them a person may send."""

from collections.abc import Callable
from typing import Any

from services.reporting.decision.ballot import AnnulBallot, CloseBallot, OpenBallot, ReportDossierChanged, ballot
from services.reporting.decision.calling import CallBallot
from services.reporting.decision.partner import (
    AuthoriseVoter,
    CompleteWithdrawal,
    DeclareWithdrawal,
    RegisterPartner,
    RevokeVoter,
    partner,
)
from services.reporting.decision.preparation import FreezeDossier, HoldDeliberation, ScheduleDeliberation
from services.reporting.decision.roster import EnrolParty, RecordDeparture, RecordVoter
from services.reporting.decision.term import AgreeTerm, EndTerm, ExtendTerm, SettleBallot, term
from services.reporting.decision.voting import CastVote, RaiseObjection, WithdrawElector
from shared.decider import Decider
from shared.domain import Route
from shared.law import Law
from shared.messages import Command

PARTNER: tuple[type[Command], ...] = (RegisterPartner, AuthoriseVoter, RevokeVoter, DeclareWithdrawal, CompleteWithdrawal)
TERM: tuple[type[Command], ...] = (
    AgreeTerm,
    EnrolParty,
    RecordVoter,
    RecordDeparture,
    ScheduleDeliberation,
    HoldDeliberation,
    FreezeDossier,
    CallBallot,
    SettleBallot,
    ExtendTerm,
    EndTerm,
)
BALLOT: tuple[type[Command], ...] = (OpenBallot, CastVote, RaiseObjection, WithdrawElector, ReportDossierChanged, AnnulBallot, CloseBallot)

OPEN_TO_PEOPLE: frozenset[type[Command]] = frozenset(
    {
        AuthoriseVoter,
        RevokeVoter,
        DeclareWithdrawal,
        ScheduleDeliberation,
        HoldDeliberation,
        CallBallot,
        CastVote,
        RaiseObjection,
        AnnulBallot,
    }
)
"""The rest is founded from the agreement's file, follows from an event, falls due, or rests on figures that the service
computes itself: taken from outside, any of it would let the sender write the result."""


def _to(kind: str, decider: Decider[Any], subject: Callable[[Any], object]) -> Route:
    return Route(lambda command: f"{kind}-{subject(command)}", decider)


def routes(law: Law) -> dict[type[Command], Route]:
    """`law` stays unread: how partners decide is no statute but their policy, and stands in each event."""
    to_partner = _to("partner", partner, lambda command: command.organisation)
    to_term = _to("term", term, lambda command: command.cooperation)
    to_ballot = _to("ballot", ballot, lambda command: command.ballot)
    return dict.fromkeys(PARTNER, to_partner) | dict.fromkeys(TERM, to_term) | dict.fromkeys(BALLOT, to_ballot)
