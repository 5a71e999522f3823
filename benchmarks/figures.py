"""Goals and figures: what is asked of the measurements of one round, and what became of it over all rounds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

Round = Mapping[str, Mapping[str, float]]
"""Measured values by name, by run."""


@dataclass(frozen=True)
class Figure:
    """One number of a goal, from one round. `must` and `goal`: the least it may be, or the most where `at_most`."""

    name: str
    of: Callable[[Round], float]
    must: float | None = None
    goal: float | None = None
    at_most: bool = False
    unit: str = "x"

    def outcome(self, value: float) -> str:
        if self.must is None:
            return "reported"
        reached = [bar is not None and (value <= bar if self.at_most else value >= bar) for bar in (self.must, self.goal)]
        return "goal" if reached[1] else "met" if reached[0] else "missed"

    def over(self, rounds: Sequence[Round]) -> dict[str, Any]:
        """The median of the rounds' values, and how far they lie apart."""
        values = [self.of(one) for one in rounds]
        middle = median(values)
        return {
            "figure": self.name,
            "unit": self.unit,
            "must": self.must,
            "goal": self.goal,
            "at_most": self.at_most,
            "median": round(middle, 4),
            "spread": [round(min(values), 4), round(max(values), 4)],
            "rounds": len(values),
            "outcome": self.outcome(middle),
        }


@dataclass(frozen=True)
class Goal:
    """`arena`: goals of one arena share their rounds. `runs`: what one round measures. `profile`: the run that is sampled where a
    figure was missed."""

    number: str
    title: str
    arena: str
    runs: tuple[str, ...]
    figures: tuple[Figure, ...]
    note: str = ""
    profile: str | None = None


def ratio(one: str, other: str, value: str = "rate") -> Callable[[Round], float]:
    """A run's value as a multiple of another's, in the same round."""
    return lambda found: found[one][value] / found[other][value]


def plain(run: str, value: str) -> Callable[[Round], float]:
    return lambda found: found[run][value]
