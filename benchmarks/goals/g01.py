"""G1: a rebuild keeps up with copying."""

from benchmarks.figures import Figure, Goal, plain, ratio

GOAL = Goal(
    "G1",
    "Rebuild of counter views, every event validated, two processes",
    "rebuild",
    ("rebuild:two", "limits:limit", "limits:limit_p", "rebuild:product"),
    (
        Figure("of LIMIT (confluent-kafka, COPY of every raw event, one process)", ratio("rebuild:two", "limits:limit"), 1.0, 1.25),
        Figure("of LIMIT-P (aiokafka, COPY, two processes)", ratio("rebuild:two", "limits:limit_p"), 0.60, 0.90),
        Figure("events a second", plain("rebuild:two", "rate"), unit="/s"),
        Figure("LIMIT, events a second", plain("limits:limit", "rate"), unit="/s"),
        Figure("LIMIT-P, events a second", plain("limits:limit_p", "rate"), unit="/s"),
        Figure("the product's own bitemporal views, of LIMIT", ratio("rebuild:product", "limits:limit")),
        Figure("the product's own bitemporal views, events a second", plain("rebuild:product", "rate"), unit="/s"),
    ),
    profile="rebuild:one",
)
