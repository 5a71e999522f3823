"""One moment of the whole path: tables, topic, and what each process holds in its hands. Hashable, so that it is visited once."""

from enum import StrEnum, auto
from typing import NamedTuple


class Plant(StrEnum):
    """A safeguard taken away."""

    IDS_WITHOUT_LOCK = auto()
    NO_EPOCH_CHECK = auto()
    CURSOR_BEFORE_ACKS = auto()
    POSITION_APART = auto()
    NO_FENCE = auto()
    UNREADABLE_SKIPPED = auto()
    REDRIVE_UNORDERED = auto()


class Row(NamedTuple):
    """Of the published log: its place in it, the stream's key, the number in the stream."""

    id: int
    key: str
    number: int


class Writer(NamedTuple):
    """`todo`: the keys it has still to append to. `number`: what it decided on; `id`: drawn, not yet committed."""

    todo: str
    number: int | None = None
    id: int | None = None


class Cursor(NamedTuple):
    """`relay_cursor`: who leads, in which epoch, whether the lease still runs, and up to which id all is in Kafka."""

    holder: int
    epoch: int
    live: bool
    last: int


class Relay(NamedTuple):
    """`step`: idle, leads, read, sent. The rest is what it believes."""

    step: str = "idle"
    epoch: int = 0
    last: int = 0
    page: tuple[Row, ...] = ()


class Reader(NamedTuple):
    """`at`: where it goes on; None: the partition is not its own. `start`, `end`: the batch in its hands. `moved`: position written."""

    at: int | None
    start: int = 0
    end: int = 0
    moved: bool = False

    @property
    def busy(self) -> bool:
        return self.end > self.start


class Waiting(NamedTuple):
    """A record that is parked, by its offset."""

    offset: int
    row: Row


class Faults(NamedTuple):
    """How many more of each may happen."""

    crashes: int
    lost_acks: int
    expiries: int
    rebalances: int


class State(NamedTuple):
    writers: tuple[Writer, ...]
    next_id: int
    stored: tuple[Row, ...]
    cursor: Cursor
    relays: tuple[Relay, ...]
    topic: tuple[Row, ...]
    position: int
    effects: tuple[Row, ...]
    waiting: tuple[Waiting, ...]
    owner: int
    readers: tuple[Reader, ...]
    mended: bool
    faults: Faults


UNREADABLE = ("a", 1)
"""Key and number of the record that only mended code can read."""


def begin(todo: tuple[str, ...], faults: Faults) -> State:
    """Nothing has happened; the first relay may lead, the first reader has the partition."""
    return State(
        writers=tuple(Writer(keys) for keys in todo),
        next_id=1,
        stored=(),
        cursor=Cursor(holder=-1, epoch=0, live=False, last=0),
        relays=(Relay(), Relay()),
        topic=(),
        position=0,
        effects=(),
        waiting=(),
        owner=0,
        readers=(Reader(0), Reader(None)),
        mended=False,
        faults=faults,
    )


def head(effects: tuple[Row, ...], key: str) -> int:
    """The last number applied of a stream."""
    return sum(row.key == key for row in effects)
