"""A unit of work: streams loaded once, decided on in order, written in one transaction. Long streams load from a snapshot."""

import hashlib
import inspect
import json
import logging
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from pydantic import TypeAdapter

from shared.append import Append, DueCommand, Outgoing
from shared.contracts.base import Contract
from shared.deadlines import ClearDeadline, Deadline, SetDeadline
from shared.decider import Decider, Refused
from shared.domain import Asked, Domain, Done
from shared.law import Law
from shared.messages import Command, Event, Meta, Recorded, event_id, id_from
from shared.store import History, Store

SNAPSHOT_EVERY = 50

log = logging.getLogger(__name__)


class Stale(Exception):
    """`If-Match` named another version than the stream has now."""


@dataclass
class _Stream:
    decider: Decider[Any]
    state: Any
    version: int
    published: int
    snapshot_version: int


@dataclass
class Unit:
    """Streams loaded once, decided on in order, written in one transaction."""

    domain: Domain
    law: Law
    store: Store
    now: datetime
    append: Append = field(default_factory=Append)
    streams: dict[str, _Stream] = field(default_factory=dict)
    answers: dict[UUID, tuple[bytes, Any]] = field(default_factory=dict)
    histories: dict[str, History] = field(default_factory=dict)

    def load(self, streams: Sequence[str], commands: Sequence[UUID] = ()) -> None:
        """One query for all streams that a batch will need."""
        wanted = [stream for stream in dict.fromkeys(streams) if stream not in self.histories]
        histories, answers = self.store.load(wanted, commands)
        self.histories |= histories
        self.answers |= answers

    def stream(self, name: str, decider: Decider[Any]) -> _Stream:
        if name not in self.streams:
            if name not in self.histories:
                self.load([name])
            self.streams[name] = _fold(name, self.histories[name], decider, self.store)
        return self.streams[name]

    def exists(self, name: str) -> bool:
        if name in self.streams:
            return self.streams[name].version > 0
        if name not in self.histories:
            self.load([name])
        history = self.histories[name]
        return bool(history.events) or history.snapshot is not None

    def decide(self, command: Command, asked: Asked) -> Done:
        """Raises Refused or Stale, and then has changed nothing."""
        route = self.domain.routes[type(command)]
        name = route.stream(command)
        stream = self.stream(name, route.decider)
        if asked.expected_version is not None and asked.expected_version != stream.version:
            raise Stale(f"{name} is at version {stream.version}")
        events = list(route.decider.decide(command, stream.state))
        recorded = [self._record(name, stream, event, command, asked) for event in events]
        stream.state = route.decider.fold(events, stream.state)
        self.append.rows.extend(self.domain.beside(command, events))
        for one in recorded:
            for i, reaction in enumerate(self.domain.reactions(one)):
                self._react(reaction, one, i, asked)
        position = f"{name}@{stream.published}" if recorded and stream.published else None
        return Done(name, stream.version, [event.name for event in events], position)

    def _react(self, command: Command, cause: Recorded, i: int, asked: Asked) -> None:
        """A reaction that a rule refuses has no one to tell: the rule has the last word, the log says so."""
        follow = Asked(
            id_from("reaction", cause.meta.event_id, i), asked.actor, asked.partner, asked.correlation, causation=cause.meta.event_id
        )
        try:
            self.decide(command, follow)
        except Refused as refusal:
            log.warning("reaction refused", extra={"code": refusal.code, "command": type(command).__name__})

    def _record(self, name: str, stream: _Stream, event: Event, command: Command, asked: Asked) -> Recorded:
        stream.version += 1
        meta = Meta(
            event_id=event_id(name, stream.version),
            recorded_at=self.now,
            actor=asked.actor,
            partner=asked.partner,
            correlation=asked.correlation,
            causation=asked.causation or asked.command_id,
            legal_basis=asked.legal_basis,
            law_version=self.law.version(command.on),
        )
        recorded = Recorded(name, stream.version, event, meta)
        self.append.events.append(recorded)
        contract = self.domain.outbox(recorded)
        if contract is not None:
            stream.published += 1
            self.append.outgoing.append(outgoing(self.domain.name, recorded, contract, stream.published))
        for deadline in self.domain.deadlines(recorded):
            self._schedule(recorded, deadline)
        return recorded

    def _schedule(self, recorded: Recorded, deadline: Deadline) -> None:
        stream = recorded.stream
        match deadline:
            case ClearDeadline(key):
                self.append.deadlines = [d for d in self.append.deadlines if (d.stream, d.key) != (stream, key)]
                self.append.cleared.append((stream, key))
            case SetDeadline():
                self.append.deadlines.append(due_command(recorded, deadline))

    def write(self) -> None:
        self.store.append(self.append)
        self._snapshot()

    def _snapshot(self) -> None:
        """After the commit and never in its way: a snapshot is a cache, its failure is a log line."""
        for name, stream in self.streams.items():
            if stream.version - stream.snapshot_version < SNAPSHOT_EVERY or not stream.decider.snapshots:
                continue
            try:
                state = _adapter(stream.decider).dump_python(stream.state, mode="json")
                self.store.save_snapshot(name, stream.version, fingerprint(stream.decider), state)
            except Exception:
                log.exception("snapshot failed", extra={"stream": name})


def due_command(recorded: Recorded, deadline: SetDeadline) -> DueCommand:
    """Its id is that of the setting: a deadline set again, to the same instant even, fires again."""
    command = deadline.command
    return DueCommand(
        recorded.stream,
        deadline.key,
        deadline.due,
        id_from("deadline", recorded.meta.event_id, deadline.key),
        type(command).__name__,
        command.model_dump(mode="json"),
        deadline.frist,
    )


def outgoing(service: str, recorded: Recorded, contract: Contract, number: int) -> Outgoing:
    """Render a contract as it will travel: CloudEvents attributes as text, data as JSON bytes."""
    headers = {
        "id": str(recorded.meta.event_id),
        "source": f"/koop/{service}",
        "type": contract.type,
        "subject": contract.subject,
        "time": recorded.meta.recorded_at.isoformat().replace("+00:00", "Z"),
        "correlationid": str(recorded.meta.correlation),
    }
    return Outgoing(
        contract.topic, contract.subject, recorded.stream, number, headers, contract.model_dump_json(exclude_none=True).encode()
    )


def fingerprint(decider: Decider[Any]) -> str:
    """Changes with the code that folds: an old snapshot is then no longer believed."""
    return _fingerprint(inspect.getfile(decider.evolve))


@cache
def _fingerprint(file: str) -> str:
    """Of the whole folder: an evolve calls the files beside it."""
    digest = hashlib.sha256()
    for path in sorted(Path(file).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _adapter_of(shapes: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shapes)


def _adapter(decider: Decider[Any]) -> TypeAdapter[Any]:
    shapes = cast(Hashable, decider.shapes or type(decider.initial))
    return _adapter_of(shapes)


def _fold(name: str, history: History, decider: Decider[Any], store: Store) -> _Stream:
    snapshot = history.snapshot
    if snapshot is not None and snapshot.fingerprint != fingerprint(decider):
        history = History(None, store.whole(name), history.published)
        snapshot = None
    start = decider.initial if snapshot is None else _adapter(decider).validate_json(json.dumps(snapshot.state))
    base = snapshot.version if snapshot else 0
    state = decider.fold((recorded.event for recorded in history.events), start)
    version = history.events[-1].version if history.events else base
    return _Stream(decider, state, version, history.published, base)
