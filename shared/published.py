"""A record of a domain topic, read: typed and placed in its stream, or the reason why not. The one reader of live and rebuild.

The values were rendered by our own outboxes, so pydantic's JSON reader is enough here: the strict reader of `cloudevents`
guards the partners' doors and would cost more than the fold.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from pydantic import ValidationError

from shared.cloudevents import PRINTABLE, Unreadable, text_headers
from shared.contracts import cases, cases_status, cases_transition, cooperation, minors, referrals, volunteers
from shared.contracts.base import Contract
from shared.parking import Headers, RawRecord
from shared.read_model import Record

# Named here so that every type of a domain topic is registered in whatever process reads one.
MODULES = (cases, cases_status, cases_transition, cooperation, minors, referrals, volunteers)
TOPICS = tuple(
    base.topic
    for base in (
        cases.CaseContract,
        referrals.ReferralContract,
        volunteers.VolunteerContract,
        minors.MinorContract,
        cooperation.CooperationContract,
    )
)

ATTRIBUTES = ("specversion", "id", "source", "type", "subject", "time", "correlationid")
RELAYED = frozenset(["content-type", *(f"ce_{name}" for name in (*ATTRIBUTES, "koopposition", "koopstream", "koopnumber", "koopepoch"))])
"""The headers of a record as our relay sends it."""

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_TEXT = re.compile(PRINTABLE)
MAX_TEXT = 200


@dataclass(frozen=True)
class Unfit:
    """Not to be folded. `stream` and `number` where the headers still tell them; `field` is safe to store and show."""

    reason: Literal["invalid", "foreign"]
    field: str | None
    stream: str | None = None
    number: int | None = None


def parse(raw: RawRecord) -> Record | Unfit:
    """Never raises. `foreign`: a type that no contract of this topic registers; `invalid`: anything else that does not fit."""
    try:
        headers = _headers(raw.headers)
    except Unreadable as error:
        return Unfit("invalid", printable(error.field))
    stream, number = printable(headers.get("ce_koopstream")), _number(headers.get("ce_koopnumber"))
    if stream is None or number is None:
        return Unfit("invalid", "koopstream" if stream is None else "koopnumber")
    kind = _kind(raw.topic, headers.get("ce_type", ""))
    if kind is None:
        return Unfit("foreign", "type", stream, number)
    return _record(raw, headers, kind, stream, number)


def printable(text: str | None) -> str | None:
    """What PostgreSQL can hold and a terminal can show."""
    return text if text is not None and _TEXT.fullmatch(text) and len(text) <= MAX_TEXT else None


def _headers(headers: Headers) -> Mapping[str, str]:
    """As a door reads them. What our relay sent needs no such care, at a third of the time. Raises Unreadable."""
    try:
        found = {name: value.decode() for name, value in headers if value is not None}
    except UnicodeDecodeError:
        return text_headers(headers)
    return found if len(found) == len(headers) and found.keys() == RELAYED else text_headers(headers)


@lru_cache(maxsize=1024)
def _kind(topic: str, name: str) -> type[Contract] | None:
    """The contract of this name if it is one of this topic, which may have a namespace before its own name."""
    kind = Contract.registry.get(name)
    home = getattr(kind, "topic", None)
    return kind if home in TOPICS and topic.endswith(home) else None


def _record(raw: RawRecord, headers: Mapping[str, str], kind: type[Contract], stream: str, number: int) -> Record | Unfit:
    def unfit(field: str) -> Unfit:
        return Unfit("invalid", field, stream, number)

    position, recorded_at = _number(headers.get("ce_koopposition")), _instant(headers.get("ce_time", ""))
    if position is None:
        return unfit("koopposition")
    if recorded_at is None:
        return unfit("time")
    if raw.value is None:
        return unfit("data")
    try:
        contract = kind.read(raw.value)
    except ValidationError as error:
        return unfit(printable("/".join(["data", *map(str, error.errors(include_url=False)[0]["loc"])])) or "data")
    subject = contract.subject
    if headers.get("ce_subject") != subject or raw.key != subject.encode():
        return unfit("subject")
    return Record(position, stream, number, subject, recorded_at, contract)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and _NUMBER.fullmatch(text) else None


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None
