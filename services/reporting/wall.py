"""What no reader may notice at once: minors' figures change by the month, so that nobody sees that a file has moved just now (ADR 9)."""

from shared.contracts.minors import MinorContract

STREAMS = "minor-"
"""How the streams of the walled service begin."""


def walled(topic: str) -> bool:
    """With a namespace before its name or without."""
    return topic.endswith(MinorContract.topic)
