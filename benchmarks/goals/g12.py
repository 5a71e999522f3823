"""G12: the memory of a rebuild depends on its views, not on its events."""

from benchmarks.figures import Figure, Goal, Round, plain

BASE_MB, ROW_MB = 100, 1.3e-3


def used(found: Round) -> float:
    """Of what is allowed: 100 MB, and 1.3 KB for each row that the process holds."""
    two = found["rebuild:two"]
    return two["peak_mb"] / (BASE_MB + ROW_MB * two["rows"])


GOAL = Goal(
    "G12",
    "Memory of a rebuild, the larger of two processes",
    "rebuild",
    ("rebuild:two",),
    (
        Figure("of 100 MB and 1.3 KB per view row", used, 1.0, at_most=True),
        Figure("highest resident memory", plain("rebuild:two", "peak_mb"), unit="MB"),
        Figure("view rows in the process", plain("rebuild:two", "rows"), unit="rows"),
    ),
)
