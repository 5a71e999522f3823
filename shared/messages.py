"""What travels: commands, events and what is known about their making. Closed, frozen, under pinned names."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Protocol, TypeVar
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

KOOP_NAMESPACE = UUID("6f1d0a3e-2c52-5f0e-9a54-0d8f6f5f2016")


Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
"""A legal day (Europe/Berlin) that somebody may state."""
Later = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2300, 12, 31))]
"""A legal day that may follow from one that was stated: the longest period counts from the last of those, and the calendar can."""


class Seal:
    """Marks a field of an event that is stored encrypted under its subject's own key (`shared/sealing.py`)."""


Plain = TypeVar("Plain")
Sealed = Annotated[Plain, Seal()]
"""`birth: Sealed[BirthDate | None]`: readable where the stream is loaded, unreadable in the table, None once the key is gone."""


class Lock(Protocol):
    """Closes and opens one event's sealed fields."""

    def close(self, field: str, value: Any) -> str: ...
    def open(self, field: str, sealed: str) -> Any: ...


class Message(BaseModel):
    """Frozen and closed: an unknown field is an error, not a surprise."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


class Command(Message):
    """A wish, in the imperative. It may be refused."""

    on: Later
    """The legal day of what is asked for or stated (Europe/Berlin)."""


class Event(Message):
    """A fact, in the past tense. `name` is pinned for ever: `class CourseStarted(Event, name="language.CourseStarted")`."""

    registry: ClassVar[dict[str, type["Event"]]] = {}
    name: ClassVar[str]
    sealed: ClassVar[tuple[str, ...]] = ()

    on: date
    """The legal day on which it happened (Europe/Berlin); bitemporal views call it valid time."""

    def __init_subclass__(cls, *, name: str, **config: Any) -> None:
        super().__init_subclass__(**config)
        if Event.registry.setdefault(name, cls).__qualname__ != cls.__qualname__:
            raise TypeError(f"the event name {name!r} is taken by {Event.registry[name].__qualname__}")
        cls.name = name

    @classmethod
    def __pydantic_init_subclass__(cls, **config: Any) -> None:
        cls.sealed = tuple(name for name, field in cls.model_fields.items() if any(isinstance(mark, Seal) for mark in field.metadata))


class Meta(Message):
    """What is known about an event's making. Carries no personal data: `actor` is a role account or service."""

    event_id: UUID
    recorded_at: datetime
    actor: str
    partner: str | None = None
    correlation: UUID
    causation: UUID | None = None
    legal_basis: str | None = None
    law_version: str | None = None


@dataclass(frozen=True)
class Recorded:
    """An event where it happened: the stream, its place in it (from 1), and its meta."""

    stream: str
    version: int
    event: Event
    meta: Meta


def event_id(stream: str, version: int) -> UUID:
    """The same place in the same stream has the same id, however often it is written."""
    return uuid5(KOOP_NAMESPACE, f"{stream}/{version}")


def id_from(*parts: object) -> UUID:
    """A command id derived from what caused it, so that a second firing is a repeat."""
    return uuid5(KOOP_NAMESPACE, "/".join(map(str, parts)))


class _Stored(BaseModel):
    meta: Meta
    data: dict[str, Any]


_stored = TypeAdapter(_Stored)


def to_json(event: Event, meta: Meta, lock: Lock | None = None) -> bytes:
    """The stored form: `{"meta": …, "data": …}`. Raises TypeError for sealed fields without a lock."""
    data = _closed(event, lock) if event.sealed else event.model_dump_json()
    return b'{"meta":' + meta.model_dump_json(exclude_none=True).encode() + b',"data":' + data.encode() + b"}"


def from_json(name: str, state: bytes, lock: Lock | None = None) -> tuple[Event, Meta]:
    """Load what was stored under a pinned name. Without a lock, sealed fields are None.

    Raises KeyError for a name that no code registers: stored text never chooses what is imported.
    """
    stored = _stored.validate_json(state)
    kind = Event.registry[name]
    for field in kind.sealed:
        if isinstance(text := stored.data.get(field), str):
            stored.data[field] = lock.open(field, text) if lock else None
    return kind.model_validate(stored.data), stored.meta


def _closed(event: Event, lock: Lock | None) -> str:
    if lock is None:
        raise TypeError(f"{event.name} has sealed fields: it is stored under a key only")
    data = event.model_dump(mode="json")
    return json.dumps(
        {name: lock.close(name, value) if name in event.sealed and value is not None else value for name, value in data.items()}
    )
