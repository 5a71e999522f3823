"""Random walks through a decider, day by day: a command, what it says by itself, and what falls due in between."""

import random
import types
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from shared.calendar import local_day
from shared.deadlines import Deadline, SetDeadline
from shared.decider import Decider, Refused
from shared.messages import Command, Meta, Recorded

META = Meta(event_id=UUID(int=1), recorded_at=datetime(2016, 7, 1, tzinfo=UTC), actor="a", correlation=UUID(int=2))
FIRST_DAY = date(2016, 7, 1)

Arrow = tuple[str, str, str]
"""Phase before, event, phase after."""


@dataclass(frozen=True)
class Walk:
    """`values`: what a field may be, where its type alone does not say."""

    decider: Decider[Any]
    commands: Sequence[type[Command]]
    phase: Callable[[Any], str]
    deadlines: Callable[[Recorded], Sequence[Deadline]]
    stream: str
    values: dict[str, Callable[[random.Random, date], Any]]
    first: type[Command] | None = None
    """What every walk begins with."""
    steps: int = 12
    """Commands per walk."""
    seeds: int = 3
    """How many times 400 walks; the same seed walks the same way."""

    def arrows(self) -> set[Arrow]:
        seen = set[Arrow]()
        for seed in range(1, self.seeds + 1):
            chance = random.Random(seed)
            for _ in range(400):
                _walk(self, chance, self.steps, seen)
        return seen


def _walk(walk: Walk, chance: random.Random, steps: int, seen: set[Arrow]) -> None:
    due, day = dict[str, SetDeadline](), FIRST_DAY
    state = walk.decider.initial
    if walk.first:
        state = _step(walk, state, _command(walk, walk.first, chance, day), due, seen)
    for _ in range(steps):
        day += timedelta(days=chance.choice([1, 5, 20, 70]))
        while ripe := sorted((one.due, key) for key, one in due.items() if local_day(one.due) <= day):
            fired = due.pop(ripe[0][1])
            state = _step(walk, state, fired.command, due, seen)
        state = _step(walk, state, _command(walk, chance.choice(walk.commands), chance, day), due, seen)


def _command(walk: Walk, kind: type[Command], chance: random.Random, day: date) -> Command:
    fields = {}
    for name, field in kind.model_fields.items():
        fields[name] = walk.values[name](chance, day) if name in walk.values else _of_type(field.annotation, chance, day)
    return kind.model_validate(fields)


def _step(walk: Walk, state: Any, command: Command, due: dict[str, SetDeadline], seen: set[Arrow]) -> Any:
    try:
        events = walk.decider.decide(command, state)
    except Refused:
        return state
    for event in events:
        before, state = walk.phase(state), walk.decider.evolve(state, event)
        after = walk.phase(state)
        seen |= {(before, event.name, after)} if after != before else set()
        for deadline in walk.deadlines(Recorded(walk.stream, 1, event, META)):
            due.pop(deadline.key, None)
            due |= {deadline.key: deadline} if isinstance(deadline, SetDeadline) else {}
    return state


def _of_type(shape: Any, chance: random.Random, day: date) -> Any:
    if typing.get_origin(shape) is typing.Annotated:
        shape = typing.get_args(shape)[0]
    if isinstance(shape, types.UnionType) or typing.get_origin(shape) is typing.Union:
        return _of_type(chance.choice(typing.get_args(shape)), chance, day)
    if shape in (None, types.NoneType):
        return None
    if isinstance(shape, type) and issubclass(shape, Enum):
        return chance.choice(list(shape))
    return {bool: chance.random() < 0.5, int: chance.randint(0, 3), date: day}[shape]
