"""A record of a domain topic, read: typed and placed in its stream, or the reason why not. The one reader of live and rebuild.

The values were rendered by our own outboxes, so pydantic's JSON reader is enough here: the strict reader of `cloudevents`
guards the partners' doors and would cost more than the fold.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import ValidationError

from shared.cloudevents import PRINTABLE, Unreadable, text_headers
from shared.contracts import cases, cooperation, referrals, volunteers
from shared.contracts.base import Contract
from shared.parking import RawRecord
from shared.read_model import Record

# Named here so that every type of a domain topic is registered in whatever process reads one.
TOPICS = tuple(
    base.topic for base in (cases.CaseContract, referrals.ReferralContract, volunteers.VolunteerContract, cooperation.CooperationContract)
)

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
        headers = text_headers(raw.headers)
    except Unreadable as error:
        return Unfit("invalid", printable(error.field))
    stream, number = _text(headers, "ce_koopstream"), _number(headers, "ce_koopnumber")
    if stream is None or number is None:
        return Unfit("invalid", "koopstream" if stream is None else "koopnumber")
    kind = Contract.registry.get(headers.get("ce_type", ""))
    topic = getattr(kind, "topic", None)
    if kind is None or topic not in TOPICS or not raw.topic.endswith(topic):
        return Unfit("foreign", "type", stream, number)
    return _record(raw, headers, kind, stream, number)


def printable(text: str | None) -> str | None:
    """What PostgreSQL can hold and a terminal can show."""
    return text if text is not None and _TEXT.fullmatch(text) and len(text) <= MAX_TEXT else None


def _record(raw: RawRecord, headers: Mapping[str, str], kind: type[Contract], stream: str, number: int) -> Record | Unfit:
    def unfit(field: str) -> Unfit:
        return Unfit("invalid", field, stream, number)

    position, recorded_at = _number(headers, "ce_koopposition"), _instant(headers)
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
    return Record(raw.topic, raw.partition, raw.offset, position, stream, number, subject, recorded_at, contract)


def _text(headers: Mapping[str, str], name: str) -> str | None:
    return printable(headers.get(name))


def _number(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(name, "")
    return int(text) if _NUMBER.fullmatch(text) else None


def _instant(headers: Mapping[str, str]) -> datetime | None:
    try:
        instant = datetime.fromisoformat(headers.get("ce_time", ""))
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None
