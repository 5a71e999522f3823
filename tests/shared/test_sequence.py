"""The order of effect, without a database: whatever the interleaving and repetition, each stream once and in its order."""

from collections import defaultdict
from collections.abc import Sequence as Records
from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as st

from shared.parking import RawRecord
from shared.published import parse
from shared.read_model import Record
from shared.sequence import Item, Sequence, lane_of
from tests.services.reporting.published import offered, registered

RECORDED = [registered(1, 0), *(offered(1, n, n) for n in range(1, 5)), registered(2, 5), *(offered(2, n, 5 + n) for n in range(1, 4))]


@dataclass
class Taken:
    """A fold that writes down what it was given; it cannot take the streams and numbers in `fails`."""

    streams: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    fails: set[tuple[str, int]] = field(default_factory=set)

    def take(self, record: Record) -> None:
        if (record.stream, record.number) in self.fails:
            raise ValueError(record.stream)
        self.streams[record.stream].append(record.number)


def items(records: Records[RawRecord]) -> list[Item]:
    """As they would lie in one partition: each delivery at an offset of its own."""
    return [Item(replaced, parse(replaced)) for offset, record in enumerate(records) for replaced in [replace(record, offset=offset)]]


def told(records: Records[RawRecord]) -> tuple[Taken, Sequence]:
    taken = Taken()
    order = Sequence(taken)
    for item in items(records):
        order.take(item)
    return taken, order


IN_ORDER = {stream: list(numbers) for stream, numbers in told(RECORDED)[0].streams.items()}


@st.composite
def deliveries(draw: st.DrawFn) -> list[RawRecord]:
    """Every record at least once, in any order."""
    repeated = draw(st.lists(st.sampled_from(RECORDED), max_size=10))
    return draw(st.permutations(RECORDED + repeated))


@given(deliveries())
def test_any_interleaving_and_repetition_takes_effect_once_and_in_order(delivered: list[RawRecord]) -> None:
    taken, order = told(delivered)
    assert taken.streams == IN_ORDER
    assert order.waits() == []


@given(deliveries(), st.sets(st.sampled_from([(r.stream, r.number) for r in map(parse, RECORDED) if isinstance(r, Record)]), max_size=3))
def test_after_a_repair_everything_that_waited_takes_effect_in_order(delivered: list[RawRecord], fails: set[tuple[str, int]]) -> None:
    taken = Taken(fails=set(fails))
    order = Sequence(taken)
    for item in items(delivered):
        order.take(item)
    for numbers in taken.streams.values():
        assert numbers == list(range(1, len(numbers) + 1)), "never a hole before what has taken effect"
    taken.fails.clear()
    for lane in list(order.waiting):
        order.retake(lane)
    assert taken.streams == IN_ORDER
    assert order.waits() == []


@given(deliveries(), st.sets(st.sampled_from([(r.stream, r.number) for r in map(parse, RECORDED) if isinstance(r, Record)]), max_size=3))
def test_dismissed_one_after_the_other_only_the_dismissed_are_missing(delivered: list[RawRecord], fails: set[tuple[str, int]]) -> None:
    taken = Taken(fails=set(fails))
    order = Sequence(taken)
    for item in items(delivered):
        order.take(item)
    while blockers := [item for item, verdict in order.waits() if verdict.outcome == "view_failed"]:
        order.dismiss(blockers[0])
    assert {s: n for s, n in taken.streams.items() if n} == {
        stream: left for stream, numbers in IN_ORDER.items() if (left := [n for n in numbers if (stream, n) not in fails])
    }
    assert order.waits() == []
    assert order.heads == {stream: numbers[-1] for stream, numbers in IN_ORDER.items()}


def test_a_record_that_waits_keeps_its_reason_when_it_is_delivered_again() -> None:
    bad = items([offered(1, 1, 0, time="never")])[0]
    order = Sequence(Taken())
    assert [order.take(bad), order.take(bad)] == ["invalid", "duplicate"]
    assert [verdict.outcome for _, verdict in order.waits()] == ["invalid"]


def test_lanes_are_text_that_a_database_can_hold() -> None:
    record = RECORDED[0]
    assert lane_of(record) == (record.key or b"").decode()
    assert lane_of(replace(record, key=None)) == "koop.cases.v1[0]@0"
    assert lane_of(replace(record, key=b"\x00")).startswith("sha256:")
    assert len(lane_of(replace(record, key=b"k" * 5000))) < 100
