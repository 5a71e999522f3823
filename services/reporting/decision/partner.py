"""An organisation in the cooperation: it joins, says who votes for it, and may leave. Stream `partner-<slug>`."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from services.reporting.decision.ballot_terms import Account, VoterRole
from shared.calendar import day_end, local_day
from shared.contracts.codes import Slug
from shared.decider import Decider, Refused
from shared.messages import Command, Event, Message

Kind = Literal["partner", "coordinator"]


class LegalEntity(Message):
    """Träger: who answers in law. The name in the agreement may be another (Jugendmigrationsdienst: Internationaler Bund)."""

    code: Slug
    name: str = Field(min_length=1, max_length=120)


class RegisterPartner(Command):
    """`on`: member since."""

    organisation: Slug
    cooperation: Slug
    kind: Kind
    name: str = Field(min_length=1, max_length=120)
    legal_entity: LegalEntity


class AuthoriseVoter(Command):
    organisation: Slug
    role: VoterRole
    account: Account
    partner: str


class RevokeVoter(Command):
    organisation: Slug
    role: VoterRole
    partner: str


class DeclareWithdrawal(Command):
    """`last_day`: the last whole day of membership."""

    organisation: Slug
    last_day: date
    at: datetime
    partner: str


class CompleteWithdrawal(Command):
    organisation: Slug
    at: datetime


class PartnerJoined(Event, name="partner.Joined"):
    cooperation: Slug
    kind: Kind
    name_in_agreement: str
    legal_entity: LegalEntity


class VoterAuthorised(Event, name="partner.VoterAuthorised"):
    cooperation: Slug
    role: VoterRole
    account: Account


class VoterRevoked(Event, name="partner.VoterRevoked"):
    cooperation: Slug
    role: VoterRole


class WithdrawalDeclared(Event, name="partner.WithdrawalDeclared"):
    cooperation: Slug
    last_day: date


class PartnerWithdrawn(Event, name="partner.Withdrawn"):
    cooperation: Slug
    last_day: date


@dataclass(frozen=True)
class Partner:
    joined: PartnerJoined | None = None
    voters: dict[VoterRole, VoterAuthorised] = field(default_factory=dict)
    last_day: date | None = None
    withdrawn: bool = False


def _register(c: RegisterPartner, state: Partner) -> list[Event]:
    joined = PartnerJoined(on=c.on, cooperation=c.cooperation, kind=c.kind, name_in_agreement=c.name, legal_entity=c.legal_entity)
    if joined == state.joined:
        return []
    if state.joined and not state.withdrawn:
        raise Refused("partner.already_joined", "organisation", since=state.joined.on)
    return [joined]


def _member(organisation: Slug, asking: str, state: Partner) -> PartnerJoined:
    if asking != organisation:
        raise Refused("partner.own_only", "organisation", organisation=organisation)
    if state.joined is None:
        raise Refused("partner.unknown", "organisation", organisation=organisation)
    if state.withdrawn and state.last_day is not None:
        raise Refused("partner.withdrawn", "organisation", last_day=state.last_day)
    return state.joined


def _authorise(c: AuthoriseVoter, state: Partner) -> list[Event]:
    """A proxy is only possible inside the same organisation: no partner collects the votes of others."""
    joined = _member(c.organisation, c.partner, state)
    if c.account.partition("@")[2] != c.organisation:
        raise Refused("partner.account_elsewhere", "account", organisation=c.organisation)
    if any(known.account == c.account for role, known in state.voters.items() if role != c.role):
        raise Refused("partner.account_has_other_role", "account")
    if c.role in state.voters and state.voters[c.role].account == c.account:
        return []
    return [VoterAuthorised(on=c.on, cooperation=joined.cooperation, role=c.role, account=c.account)]


def _withdraw(c: DeclareWithdrawal, state: Partner) -> list[Event]:
    joined = _member(c.organisation, c.partner, state)
    if state.last_day == c.last_day:
        return []
    if state.last_day is not None:
        raise Refused("partner.withdrawal_declared", "last_day", last_day=state.last_day)
    if c.last_day < local_day(c.at):
        raise Refused("partner.withdrawal_in_the_past", "last_day", today=local_day(c.at))
    return [WithdrawalDeclared(on=local_day(c.at), cooperation=joined.cooperation, last_day=c.last_day)]


def _complete(c: CompleteWithdrawal, state: Partner) -> list[Event]:
    if state.joined is None or state.last_day is None or state.withdrawn:
        return []
    if c.at < day_end(state.last_day):
        raise Refused("partner.still_member", "at", last_day=state.last_day)
    return [PartnerWithdrawn(on=state.last_day, cooperation=state.joined.cooperation, last_day=state.last_day)]


def decide(command: Command, state: Partner) -> Sequence[Event]:
    match command:
        case RegisterPartner():
            return _register(command, state)
        case AuthoriseVoter():
            return _authorise(command, state)
        case RevokeVoter(organisation=organisation, role=role, partner=asking, on=on):
            joined = _member(organisation, asking, state)
            return [VoterRevoked(on=on, cooperation=joined.cooperation, role=role)] if role in state.voters else []
        case DeclareWithdrawal():
            return _withdraw(command, state)
        case CompleteWithdrawal():
            return _complete(command, state)
    return []


def evolve(state: Partner, event: Event) -> Partner:
    match event:
        case PartnerJoined():
            return Partner(event)
        case VoterAuthorised(role=role):
            return replace(state, voters={**state.voters, role: event})
        case VoterRevoked(role=role):
            return replace(state, voters={r: known for r, known in state.voters.items() if r != role})
        case WithdrawalDeclared(last_day=last_day):
            return replace(state, last_day=last_day)
        case PartnerWithdrawn(last_day=last_day):
            return replace(state, last_day=last_day, withdrawn=True)
    return state


partner = Decider(Partner(), decide, evolve)
