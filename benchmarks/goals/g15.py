"""G15: facts by the batch."""

from benchmarks.figures import Figure, Goal, plain, ratio

GOAL = Goal(
    "G15",
    "Partners' facts decided by the batch",
    "facts",
    ("facts:batched", "facts:single"),
    (
        Figure("of one transaction each", ratio("facts:batched", "facts:single"), 10, 30),
        Figure("facts a second", plain("facts:batched", "rate"), unit="/s"),
    ),
    profile="facts:batched",
)
