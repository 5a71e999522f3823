"""What commands and events of the change-over have in common."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.calendar import add_months
from shared.contracts.codes import Slug
from shared.messages import Command, Message

ONE_DAY = timedelta(days=1)


class TransitionCommand(Command):
    """About one person; the stream is `transition-<person>`."""

    person: UUID


class Word(TransitionCommand):
    """An office says what it did or saw. `partner` and `at` are filled by the door."""

    partner: Slug
    at: datetime


class OnWord(Message):
    """What every event has that rests on an office's word. `heard_at`: an instant, UTC."""

    by: Slug
    heard_at: datetime


def word(command: Word) -> dict[str, Any]:
    """The fields of `OnWord`, and the day."""
    return {"on": command.on, "by": command.partner, "heard_at": command.at}


def month_end(day: date) -> date:
    return add_months(day.replace(day=1), 1) - ONE_DAY
