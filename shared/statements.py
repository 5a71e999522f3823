"""What a partner's record states: its way through the door, from raw bytes to a command. The first no parks it with its reason."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from pydantic import ValidationError

from shared.cloudevents import Attributes, Unreadable, read
from shared.contracts.base import Contract, Fact
from shared.domain import FactContext
from shared.messages import Command, id_from
from shared.parking import RawRecord, plain


class Roster(Protocol):
    """What the topology knows about partners and their facts."""

    def partner_of(self, topic: str) -> str | None: ...
    def owner(self, fact_type: str, partner: str | None = None) -> str: ...
    def may_state(self, partner: str, fact_type: str) -> bool: ...
    def receipts_topic(self, partner: str) -> str: ...


@dataclass(frozen=True)
class FactRoute:
    """How a fact becomes a command, and which stream must exist for it."""

    command: Callable[[Any, FactContext], Command]
    requires: Callable[[FactContext], str | None] = lambda context: None
    unknown: str = "fact.unknown_subject"


@dataclass(frozen=True)
class Statement:
    """A fact that can be decided on."""

    record: RawRecord
    partner: str
    attributes: Attributes
    command_id: UUID
    body_hash: bytes
    command: Command
    requires: str | None
    unknown: str

    def rejected(self, reason: str, field: str | None, **details: Any) -> "Rejected":
        return Rejected(self.record, self.partner, self.attributes.id, self.attributes.type, reason, field, details)


@dataclass(frozen=True)
class Rejected:
    """A fact that cannot: parked, and its sender told why."""

    record: RawRecord
    partner: str
    event_id: str | None
    type: str | None
    reason: str
    field: str | None
    details: dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """Reads the facts that one service answers. `may_work`: whether an organisation's term is in force at an instant."""

    service: str
    facts: Mapping[type[Fact], FactRoute]
    roster: Roster
    may_work: Callable[[str, datetime], bool]

    def is_mine(self, record: RawRecord) -> bool:
        partner = self.roster.partner_of(record.topic)
        try:
            return self.roster.owner(read(record).attributes.type, partner) == self.service
        except Unreadable:
            return self.service == self.roster.owner("", partner)

    def statement(self, record: RawRecord, now: datetime) -> Statement | Rejected:
        """What a record states, or why it cannot be decided on: the first no counts."""
        partner = self.roster.partner_of(record.topic) or ""
        try:
            event = read(record)
        except Unreadable as error:
            return Rejected(record, partner, None, None, error.reason, error.field, {})
        attributes = event.attributes

        def rejected(reason: str, field: str | None, **details: Any) -> Rejected:
            return Rejected(record, partner, attributes.id, attributes.type, reason, field, details)

        if attributes.source.startswith("/partner/") and attributes.source != f"/partner/{partner}":
            return rejected("fact.not_your_source", "source")
        kind = Contract.registry.get(attributes.type)
        route = self.facts.get(kind) if kind is not None and issubclass(kind, Fact) else None
        if kind is None or route is None:
            return rejected("fact.unknown_type", "type", type=attributes.type)
        if not self.roster.may_state(partner, attributes.type):
            return rejected("fact.not_yours_to_state", "type", type=attributes.type)
        if not self.may_work(partner, now):
            return rejected("fact.term_over", None)
        try:
            subject = UUID(attributes.subject or "")
        except ValueError:
            return rejected("fact.subject", "subject")
        context = FactContext(subject, partner, f"partner-{partner}", now)
        try:
            command = route.command(kind.model_validate_json(json.dumps(event.data)), context)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            return rejected("fact.invalid", plain("/".join(["data", *map(str, first["loc"])])), problem=first["type"])
        digest = hashlib.sha256(json.dumps([attributes.type, str(subject), event.data], sort_keys=True).encode()).digest()
        return Statement(
            record, partner, attributes, id_from("fact", partner, attributes.id), digest, command, route.requires(context), route.unknown
        )
