"""The order in which published records take effect: pure, and the same for live, rebuild, redrive and dismissal.

Within a stream the numbers leave no choice: next, seen already, or too early. Within a lane (the key) nothing overtakes a
record that cannot be read or folded. A record that is too early holds up its own stream only.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from shared.parking import RawRecord
from shared.published import Unfit, printable
from shared.read_model import Record

Place = tuple[str, int, int]
Outcome = Literal["ok", "duplicate", "gap", "behind", "invalid", "foreign", "view_failed"]

BLOCKING = frozenset({"invalid", "foreign", "view_failed"})
"""What holds up its whole lane; a gap or whoever stands behind does not by itself."""


class Fold(Protocol):
    """Takes a record into all views or into none. Raises whatever a view's evolve raises."""

    def take(self, record: Record) -> None: ...


class Item(NamedTuple):
    """A record on its way: as it lies in Kafka, and what it says."""

    raw: RawRecord
    said: Record | Unfit

    @property
    def place(self) -> Place:
        return (self.raw.topic, self.raw.partition, self.raw.offset)


@dataclass(frozen=True)
class Verdict:
    outcome: Outcome
    field: str | None = None
    problem: str | None = None


@dataclass
class Sequence:
    """What was applied and what waits. `dismissed`: stream and number that are stepped over; `settled`: their places."""

    fold: Fold
    heads: dict[str, int] = field(default_factory=dict)
    dismissed: set[tuple[str, int]] = field(default_factory=set)
    settled: set[Place] = field(default_factory=set)
    waiting: dict[str, dict[Place, tuple[Item, Verdict]]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def take(self, item: Item) -> Outcome:
        if self.take_next(item.said):
            return "ok"
        lane = lane_of(item.raw)
        if item.place in self.settled or item.place in self.waiting.get(lane, ()):
            verdict = Verdict("duplicate")
        else:
            verdict = self._judge(item, lane)
        self.counts[verdict.outcome] += 1
        if verdict.outcome == "ok":
            self._drain(lane)
        elif verdict.outcome != "duplicate":
            self.wait(item, verdict)
        return verdict.outcome

    def take_next(self, said: Record | Unfit) -> bool:
        """Take what is plainly the next of its stream while nothing waits: nearly every record. False: nothing done, it is for `take`."""
        if self.waiting or self.dismissed or self.settled or not isinstance(said, Record):
            return False
        if said.number != self.heads.get(said.stream, 0) + 1:
            return False
        try:
            self.fold.take(said)
        except Exception:
            return False
        self.heads[said.stream] = said.number
        self.counts["ok"] += 1
        return True

    def wait(self, item: Item, verdict: Verdict) -> None:
        """Behind whatever waits in this lane already."""
        self.waiting.setdefault(lane_of(item.raw), {})[item.place] = (item, verdict)

    def retake(self, lane: str) -> None:
        """Everything of a lane once more, in order: the code, or what was dismissed, may have changed."""
        for item, _ in self.waiting.pop(lane, {}).values():
            self.take(item)

    def dismiss(self, item: Item) -> None:
        """Never to be applied: its number is stepped over, and what waits behind it may go on."""
        lane = lane_of(item.raw)
        self.waiting.get(lane, {}).pop(item.place, None)
        self.settled.add(item.place)
        if item.said.stream is not None and item.said.number is not None:
            self.dismissed.add((item.said.stream, item.said.number))
            self.step_over([item.said.stream])
        self.retake(lane)

    def step_over(self, streams: Iterable[str]) -> None:
        """Move the heads past what was dismissed directly behind them."""
        for stream in streams:
            expected = self._expected(stream)
            if expected > 1:
                self.heads[stream] = expected - 1

    def waits(self) -> list[tuple[Item, Verdict]]:
        return [pair for lane in self.waiting.values() for pair in lane.values()]

    def _judge(self, item: Item, lane: str) -> Verdict:
        said = item.said
        if said.stream is not None and said.number is not None and self._seen(said.stream, said.number):
            return Verdict("duplicate")
        if lane in self.waiting and any(verdict.outcome in BLOCKING for _, verdict in self.waiting[lane].values()):
            return Verdict("behind")
        if isinstance(said, Unfit):
            return Verdict(said.reason, said.field)
        if said.number > self._expected(said.stream):
            return Verdict("gap", "koopnumber")
        try:
            self.fold.take(said)
        except Exception as error:
            return Verdict("view_failed", problem=type(error).__name__)
        self.heads[said.stream] = said.number
        if self.dismissed:
            self.step_over([said.stream])
        return Verdict("ok")

    def _drain(self, lane: str) -> None:
        """What came too early takes effect as soon as the missing number has."""
        moved = lane in self.waiting
        while moved:
            moved = False
            for place, (item, _) in list(self.waiting[lane].items()):
                del self.waiting[lane][place]
                verdict = self._judge(item, lane)
                moved = moved or verdict.outcome == "ok"
                if verdict.outcome not in {"ok", "duplicate"}:
                    self.waiting[lane][place] = (item, verdict)
        if not self.waiting.get(lane, True):
            del self.waiting[lane]

    def _seen(self, stream: str, number: int) -> bool:
        return number <= self.heads.get(stream, 0) or (stream, number) in self.dismissed

    def _expected(self, stream: str) -> int:
        number = self.heads.get(stream, 0) + 1
        while (stream, number) in self.dismissed:
            number += 1
        return number


def lane_of(raw: RawRecord) -> str:
    """The key. A record without one waits for itself alone; a key that no text column holds stands under its hash."""
    if raw.key is None:
        return f"{raw.topic}[{raw.partition}]@{raw.offset}"
    text = printable(raw.key.decode("utf-8", "replace"))
    return text or f"sha256:{hashlib.sha256(raw.key).hexdigest()}"
