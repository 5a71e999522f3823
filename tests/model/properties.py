"""What must hold: of every step, and where no work is left. Numbers as in the list of invariants."""

from collections import Counter
from collections.abc import Iterable, Iterator

from tests.model.state import Row, State


def of_step(before: State, after: State) -> Iterator[str]:
    if after.cursor.last < before.cursor.last:
        yield "I2: the cursor went back, what was acknowledged is to be sent again"
    if after.topic is not before.topic:
        if not _in_order(dict.fromkeys(after.topic)):
            yield "I3: first occurrences in the topic are out of order"
        if not set(after.topic) <= set(after.stored):
            yield "I5: the topic has what the store has not"
    if after.effects is not before.effects and not _in_order(after.effects):
        yield "I4: effects out of order or twice"


def at_rest(state: State) -> Iterator[str]:
    """Where no work is left but perhaps a record that nobody has mended yet."""
    if missing := set(state.stored) - set(state.topic):
        yield f"I2: never sent: {sorted(missing)}"
    waiting = {one.row for one in state.waiting}
    effects = Counter(state.effects)
    for row in state.stored:
        if row in waiting and row.key == "b":
            yield f"I6: {row} waits behind another key"
        if effects[row] + (row in waiting) != 1:
            yield f"I4: {row} took effect {effects[row]} times, waits: {row in waiting}"


def _in_order(rows: Iterable[Row]) -> bool:
    """Each key's numbers are 1, 2, 3 and so on."""
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row.key] += 1
        if row.number != seen[row.key]:
            return False
    return True
