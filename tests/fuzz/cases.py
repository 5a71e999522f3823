"""How many cases, and how hypothesis draws them."""

import os
from collections import Counter

from hypothesis import HealthCheck, settings

TOTAL = int(os.environ.get("FUZZ", "1000"))
SHARES = {"http": 0.45, "facts": 0.4, "cli": 0.15}
"""Of all cases, by door."""

DONE: Counter[str] = Counter()
"""How many were run."""


def drawn(door: str, parts: int = 1) -> settings:
    """For one of `parts` tests of a door. The short run is the same every time, the long one never."""
    share = -(-TOTAL * SHARES[door] // parts)
    return settings(
        max_examples=int(share), deadline=None, database=None, derandomize=TOTAL <= 1000, suppress_health_check=list(HealthCheck)
    )
