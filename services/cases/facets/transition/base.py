"""What commands and events of the change-over have in common."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.contracts.codes import Slug
from shared.decider import Refused
from shared.law import Law
from shared.messages import Command, Message

OFFICIALS = "transition.officials"
"""Key of the law: who confirms, takes back and closes."""


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


def must_be_official(command: Word, law: Law) -> None:
    """Raises Refused for an organisation that advises on change-overs and does not decide on them; NoLaw."""
    if command.partner not in law.on(command.on, OFFICIALS).codes:
        raise Refused("transition.not_an_official", None, partner=command.partner)
