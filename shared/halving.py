"""A batch in two, each half with its own share of the way: what is more than one transaction may take gets through."""

from collections.abc import Sequence
from dataclasses import replace

from shared.inbox import Move
from shared.parking import RawRecord


def halves(records: Sequence[RawRecord], moves: Sequence[Move]) -> list[tuple[Sequence[RawRecord], list[Move]]]:
    """In order; each moves the positions up to its last record, the second one to the end."""
    middle = len(records) // 2
    return [(part, _moves_of(part, records, moves)) for part in (records[:middle], records[middle:])]


def _moves_of(part: Sequence[RawRecord], whole: Sequence[RawRecord], moves: Sequence[Move]) -> list[Move]:
    """The part's own share of the way: up to its last record per partition, or to the end if nothing comes after."""
    found = []
    for move in moves:
        offsets = [r.offset for r in whole if (r.topic, r.partition) == (move.topic, move.partition)]
        mine = [r.offset for r in part if (r.topic, r.partition) == (move.topic, move.partition)]
        if not mine:
            continue
        first, last = offsets.index(mine[0]), offsets.index(mine[-1])
        start = move.start if first == 0 else offsets[first - 1] + 1
        end = move.end if last == len(offsets) - 1 else mine[-1] + 1
        found.append(replace(move, start=start, end=end))
    return found
