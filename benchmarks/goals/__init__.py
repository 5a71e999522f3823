"""The goals of the design's performance paper, a file each: what a round runs, and what is asked of it."""

from benchmarks.figures import Goal
from benchmarks.goals import g01, g02, g03, g04, g05, g06, g07, g08, g09, g10, g11, g12, g14, g15

MODULES = (g01, g02, g03, g04, g05, g06, g07, g08, g09, g10, g11, g12, g14, g15)
GOALS: tuple[Goal, ...] = tuple(module.GOAL for module in MODULES)
