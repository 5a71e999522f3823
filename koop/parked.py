"""`koop parked list|show|redrive|dismiss`: what could not be processed, by `<service>/<id>`, and the two ways out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import psycopg

from koop.migrate import WALLED
from shared.contracts.receipts import Receipt
from shared.parking import ParkedRow, RawRecord, parked_rows, settle
from shared.projection.lanes import CONSUMER as VIEWS


class FactsDesk(Protocol):
    """`shared.desk.Desk`."""

    def redrive(self, record: RawRecord) -> Receipt: ...


class ViewsDesk(Protocol):
    """`services.reporting.subscribers.ViewsDesk`."""

    def redrive(self, lane: str) -> int: ...
    def dismiss(self, row: ParkedRow, note: str) -> int: ...


class NotParked(Exception):
    """No such record, or it has been settled already."""


Dsns = Mapping[str, str]
"""By service, its own role's."""


def listing(dsns: Dsns, *, status: str | None = "waiting") -> list[dict[str, Any]]:
    """In the order of arrival, by service; `status` None is all."""
    return [_line(service, row) for service, dsn in dsns.items() for row in _rows(dsn, service, status)]


def show(dsns: Dsns, ref: str) -> dict[str, Any]:
    """One record, with all of its bytes unless it is behind the wall. Raises NotParked."""
    service, row = _row(dsns, ref, status=None)
    if _behind_the_wall(service, row):
        return _line(service, row) | {"note": row.note}
    record = row.record
    return _line(service, row) | {
        "details": row.details,
        "note": row.note,
        "key": _text(record.key),
        "headers": [[name, _text(value)] for name, value in record.headers],
        "value": _text(record.value),
    }


def redrive(dsns: Dsns, ref: str, *, views: ViewsDesk, facts: Callable[[str], FactsDesk], now: Callable[[], datetime]) -> dict[str, Any]:
    """Read again with today's code: a domain record with its whole lane, in order; a fact by itself, with a new receipt.

    `facts` gives a service's desk. Raises NotParked.
    """
    service, row = _row(dsns, ref)
    if row.consumer == VIEWS:
        left = views.redrive(row.lane)
        return {"ref": ref, "lane": _line(service, row)["lane"], "ok": left == 0, "still_waiting": left}
    receipt = facts(service).redrive(row.record)
    if receipt.outcome != "parked":
        _settle(dsns[service], service, row, "redriven", None, now())
    told = {} if _behind_the_wall(service, row) else {"receipt": receipt.model_dump(mode="json", exclude_none=True)}
    return {"ref": ref, "ok": receipt.outcome != "parked", **told}


def dismiss(dsns: Dsns, ref: str, note: str, *, views: ViewsDesk, now: Callable[[], datetime]) -> dict[str, Any]:
    """Give up, and say why (no personal data). What stood behind a domain record goes on. Raises NotParked, ValueError without a note."""
    if not note.strip():
        raise ValueError("a dismissal needs a note that explains it")
    service, row = _row(dsns, ref)
    if row.consumer == VIEWS:
        left = views.dismiss(row, note.strip())
        return {"ref": ref, "ok": True, "lane": _line(service, row)["lane"], "still_waiting": left}
    _settle(dsns[service], service, row, "dismissed", note.strip(), now())
    return {"ref": ref, "ok": True}


def _rows(dsn: str, service: str, status: str | None, ids: Sequence[int] | None = None) -> list[ParkedRow]:
    with psycopg.connect(dsn) as connection:
        return parked_rows(connection, schema=f"{service}.", status=status, ids=ids)


def _row(dsns: Dsns, ref: str, *, status: str | None = "waiting") -> tuple[str, ParkedRow]:
    service, _, number = ref.partition("/")
    rows = _rows(dsns[service], service, status, [int(number)]) if service in dsns and number.isdecimal() else []
    if not rows:
        raise NotParked(f"{ref}: nothing {status or 'parked'} under this reference; `koop parked list` shows them")
    return service, rows[0]


def _settle(dsn: str, service: str, row: ParkedRow, status: str, note: str | None, at: datetime) -> None:
    with psycopg.connect(dsn) as connection:
        settle(connection, [row.id], status, note, at, f"{service}.")


def _behind_the_wall(service: str, row: ParkedRow) -> bool:
    """Kept by a walled service, or one of its own records in the quarantine of the views."""
    return service in WALLED or row.record.topic.endswith(tuple(f"koop.{one}.v1" for one in WALLED))


def _line(service: str, row: ParkedRow) -> dict[str, Any]:
    """Of what is behind the wall neither whose it is, nor which field was wrong, nor which rule refused it: each says what happened."""
    record, hidden = row.record, _behind_the_wall(service, row)
    ruled = hidden and row.reason.startswith(tuple(f"{one}." for one in WALLED))
    place = f"{record.topic}[{record.partition}]@{record.offset}"
    return {
        "ref": f"{service}/{row.id}",
        "consumer": row.consumer,
        "place": place,
        "lane": place if hidden else row.lane,
        "reason": "fact.behind_the_wall" if ruled else row.reason,
        "field": None if hidden else row.field,
        "status": row.status,
        "parked_at": row.parked_at.isoformat(),
    }


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "backslashreplace")
