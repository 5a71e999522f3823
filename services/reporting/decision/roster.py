"""The term's copy of who belongs to it and who votes for whom, kept by reaction to the partners' own streams."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from pydantic import Field

from services.reporting.decision.ballot_terms import Account, Elector, VoterRole
from services.reporting.decision.partner import Kind
from services.reporting.decision.policy import DecisionPolicy
from shared.contracts.codes import Slug
from shared.messages import Command, Event, Message


class EnrolParty(Command):
    cooperation: Slug
    party: Slug
    kind: Kind


class RecordVoter(Command):
    """`account` None: revoked."""

    cooperation: Slug
    party: Slug
    role: VoterRole
    account: Account | None


class RecordDeparture(Command):
    cooperation: Slug
    party: Slug
    last_day: date


class PartyEnrolled(Event, name="term.PartyEnrolled"):
    party: Slug
    kind: Kind


class VoterRecorded(Event, name="term.VoterRecorded"):
    party: Slug
    role: VoterRole
    account: Account | None


class PartyDeparts(Event, name="term.PartyDeparts"):
    """`ballot`: the one that is running, which must hear of it at once."""

    party: Slug
    last_day: date
    ballot: UUID | None


class Party(Message):
    kind: Kind
    since: date
    voters: dict[VoterRole, Account] = Field(default_factory=dict)
    last_day: date | None = None


Roster = Mapping[Slug, Party]


def electorate(roster: Roster, policy: DecisionPolicy, day: date) -> tuple[Elector, ...]:
    """The members of that day who have a vote, by name. One without an authorised account counts, and is silent."""
    return tuple(
        Elector(
            partner=slug,
            representative=party.voters.get("representative"),
            deputy=party.voters.get("deputy"),
            last_day=party.last_day,
        )
        for slug, party in sorted(roster.items())
        if party.since <= day <= (party.last_day or day) and (party.kind == "partner" or policy.landkreis_votes)
    )


RosterCommand = EnrolParty | RecordVoter | RecordDeparture


def decide(command: RosterCommand, running: UUID | None) -> list[Event]:
    """The partner's own stream has decided already: here it is only written down."""
    match command:
        case EnrolParty(on=on, party=party, kind=kind):
            return [PartyEnrolled(on=on, party=party, kind=kind)]
        case RecordVoter(on=on, party=party, role=role, account=account):
            return [VoterRecorded(on=on, party=party, role=role, account=account)]
        case RecordDeparture(on=on, party=party, last_day=last_day):
            return [PartyDeparts(on=on, party=party, last_day=last_day, ballot=running)]


def evolve(roster: dict[Slug, Party], event: Event) -> dict[Slug, Party]:
    match event:
        case PartyEnrolled(on=on, party=slug, kind=kind):
            return {**roster, slug: Party(kind=kind, since=on)}
        case VoterRecorded(party=slug, role=role, account=account) if slug in roster:
            kept: dict[VoterRole, Account] = {r: a for r, a in roster[slug].voters.items() if r != role}
            voters = kept if account is None else {**kept, role: account}
            return {**roster, slug: roster[slug].model_copy(update={"voters": voters})}
        case PartyDeparts(party=slug, last_day=last_day) if slug in roster:
            return {**roster, slug: roster[slug].model_copy(update={"last_day": last_day})}
    return roster
