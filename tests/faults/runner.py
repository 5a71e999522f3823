"""One fault, from a quiet suite to a quiet suite, and what became of it."""

import time
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.faults import cluster, parts
from tests.faults.parts import Parts
from tests.faults.registry import Fault
from tests.faults.workload import Workload
from tests.faults.world import World


@dataclass
class Result:
    """`problems`: what did not hold, in words. `anomalies`: by how much each metric named by the fault has moved."""

    number: int
    name: str
    done: str
    seed: int
    invariants: dict[str, int] = field(default_factory=dict)
    """How many comparisons each rests on."""
    problems: list[str] = field(default_factory=list)
    anomalies: dict[str, float] = field(default_factory=dict)
    recovery: float | None = None
    seconds: float = 0.0

    @property
    def held(self) -> bool:
        return not self.problems

    def told(self) -> dict[str, Any]:
        return vars(self) | {"outcome": "held" if self.held else "violated"}


@dataclass
class Stage:
    """A broker and a database for all faults; a cluster for as long as it is whole."""

    parts: Parts
    seed: int
    full: bool = False
    _held: ExitStack = field(default_factory=ExitStack)
    _world: World | None = None

    def play(self, fault: Fault) -> Result:
        """Never raises: what goes wrong is a problem of the result."""
        result = Result(fault.number, fault.name, fault.done, self.seed)
        started = time.monotonic()
        try:
            if fault.fresh:
                self.leave()
            world = self._enter()
            world.begin(Random(f"{self.seed}/{fault.number}"))
            fault.inject(world)
            self._judge(world, fault, result)
        except Exception:
            result.problems.append(traceback.format_exc(limit=6))
        result.seconds = round(time.monotonic() - started, 1)
        if fault.fresh or result.problems:
            self.leave()
        return result

    def _judge(self, world: World, fault: Fault, result: Result) -> None:
        world.settle()
        for invariant, finding in world.check().items():
            result.invariants[invariant] = finding.checked
            wrong = finding.violations[:5] or ([] if finding.ok else ["nothing was looked at"])
            result.problems += [f"{invariant}: {one}" for one in wrong]
        result.invariants["I7"] = world.probed
        if world.recovery is None:
            result.problems.append("I7: recovery was not measured")
        else:
            result.recovery = round(world.recovery, 2)
        if fault.metrics:
            result.invariants["I9"] = len(fault.metrics)
            result.anomalies = {name: round(moved, 2) for name in fault.metrics if (moved := world.moved(name)) > 0}
            result.problems += [] if result.anomalies else [f"I9: none of {fault.metrics} has moved"]

    def _enter(self) -> World:
        """The cluster that is there, whole again, or a new one with people and partners."""
        self.parts.heal()
        if self._world is None:
            one = self._held.enter_context(cluster.running(self.parts))
            work = Workload(one, self.seed)
            self._held.callback(work.close)
            work.populate()
            self._world = World(one, work, self.full)
        self._world.cluster.revive()
        return self._world

    def leave(self) -> None:
        """Give the cluster up."""
        self._held.close()
        self._world = None


@contextmanager
def stage(seed: int, *, full: bool = False) -> Iterator[Stage]:
    with parts.running(seed) as both:
        found = Stage(both, seed, full)
        try:
            yield found
        finally:
            found.leave()
