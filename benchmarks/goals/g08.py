"""G8: what a sealed field costs."""

from benchmarks.figures import Figure, Goal, plain

GOAL = Goal(
    "G8",
    "A command whose events are sealed under the person's key",
    "store",
    ("commands:sealing",),
    (
        Figure(
            "of the same in the clear",
            lambda found: found["commands:sealing"]["sealed"] / found["commands:sealing"]["clear"],
            1.25,
            1.1,
            at_most=True,
        ),
        Figure("middle, sealed", plain("commands:sealing", "sealed"), unit="ms"),
    ),
    profile="commands:sealing",
    note="A key is asked for at each load and each append.",
)
