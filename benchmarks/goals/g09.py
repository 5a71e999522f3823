"""G9: the relay keeps ahead of the commands."""

from benchmarks.figures import Figure, Goal, plain, ratio

GOAL = Goal(
    "G9",
    "Relay of a full log",
    "relay",
    ("relay:drained", "relay:bare", "commands:product"),
    (
        Figure("of a bare kafka-python page loop over the same bytes", ratio("relay:drained", "relay:bare"), 0.8, 1.0),
        Figure(
            "of the rate of commands, eight clients",
            lambda found: found["relay:drained"]["rate"] / found["commands:product"]["eight"],
            10,
            16,
        ),
        Figure("messages a second", plain("relay:drained", "rate"), unit="/s"),
    ),
    profile="relay:drained",
)
