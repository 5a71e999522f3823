"""The goals of the design's performance paper, a file each: what a round runs, and what is asked of it."""

from benchmarks.figures import Goal
from benchmarks.goals import g01, g03, g12, g14, g15

GOALS: tuple[Goal, ...] = tuple(module.GOAL for module in (g01, g03, g12, g14, g15))
