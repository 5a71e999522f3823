"""The steps, one function each: from a state to every state that it may lead to. Work comes first, faults after it."""

from collections.abc import Callable, Iterable, Iterator

from tests.model.state import UNREADABLE, Plant, Reader, Relay, Row, State, Waiting, Writer, head

Step = tuple[str, State]
Plants = frozenset[Plant]
PAGE = BATCH = 2


def append(state: State, plants: Plants) -> Iterator[Step]:
    """`Unit.load` and `decide`, then `Recorder._publish`: ids are drawn under the table's lock and seen in commit order.

    Who decided on an old state is refused by the unique number, and its id is lost for good.
    """
    locked = any(writer.id is not None for writer in state.writers) and Plant.IDS_WITHOUT_LOCK not in plants
    for i, writer in enumerate(state.writers):
        if not writer.todo:
            continue
        key = writer.todo[0]
        if writer.number is None:
            number = 1 + sum(row.key == key for row in state.stored)
            yield f"writer {i} decides on {key}{number}", _writer(state, i, writer._replace(number=number))
        elif writer.id is None:
            if not locked:
                drawn = _writer(state, i, writer._replace(id=state.next_id))
                yield f"writer {i} draws id {state.next_id}", drawn._replace(next_id=state.next_id + 1)
        elif any((row.key, row.number) == (key, writer.number) for row in state.stored):
            yield f"writer {i} is refused, id {writer.id} is lost", _writer(state, i, Writer(writer.todo))
        else:
            row = Row(writer.id, key, writer.number)
            done = _writer(state, i, Writer(writer.todo[1:]))
            yield f"writer {i} commits {key}{writer.number}", done._replace(stored=tuple(sorted((*state.stored, row))))


def forward(state: State, plants: Plants) -> Iterator[Step]:
    """`Relay.step`: lead, read a page, send and wait for every acknowledgement, move the cursor by epoch."""
    for i, relay in enumerate(state.relays):
        if relay.step == "idle":
            yield from _lead(state, i)
        elif relay.step == "leads":
            page = tuple(row for row in state.stored if row.id > relay.last)[:PAGE]
            yield f"relay {i} reads {_names(page)}", _relay(state, i, relay._replace(step="read", page=page) if page else Relay())
        elif relay.step == "read" and Plant.CURSOR_BEFORE_ACKS in plants and state.cursor.last < relay.page[-1].id:
            yield from _move(state, i, relay, plants, then=relay)
        elif relay.step == "read":
            then = Relay() if Plant.CURSOR_BEFORE_ACKS in plants else relay._replace(step="sent")
            yield f"relay {i} sends {_names(relay.page)}", _relay(state, i, then)._replace(topic=state.topic + relay.page)
        else:
            yield from _move(state, i, relay, plants, then=Relay())


def _lead(state: State, i: int) -> Iterator[Step]:
    """`LEASE`: the epoch counts up unless one's own lease still runs."""
    cursor = state.cursor
    mine = cursor.holder == i and cursor.live
    if mine or not cursor.live:
        taken = cursor._replace(holder=i, epoch=cursor.epoch + (not mine), live=True)
        yield f"relay {i} leads in epoch {taken.epoch}", _relay(state, i, Relay("leads", taken.epoch, taken.last))._replace(cursor=taken)


def _move(state: State, i: int, relay: Relay, plants: Plants, *, then: Relay) -> Iterator[Step]:
    """`PublishedLog.move`: holds only in one's own epoch."""
    last = relay.page[-1].id
    if relay.epoch == state.cursor.epoch or Plant.NO_EPOCH_CHECK in plants:
        yield f"relay {i} moves the cursor to {last}", _relay(state, i, then)._replace(cursor=state.cursor._replace(last=last))
    else:
        yield f"relay {i} is deposed", _relay(state, i, Relay())


def read(state: State, plants: Plants) -> Iterator[Step]:
    """`Consumer._consume` and `ViewsDesk.apply`: rows, parked records, heads and position in one transaction, behind the keys' lock."""
    for i, reader in enumerate(state.readers):
        if not reader.busy:
            if state.owner == i and reader.at is not None and reader.at < len(state.topic):
                batch = Reader(reader.at, reader.at, min(reader.at + BATCH, len(state.topic)))
                yield f"reader {i} takes {batch.start}..{batch.end}", _reader(state, i, batch)
        elif reader.moved:
            yield f"reader {i} applies", _reader(_applied(state, reader, plants), i, Reader(_own(state, i, reader.end)))
        elif state.position != reader.start and Plant.NO_FENCE not in plants:
            yield f"reader {i} is fenced", _reader(state, i, Reader(_own(state, i, state.position)))
        elif Plant.POSITION_APART in plants:
            yield f"reader {i} moves its position", _reader(state, i, reader._replace(moved=True))._replace(position=reader.end)
        else:
            applied = _applied(state, reader, plants)._replace(position=reader.end)
            yield f"reader {i} applies {reader.start}..{reader.end}", _reader(applied, i, Reader(_own(state, i, reader.end)))


