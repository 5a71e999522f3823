"""G5: what it costs that an append can be tailed without a gap."""

from benchmarks.figures import Figure, Goal, plain

GOAL = Goal(
    "G5",
    "One event to a transaction, gap-safe for a reader that tails",
    "store",
    ("appends:saved", "appends:raw", "appends:tailed"),
    (
        Figure("of a bare INSERT, one client", lambda found: found["appends:saved"]["one"] / found["appends:raw"]["one"], 0.60, 0.70),
        Figure(
            "of a bare INSERT, eight clients", lambda found: found["appends:saved"]["eight"] / found["appends:raw"]["eight"], 0.40, 0.50
        ),
        Figure("missed by a tailing reader under eight writers", plain("appends:tailed", "missed"), 0, 0, at_most=True, unit="events"),
        Figure("events a second, one client", plain("appends:saved", "one"), unit="/s"),
        Figure("events a second, eight clients", plain("appends:saved", "eight"), unit="/s"),
    ),
    profile="appends:saved",
    note=(
        "The store keeps eventsourcing's own recorder, whose table lock "
        "makes the log safe to tail and is held over the commit, so that writers queue (ADR 0001)."
    ),
)
