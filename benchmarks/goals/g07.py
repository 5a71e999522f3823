"""G7: a command takes as long on a long stream as on a short one."""

from benchmarks.figures import Figure, Goal, plain

GOAL = Goal(
    "G7",
    "A command on long streams, snapshots included",
    "store",
    ("commands:lengths",),
    (
        Figure(
            "500 events, of 10", lambda found: found["commands:lengths"]["500"] / found["commands:lengths"]["10"], 1.25, 1.1, at_most=True
        ),
        Figure(
            "5 000 events, of 10",
            lambda found: found["commands:lengths"]["5000"] / found["commands:lengths"]["10"],
            1.25,
            1.1,
            at_most=True,
        ),
        Figure("middle of a command on 10 events", plain("commands:lengths", "10"), unit="ms"),
    ),
    profile="commands:lengths",
)
