"""G4: the live views by the batch."""

from benchmarks.figures import Figure, Goal, plain, ratio

GOAL = Goal(
    "G4",
    "Live counter views in batches of up to 500, positions in the same transaction",
    "live",
    ("live:batched", "naive:upserts"),
    (
        Figure("of the naive way", ratio("live:batched", "naive:upserts"), 20, 27),
        Figure("events a second", plain("live:batched", "rate"), unit="/s"),
    ),
    profile="live:batched",
)
