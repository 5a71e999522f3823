"""The names of this service's streams: `<kind>-<person>`."""

from typing import Any
from uuid import UUID


def person_stream(command: Any) -> str:
    return f"person-{command.person}"


def language_stream(command: Any) -> str:
    return f"language-{command.person}"


def person_of(stream: str) -> UUID:
    """The person whose stream it is. Raises ValueError for another stream's name."""
    return UUID(stream.partition("-")[2])
