"""`koop deadlines renew`: the rows as today's rules give them, where those of the release that wrote the events were others."""

from collections.abc import Collection, Mapping
from importlib import import_module
from typing import Any

import psycopg
from psycopg.types.json import Jsonb
from pydantic_core import to_json

from koop.migrate import WALLED
from koop.verify_deadlines import answered, events, recomputed, stored
from shared.recorder import CLEARED, DEADLINES, columns


def renew(dsns: Mapping[str, str], services: Collection[str]) -> list[dict[str, Any]]:
    """Per service how many rows were set and cleared, but for those behind the wall (ADR 9). It may run: whoever appends waits.

    Raises psycopg.Error.
    """
    return [_renew(dsns[service], service) for service in services]


def _renew(dsn: str, service: str) -> dict[str, Any]:
    import_module(f"services.{service}.commands")  # registers every event of the service
    rule = import_module(f"services.{service}.policies").deadlines
    with psycopg.connect(dsn) as connection:
        connection.execute(f"SET LOCAL search_path = {service}")
        connection.execute("LOCK TABLE deadlines IN SHARE ROW EXCLUSIVE MODE")  # whoever writes rows has committed its events too
        wanted, present = recomputed(events(connection, service), rule), stored(connection)
        done = answered(connection, wanted)
        open_ = {place: due for place, due in wanted.items() if due.command_id not in done}
        unset = [due for place, due in open_.items() if present.get(place) != due]
        over = present.keys() - open_.keys()
        connection.execute(DEADLINES.format(schema=""), (Jsonb([due.row() for due in unset], dumps=to_json),))
        connection.execute(CLEARED.format(schema="").encode(), columns(sorted(over)) or [[], []], binary=True)
    counts = {"set": len(unset), "cleared": len(over), "running": len(open_)}
    return {"service": service} | (dict.fromkeys(counts) if service in WALLED else counts)
