"""What waits, what was dismissed and how far the streams are: read and written around a `Sequence`, by the batch."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

import psycopg
from psycopg.rows import dict_row

from shared.parking import PARK, Parked, ParkedRow, RawRecord, parked_row, settle
from shared.published import parse
from shared.sequence import Item, Outcome, Place, Verdict
from shared.sequence import Sequence as Order

CONSUMER = "views"

# In one fixed order, so that two writers never wait in a ring.
LOCK = """
SELECT pg_advisory_xact_lock(key)
FROM (SELECT DISTINCT hashtextextended(lane, 0) AS key FROM unnest(%b::text[]) AS lane ORDER BY key) AS keys
"""
HEADS = """
INSERT INTO heads (stream, number) SELECT * FROM unnest(%b::text[], %b::bigint[])
ON CONFLICT (stream) DO UPDATE SET number = excluded.number
"""


def lock(connection: psycopg.Connection[Any], lanes: Iterable[str]) -> None:
    """One writer per key until the commit: a person's records may reach two processes by two topics, or an operator."""
    connection.execute(LOCK, (sorted(set(lanes)),))


def parked(connection: psycopg.Connection[Any], lanes: Collection[str] | None = None) -> list[ParkedRow]:
    """What waits or was dismissed, in the order of its arrival; `lanes` None is all of them."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            "SELECT * FROM parked WHERE consumer = %(consumer)s AND status <> 'redriven' "
            "AND (%(lanes)s::text[] IS NULL OR lane = ANY(%(lanes)s)) ORDER BY id",
            {"consumer": CONSUMER, "lanes": None if lanes is None else list(lanes)},
        )
        return [parked_row(row) for row in cursor.fetchall()]


def heads(connection: psycopg.Connection[Any], streams: Collection[str]) -> dict[str, int]:
    return dict(connection.execute("SELECT stream, number FROM heads WHERE stream = ANY(%b)", (list(streams),)).fetchall())


def streams_of(items: Iterable[Item]) -> set[str]:
    return {item.said.stream for item in items if item.said.stream is not None}


def place_of(raw: RawRecord) -> Place:
    return (raw.topic, raw.partition, raw.offset)


def item_of(row: ParkedRow) -> Item:
    return Item(row.record, parse(row.record))


def remember(order: Order, rows: Sequence[ParkedRow]) -> dict[Place, ParkedRow]:
    """Put what lies parked into the order. Returns what waits, by its place."""
    waiting = {}
    for row in rows:
        item = item_of(row)
        if row.status == "waiting":
            order.wait(item, Verdict(cast(Outcome, row.reason), row.field, row.details.get("problem")))
            waiting[item.place] = row
            continue
        order.settled.add(item.place)
        if item.said.stream is not None and item.said.number is not None:
            order.dismissed.add((item.said.stream, item.said.number))
    return waiting


def keep(
    connection: psycopg.Connection[Any], order: Order, waited: Mapping[Place, ParkedRow], heads_before: Mapping[str, int], at: datetime
) -> list[Parked]:
    """Write what the order has become: heads, what waits anew or for another reason, what waits no longer."""
    moved = {stream: number for stream, number in order.heads.items() if heads_before.get(stream, 0) != number}
    if moved:
        connection.execute(HEADS, (list(moved), list(moved.values())))
    now = {item.place: (item, verdict) for item, verdict in order.waits()}
    parking = [
        Parked(CONSUMER, item.raw, lane, verdict.outcome, verdict.field, at, {"problem": verdict.problem} if verdict.problem else {})
        for lane, waits in order.waiting.items()
        for place, (item, verdict) in waits.items()
        if place not in waited or waited[place].reason != verdict.outcome
    ]
    if parking:
        with connection.cursor() as cursor:
            cursor.executemany(PARK.format(schema=""), [one.row() for one in parking])
    released = [row.id for place, row in waited.items() if place not in now and place not in order.settled]
    if released:
        settle(connection, released, "redriven", None, at)
    return parking
