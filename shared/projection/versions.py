"""The versions of the views: which is live, which is being built, which is kept to go back to."""

import hashlib
import inspect
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg

from shared import bitemporal, read_model
from shared.inbox import positions
from shared.read_model import View

CONSUMER = "views"
LOCK, SWITCH = 2016_07_03, 2016_07_05
Positions = Mapping[tuple[str, int], int]


def live(connection: psycopg.Connection[Any], *, exclusively: bool = False) -> dict[str, int]:
    """View -> version, held until the commit: a switch waits for the batch, a batch for the switch.

    No row lock can do this: who waited for the row of the old version would not see the new one in the same statement,
    and apply its batch to no version at all.
    """
    connection.execute(f"SELECT pg_advisory_xact_lock{'' if exclusively else '_shared'}(%s)", (SWITCH,))
    return dict(connection.execute("SELECT view, version FROM view_versions WHERE status = 'live' ORDER BY view").fetchall())


def ensure_live(connection: psycopg.Connection[Any], views: Sequence[View[Any]]) -> dict[str, str]:
    """Make the first version of each view while nothing has been read. Returns what only a rebuild can mend, by view."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        rows = connection.execute("SELECT view, code FROM view_versions WHERE status = 'live'").fetchall()
        known, begun = dict(rows), bool(positions(connection, CONSUMER))
        for view in views:
            if view.name not in known and not begun:
                make(connection, view, "live")
                read_model.publish(connection, view, newest(connection, view))
    missing = {view.name: "has no live version" for view in views if begun and view.name not in known}
    return missing | {view.name: "was built by other code" for view in views if known.get(view.name, code(view)) != code(view)}


def make(connection: psycopg.Connection[Any], view: View[Any], status: str, *, to_fill: bool = False) -> int:
    version = newest(connection, view) + 1
    connection.execute(
        "INSERT INTO view_versions (view, version, status, code) VALUES (%s, %s, %s, %s)", (view.name, version, status, code(view))
    )
    read_model.create(connection, view, version, to_fill=to_fill)
    return version


def remove(connection: psycopg.Connection[Any], views: Iterable[View[Any]], status: str) -> None:
    """Drop the versions of these views that have this status, with their tables."""
    for view in views:
        gone = "DELETE FROM view_versions WHERE view = %s AND status = %s RETURNING version"
        for (version,) in connection.execute(gone, (view.name, status)).fetchall():
            read_model.drop(connection, view, version)


def newest(connection: psycopg.Connection[Any], view: View[Any]) -> int:
    row = connection.execute("SELECT coalesce(max(version), 0) FROM view_versions WHERE view = %s", (view.name,)).fetchone()
    assert row is not None
    return int(row[0])


def code(view: View[Any]) -> str:
    """Changes with the code that folds and shows. Of the whole folder: an evolve calls the files beside it."""
    files = {Path(bitemporal.__file__), *Path(inspect.getfile(view.evolve)).parent.glob("*.py")}
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()[:16]


def switch(connection: psycopg.Connection[Any], view: View[Any], version: int, stands: Positions) -> None:
    """Make this version live; the one that was is kept, with all it needs to catch up. What was kept before is dropped.

    Only inside a transaction that holds `live(exclusively=True)`.
    """
    connection.execute("UPDATE view_versions SET status = 'building' WHERE view = %s AND version = %s", (view.name, version))
    remove(connection, [view], "kept")
    was = live(connection, exclusively=True).get(view.name)
    if was is not None:
        connection.execute(
            "UPDATE view_versions SET status = 'kept', positions = %s, digest = %s WHERE view = %s AND version = %s",
            (to_json(stands), read_model.digest(connection, view, was), view.name, was),
        )
        connection.execute("INSERT INTO kept_heads SELECT %s, %s, stream, number FROM heads", (view.name, was))
    connection.execute("DELETE FROM kept_heads WHERE view = %s AND version = %s", (view.name, version))
    connection.execute(
        "UPDATE view_versions SET status = 'live', positions = '{}', digest = %s, switched_at = now() WHERE view = %s AND version = %s",
        (read_model.digest(connection, view, version), view.name, version),
    )
    read_model.publish(connection, view, version)


def kept(connection: psycopg.Connection[Any], view: View[Any]) -> tuple[int, Positions, dict[str, int]] | None:
    """The version to go back to: its number, where it stands, and its streams' heads."""
    row = connection.execute("SELECT version, positions FROM view_versions WHERE view = %s AND status = 'kept'", (view.name,)).fetchone()
    if row is None:
        return None
    heads = connection.execute("SELECT stream, number FROM kept_heads WHERE view = %s AND version = %s", (view.name, row[0])).fetchall()
    return row[0], from_json(row[1]), dict(heads)


def to_json(stands: Positions) -> str:
    return json.dumps([[topic, partition, at] for (topic, partition), at in sorted(stands.items())])


def from_json(stands: Iterable[tuple[str, int, int]]) -> Positions:
    return {(topic, partition): at for topic, partition, at in stands}
