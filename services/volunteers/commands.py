"""The table of contents: every command of this service, its stream and its decider."""

from typing import Any
from uuid import UUID

from services.volunteers import volunteer as v
from shared.domain import Route
from shared.law import Law
from shared.messages import Command

COMMANDS: tuple[type[Command], ...] = (
    v.RegisterVolunteer,
    v.ReportHours,
    v.OfferSupport,
    v.PauseVolunteer,
    v.ResumeVolunteer,
    v.LeaveVolunteering,
)


def stream(command: Any) -> str:
    return f"volunteer-{command.volunteer}"


def volunteer_of(stream: str) -> UUID:
    return UUID(stream.removeprefix("volunteer-"))


def routes(law: Law) -> dict[type[Command], Route]:
    """No rule here rests on a dated parameter of law yet; every service is asked in the same way."""
    return dict.fromkeys(COMMANDS, Route(stream, v.volunteer))


def open_to_people() -> dict[type[Command], tuple[str, str]]:
    return dict.fromkeys(COMMANDS, ("volunteers", "casework"))
