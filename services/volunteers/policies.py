"""Whenever X, then by the day Y: nothing in this service waits for a day yet. Overload is noticed when hours are reported."""

from shared.deadlines import Deadline
from shared.messages import Recorded


def deadlines(recorded: Recorded) -> list[Deadline]:
    return []
