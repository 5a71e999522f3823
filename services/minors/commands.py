"""The table of contents: every command of this service, its stream and its decider."""

from typing import get_args

from services.minors.clocks import NotePeriodMissed
from services.minors.majority import ClockCommand
from services.minors.minor import MinorCommands, minor
from services.minors.missing import MatchFile
from services.minors.siblings import LinkSibling, NoteSibling
from services.minors.streams import minor_stream
from shared.domain import Route
from shared.law import Law
from shared.messages import Command

NOT_SENT: frozenset[type[Command]] = frozenset({NotePeriodMissed, NoteSibling, *get_args(ClockCommand)})
"""Fallen due, or what follows from a sibling's file."""


def open_to_people() -> dict[type[Command], tuple[str, str]]:
    """To the one role that has the facet for casework: the youth office."""
    return dict.fromkeys(frozenset(get_args(MinorCommands)) - NOT_SENT, ("minors", "casework"))


def requires(command: Command) -> list[str]:
    """What names another file, names one that there is."""
    match command:
        case LinkSibling(sibling=other) | MatchFile(other=other):
            return [f"minor-{other}"]
    return []


def routes(law: Law) -> dict[type[Command], Route]:
    return dict.fromkeys(get_args(MinorCommands), Route(minor_stream, minor(law)))
