"""G6: a command against stock eventsourcing."""

from benchmarks.figures import Figure, Goal, plain

GOAL = Goal(
    "G6",
    "A command on a stream of ten events",
    "store",
    ("commands:product", "commands:stock"),
    (
        Figure(
            "of stock eventsourcing, one client", lambda found: found["commands:product"]["one"] / found["commands:stock"]["one"], 2.5, 3
        ),
        Figure(
            "of stock eventsourcing, eight clients",
            lambda found: found["commands:product"]["eight"] / found["commands:stock"]["eight"],
            3,
            3.6,
        ),
        Figure("commands a second, one client", plain("commands:product", "one"), unit="/s"),
        Figure("commands a second, eight clients", plain("commands:product", "eight"), unit="/s"),
    ),
    profile="commands:product",
    note=(
        "Ours also keeps the command's id with its answer, numbers and stores the "
        "message that leaves, and asks the database for the business time; stock keeps the event only."
    ),
)
