"""G11: the framework's toll."""

from benchmarks.figures import Figure, Goal, plain

GOAL = Goal(
    "G11",
    "FastStream by the batch over bare aiokafka, processor time",
    "stream",
    ("stream:batch", "stream:acked", "stream:raw"),
    (
        Figure(
            "a message, nothing acknowledged",
            lambda found: found["stream:batch"]["micros"] - found["stream:raw"]["micros"],
            2.5,
            1.0,
            at_most=True,
            unit="µs",
        ),
        Figure(
            "a message, every batch acknowledged",
            lambda found: found["stream:acked"]["micros"] - found["stream:raw"]["micros"],
            3.5,
            2.5,
            at_most=True,
            unit="µs",
        ),
        Figure("bare aiokafka, a message", plain("stream:raw", "micros"), unit="µs"),
    ),
)
