"""G3: a rebuild grows with the processors."""

from benchmarks.figures import Figure, Goal, ratio

GOAL = Goal(
    "G3",
    "Two processes against one",
    "rebuild",
    ("rebuild:two", "rebuild:one"),
    (Figure("of one process", ratio("rebuild:two", "rebuild:one"), 1.7, 1.9),),
)
