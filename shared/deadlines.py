"""Deadlines: rows written with the events that set them. A ticker turns what is due into commands."""

from dataclasses import dataclass
from datetime import datetime

from shared.messages import Command


@dataclass(frozen=True)
class SetDeadline:
    """From `due` (an instant of the business clock) on, `command` is handled. `key` is unique within the stream."""

    key: str
    due: datetime
    command: Command


@dataclass(frozen=True)
class ClearDeadline:
    """What was due under `key` need not happen any more."""

    key: str


Deadline = SetDeadline | ClearDeadline
