"""What one transaction of the store writes: events and all that must become true with them, or nothing."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.deadlines import Frist
from shared.inbox import Move
from shared.messages import Recorded
from shared.parking import Parked

CHANNEL = "{schema}_appended"
"""Notified with every append; the service's relay listens. Of each service its own: a database has one set for all schemas."""


@dataclass(frozen=True)
class Outgoing:
    """A message as it will leave the service; `number` counts the stream's published messages from 1, without a hole."""

    topic: str
    key: str
    stream: str
    number: int
    headers: dict[str, str]
    value: bytes


@dataclass(frozen=True)
class Answer:
    """What a command led to, kept under its id for the repeat."""

    command_id: UUID
    body_hash: bytes
    result: dict[str, Any]
    recorded_at: datetime


@dataclass(frozen=True)
class DueCommand:
    """A deadline as it is stored."""

    stream: str
    key: str
    due: datetime
    command_id: UUID
    type: str
    command: dict[str, Any]
    frist: Frist | None = None

    @classmethod
    def read(cls, row: dict[str, Any]) -> "DueCommand":
        """From the table's row."""
        of_frist = {name: row.pop(name) for name in Frist.model_fields}
        return cls(**row, frist=Frist(**of_frist) if of_frist["rule"] is not None else None)

    def row(self) -> dict[str, Any]:
        """By the table's columns."""
        of_frist = dict(self.frist or dict.fromkeys(Frist.model_fields))
        return {name: value for name, value in vars(self).items() if name != "frist"} | of_frist


@dataclass
class Append:
    """One transaction: events and all that must become true with them."""

    events: list[Recorded] = field(default_factory=list)
    outgoing: list[Outgoing] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    deadlines: list[DueCommand] = field(default_factory=list)
    cleared: list[tuple[str, str]] = field(default_factory=list)
    done: list[DueCommand] = field(default_factory=list)
    parked: list[Parked] = field(default_factory=list)
    rows: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    """Statements on the service's own tables (search_path is its schema), such as the vault's."""
