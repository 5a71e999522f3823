"""Positions of what was read, moved in the transaction of its effect: the fence that makes an effect happen once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import psycopg

FENCED_COLUMN = "next"

# The move holds only from where this reader stood: else `next` becomes NULL, and the whole transaction rolls back.
# An UPDATE that matches nothing could not be noticed in a pipeline (its row count is unknown there).
MOVE = """
INSERT INTO {schema}positions AS p (consumer, topic, partition, next, topic_id)
VALUES (%(consumer)s, %(topic)s, %(partition)s, %(end)s, %(topic_id)s)
ON CONFLICT (consumer, topic, partition) DO UPDATE SET next = CASE WHEN p.next = %(start)s THEN %(end)s::bigint END
"""


@dataclass(frozen=True)
class Move:
    """One partition read from `start` up to, not including, `end`."""

    consumer: str
    topic: str
    partition: int
    start: int
    end: int
    topic_id: str | None = None


def move(cursor: psycopg.Cursor[Any], moves: Iterable[Move], schema: str = "") -> None:
    """Raises psycopg.errors.NotNullViolation when another reader has moved a position meanwhile."""
    for one in moves:
        cursor.execute(MOVE.format(schema=schema), vars(one))


def positions(connection: psycopg.Connection[Any], consumer: str, schema: str = "") -> dict[tuple[str, int], int]:
    rows = connection.execute(f"SELECT topic, partition, next FROM {schema}positions WHERE consumer = %s", (consumer,))
    return {(topic, partition): next_ for topic, partition, next_ in rows.fetchall()}


def topic_ids(connection: psycopg.Connection[Any], consumer: str, schema: str = "") -> dict[str, str]:
    """The topics' identities when they were first read: a recreated topic keeps its name, not its id."""
    rows = connection.execute(
        f"SELECT DISTINCT topic, topic_id FROM {schema}positions WHERE consumer = %s AND topic_id IS NOT NULL", (consumer,)
    )
    return dict(rows.fetchall())
