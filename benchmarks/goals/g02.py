"""G2: a rebuild against what one would write first."""

from benchmarks.figures import Figure, Goal, plain, ratio

GOAL = Goal(
    "G2",
    "Rebuild of counter views against FastStream message by message, three UPSERTs and a commit each",
    "rebuild",
    ("rebuild:two", "naive:upserts"),
    (
        Figure("of the naive way", ratio("rebuild:two", "naive:upserts"), 100, 200),
        Figure("the naive way, events a second", plain("naive:upserts", "rate"), unit="/s"),
    ),
    profile="rebuild:one",
)
