"""Handling commands: load, decide, append. Whatever door a command came through, this is its way."""

import hashlib
import json
import random
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.append import Answer, DueCommand
from shared.clock import Clock
from shared.crash import crash_point
from shared.decider import Refused
from shared.domain import Asked, Domain, Done
from shared.law import Law
from shared.messages import Command
from shared.store import Conflict, Repeated, Store
from shared.unit import Unit

ATTEMPTS = 12
DOOR_FIELDS = frozenset({"at", "actor", "partner"})


class NotFound(Exception):
    """No such thing, or none that you may see: the answer is the same."""


class IdReused(Exception):
    """This command id stands for another body already."""


class Handler:
    """The way of a single command: from HTTP, from the ticker, from the command line."""

    def __init__(self, domain: Domain, store: Store, clock: Clock, law: Law) -> None:
        self.domain = domain
        self.store = store
        self.clock = clock
        self.law = law

    def unit(self) -> Unit:
        return Unit(self.domain, self.law, self.store, self.clock.now())

    def answered(self, command_id: UUID) -> Done | None:
        """What stands under this id: for a door that computes its command anew and so could never send the same again."""
        _, answers = self.store.load([], [command_id])
        return Done(**(answers[command_id][1] | {"repeated": True})) if command_id in answers else None

    def handle(
        self,
        command: Command,
        asked: Asked,
        *,
        requires: Sequence[str] = (),
        done: DueCommand | None = None,
        rows: Sequence[tuple[str, tuple[Any, ...]]] = (),
    ) -> Done:
        """Load, decide, append; if another writer was faster, decide again.

        `requires`: streams that must exist. `done`: the deadline that this command settles. `rows`: statements on the
        service's own tables, written in the same transaction.
        Raises Refused, Stale, IdReused, NotFound, Conflict (after several attempts).
        """
        digest = body_hash(command)
        for attempt in range(ATTEMPTS):
            unit = self.unit()
            unit.load([self.domain.routes[type(command)].stream(command), *requires], [asked.command_id])
            if asked.command_id in unit.answers:
                return _repeat(unit.answers[asked.command_id], digest)
            for stream in requires:
                if not unit.exists(stream):
                    raise NotFound(stream)
            outcome = unit.decide(command, asked)
            unit.append.answers.append(Answer(asked.command_id, digest, vars(outcome), unit.now))
            unit.append.done.extend([done] if done else [])
            unit.append.rows.extend(rows)
            try:
                unit.write()
            except (Conflict, Repeated):
                time.sleep(random.uniform(0, min(0.25, 0.01 * 2**attempt)))
                continue
            crash_point("command.after_commit")
            return outcome
        raise Conflict(f"{type(command).__name__} met other writers {ATTEMPTS} times")


def body_hash(command: Command) -> bytes:
    """The caller's part only: what the door fills differs at every try."""
    body = {k: v for k, v in command.model_dump(mode="json").items() if k not in DOOR_FIELDS}
    return hashlib.sha256(json.dumps([type(command).__name__, body], sort_keys=True).encode()).digest()


def fill(command_type: type[Command], body: Mapping[str, Any], *, at: datetime, actor: str, partner: str | None) -> Command:
    """Build a command, its door fields filled by the door. Raises pydantic.ValidationError, and Refused for a stated door field."""
    for name in sorted(DOOR_FIELDS & body.keys()):
        raise Refused("door.not_yours_to_fill", name)
    door = {"at": at, "actor": actor, "partner": partner}
    filled = {name: door[name] for name in DOOR_FIELDS & command_type.model_fields.keys()}
    return command_type.model_validate(dict(body) | filled)


def _repeat(answer: tuple[bytes, Any], digest: bytes) -> Done:
    stored, result = answer
    if stored != digest:
        raise IdReused("this command id was used for another body")
    return Done(**(result | {"repeated": True}))
