"""The names of this service's streams: `<kind>-<person>`."""

from typing import Any
from uuid import UUID


def person_stream(command: Any) -> str:
    return f"person-{command.person}"


def status_stream(command: Any) -> str:
    return f"status-{command.person}"


def charge_stream(command: Any) -> str:
    return f"charge-{command.person}"


def household_stream(command: Any) -> str:
    return f"household-{command.household}"


def language_stream(command: Any) -> str:
    return f"language-{command.person}"


def transition_stream(command: Any) -> str:
    return f"transition-{command.person}"


FACETS = {"language": "language", "status": "transition", "transition": "transition"}
"""By kind of stream; every other is shared ground."""


def facet_of(stream: str) -> str:
    return FACETS.get(stream.partition("-")[0], "people")


def person_of(stream: str) -> UUID:
    """The person whose stream it is. Raises ValueError for another stream's name."""
    return UUID(stream.partition("-")[2])
