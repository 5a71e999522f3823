"""G10: from a command to the view that shows it."""

from benchmarks.figures import Figure, Goal, plain

RUN = "end_to_end:paced"

GOAL = Goal(
    "G10",
    "From the command to the committed view, at half of the highest rate of one client",
    "end to end",
    (RUN,),
    (
        Figure("middle, of the command's own", lambda found: found[RUN]["view_p50"] / found[RUN]["command_p50"], 4, 2.5, at_most=True),
        Figure(
            "99 of 100, over the command's own",
            lambda found: found[RUN]["view_p99"] - found[RUN]["command_p99"],
            25,
            10,
            at_most=True,
            unit="ms",
        ),
        Figure("command, middle", plain(RUN, "command_p50"), unit="ms"),
        Figure("command, 99 of 100", plain(RUN, "command_p99"), unit="ms"),
        Figure("view, middle", plain(RUN, "view_p50"), unit="ms"),
        Figure("view, 95 of 100", plain(RUN, "view_p95"), unit="ms"),
        Figure("view, 99 of 100", plain(RUN, "view_p99"), unit="ms"),
        Figure("commands a second", plain(RUN, "rate"), unit="/s"),
    ),
)