def operate(state: State, plants: Plants) -> Iterator[Step]:
    """Somebody mends the code, then `ViewsDesk.redrive` reads what waits again, in its order."""
    if not state.mended:
        yield "the code is mended", state._replace(mended=True)
    elif state.waiting and Plant.REDRIVE_UNORDERED in plants:
        rows = tuple(one.row for one in reversed(state.waiting))
        yield "redrive", state._replace(waiting=(), effects=state.effects + rows)
    elif state.waiting:
        yield "redrive", _taken(state._replace(waiting=()), state.waiting, plants)


def fail(state: State, plants: Plants) -> Iterator[Step]:
    """Any process dies between any two steps; a lease runs out; acknowledgements are lost; the partition changes hands."""
    faults, cursor = state.faults, state.cursor
    for i, relay in enumerate(state.relays):
        if faults.crashes and relay.step != "idle":
            freed = cursor._replace(live=cursor.live and cursor.holder != i)
            yield f"relay {i} dies", _relay(_spent(state, crashes=1), i, Relay())._replace(cursor=freed)
        if faults.lost_acks and relay.step == "read":
            for n in range(1, len(relay.page) + 1):
                sent = _relay(_spent(state, lost_acks=1), i, Relay())._replace(topic=state.topic + relay.page[:n])
                yield f"relay {i} sends {_names(relay.page[:n])} and hears nothing", sent
    if faults.expiries and cursor.live:
        yield "the lease runs out", _spent(state, expiries=1)._replace(cursor=cursor._replace(live=False))
    for i, reader in enumerate(state.readers):
        if faults.crashes and reader.busy:
            yield f"reader {i} dies", _reader(_spent(state, crashes=1), i, Reader(_own(state, i, state.position)))
    if faults.rebalances:
        yield "the partition changes hands", _handed_over(_spent(state, rebalances=1))


WORK: tuple[Callable[[State, Plants], Iterator[Step]], ...] = (append, forward, read, operate)


def _applied(state: State, reader: Reader, plants: Plants) -> State:
    records = [Waiting(offset, state.topic[offset]) for offset in range(reader.start, reader.end)]
    return _taken(state, records, plants)


def _taken(state: State, records: Iterable[Waiting], plants: Plants) -> State:
    """`Sequence.take`: seen already, behind what waits, unreadable, too early, or next."""
    effects, waiting = state.effects, state.waiting
    for record in records:
        row = record.row
        if row.number <= head(effects, row.key):
            continue
        unreadable = (row.key, row.number) == UNREADABLE and not state.mended
        if unreadable and Plant.UNREADABLE_SKIPPED in plants:
            continue
        if unreadable or row.number > head(effects, row.key) + 1 or any(one.row.key == row.key for one in waiting):
            waiting = (*waiting, record)
        else:
            effects = (*effects, row)
    return state._replace(effects=effects, waiting=waiting)


def _handed_over(state: State) -> State:
    """`on_partitions_revoked`, `on_partitions_assigned`: the new owner seeks to the position; the old one keeps what it has in hand."""
    old, new = state.owner, 1 - state.owner
    readers = list(state.readers)
    readers[old] = readers[old]._replace(at=None)
    readers[new] = readers[new]._replace(at=state.position)
    return state._replace(owner=new, readers=tuple(readers))


def _own(state: State, i: int, at: int) -> int | None:
    return at if state.owner == i else None


def _names(rows: tuple[Row, ...]) -> str:
    return " ".join(f"{row.key}{row.number}" for row in rows) or "nothing"


def _spent(state: State, **faults: int) -> State:
    left = {name: getattr(state.faults, name) - n for name, n in faults.items()}
    return state._replace(faults=state.faults._replace(**left))


def _writer(state: State, i: int, writer: Writer) -> State:
    return state._replace(writers=(*state.writers[:i], writer, *state.writers[i + 1 :]))


def _relay(state: State, i: int, relay: Relay) -> State:
    return state._replace(relays=(*state.relays[:i], relay, *state.relays[i + 1 :]))


def _reader(state: State, i: int, reader: Reader) -> State:
    return state._replace(readers=(*state.readers[:i], reader, *state.readers[i + 1 :]))
