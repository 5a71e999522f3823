"""Every state that can be reached, breadth first, so that the first way to a violation is a shortest one."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.model import properties
from tests.model.actions import WORK, Plants, Step, fail
from tests.model.state import State

MENDING = "the code is mended"


@dataclass
class Found:
    """`violation` and the steps to it; else all states, those at rest, and those from which rest cannot be reached."""

    states: int
    at_rest: int
    stuck: int = 0
    violation: str | None = None
    trace: list[str] = field(default_factory=list)


def search(start: State, plants: Plants = frozenset(), *, most: int = 1_000_000) -> Found:
    """Stops at the first violation. Raises AssertionError where there are more than `most` states: the bound no longer holds."""
    came_from: dict[State, tuple[State | None, str]] = {start: (None, "")}
    edges: dict[State, list[State]] = {}
    resting: list[State] = []
    queue = deque([start])
    while queue:
        state = queue.popleft()
        work = [step for act in WORK for step in act(state, plants)]
        steps = [*work, *fail(state, plants)]
        if not any(_leads_on(state, step) for step in work):
            resting.append(state)
            for violation in properties.at_rest(state):
                return Found(len(came_from), len(resting), violation=violation, trace=_trace(state, came_from))
        for label, after in steps:
            edges.setdefault(after, []).append(state)
            for violation in properties.of_step(state, after):
                return Found(len(came_from), len(resting), violation=violation, trace=[*_trace(state, came_from), label])
            if after not in came_from:
                came_from[after] = (state, label)
                queue.append(after)
        assert len(came_from) <= most, "more states than the bound"
    return Found(len(came_from), len(resting), len(came_from) - len(set(_leading_to(resting, edges))))


def _leads_on(state: State, step: Step) -> bool:
    """Looking and finding nothing is no work, nor is mending the code, which nobody has to do."""
    label, after = step
    return label != MENDING and after != state and not _idles(state, after)


def _idles(state: State, after: State) -> bool:
    """A relay that looks for more where nothing more is."""
    same = after._replace(relays=state.relays, cursor=state.cursor) == state
    return same and after.cursor.last == state.cursor.last and not any(row.id > state.cursor.last for row in state.stored)


def _leading_to(resting: list[State], edges: dict[State, list[State]]) -> Iterator[State]:
    reached, queue = set(resting), deque(resting)
    while queue:
        state = queue.popleft()
        yield state
        for before in edges.get(state, ()):
            if before not in reached:
                reached.add(before)
                queue.append(before)


def _trace(state: State | None, came_from: dict[State, tuple[State | None, str]]) -> list[str]:
    steps: list[str] = []
    while state is not None:
        state, label = came_from[state]
        steps.append(label)
    return steps[-2::-1]
