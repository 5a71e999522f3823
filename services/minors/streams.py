"""The names of this service's streams: `minor-<file>`."""

from typing import Any
from uuid import UUID


def minor_stream(command: Any) -> str:
    return f"minor-{command.minor}"


def file_of(stream: str) -> UUID:
    """The file whose stream it is. Raises ValueError for another stream's name."""
    return UUID(stream.removeprefix("minor-"))
