"""G14: validation costs little where the type is known."""

from benchmarks.figures import Figure, Goal, plain, ratio

GOAL = Goal(
    "G14",
    "Decoding with validation",
    "decode",
    ("decode:by_type", "decode:unvalidated", "decode:undiscriminated"),
    (
        Figure(
            "of unvalidated JSON (pydantic_core.from_json; orjson is no dependency)",
            ratio("decode:by_type", "decode:unvalidated"),
            0.25,
            0.4,
        ),
        Figure("of a union without a discriminator", ratio("decode:by_type", "decode:undiscriminated"), 5, 8),
        Figure("contracts a second of processor time", plain("decode:by_type", "rate"), unit="/s"),
    ),
)
