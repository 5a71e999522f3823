"""CloudEvents 1.0 over Kafka, both content modes, read as a door reads: bounded, strict, and never raising what it does not name.

The SDK is not used here: it decides the mode by `ce_` headers instead of the content type (Kafka binding 3), and its
JSON reader takes NaN, duplicate keys and any depth.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.parking import Headers, RawRecord, plain

MAX_BYTES = 65_536
MAX_DEPTH = 16
MAX_DIGITS = 18
STRUCTURED = "application/cloudevents"
JSON_TYPES = ("application/json", "application/json; charset=utf-8")
PRINTABLE = r"^[\x21-\x7e]+$"


class Unreadable(Exception):
    """The record is no CloudEvent that this door takes. `reason` is a code with German and English text."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = self.code = reason
        self.field = None if field is None else plain(field)


class Attributes(BaseModel):
    """The attributes that are used; unknown extensions are ignored, never passed on."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: str = Field(pattern=r"^1\.0$")
    id: str = Field(pattern=PRINTABLE, max_length=200)
    source: str = Field(pattern=PRINTABLE, max_length=200)
    type: str = Field(pattern=r"^[A-Za-z0-9.]+$", max_length=120)
    subject: str | None = Field(default=None, pattern=PRINTABLE, max_length=120)
    time: datetime | None = None
    correlationid: str | None = Field(default=None, pattern=PRINTABLE, max_length=64)


@dataclass(frozen=True)
class CloudEvent:
    attributes: Attributes
    data: dict[str, Any]


def read(record: RawRecord) -> CloudEvent:
    """Raises Unreadable, with the reason and the field."""
    if record.value is None:
        raise Unreadable("event.tombstone")
    if len(record.value) > MAX_BYTES:
        raise Unreadable("event.too_large")
    headers = text_headers(record.headers)
    content_type = headers.get("content-type", "").strip().lower()
    if content_type.startswith(STRUCTURED):
        envelope = strict_json(record.value)
        if not isinstance(envelope, dict):
            raise Unreadable("event.not_an_object")
        return CloudEvent(_attributes(envelope), _object(envelope.get("data")))
    if content_type not in JSON_TYPES:
        raise Unreadable("event.content_type", "content-type")
    attributes = {name[3:]: value for name, value in headers.items() if name.startswith("ce_")}
    return CloudEvent(_attributes(attributes), _object(strict_json(record.value)))


def text_headers(headers: Headers) -> dict[str, str]:
    """Only what this door knows by name. Raises Unreadable for one of those that is null, not UTF-8 or given twice."""
    found: dict[str, str] = {}
    for name, value in headers:
        lower = name.lower()
        if lower != "content-type" and not lower.startswith("ce_"):
            continue
        if value is None or lower in found:
            raise Unreadable("event.header", lower[:40])
        try:
            found[lower] = value.decode("utf-8")
        except UnicodeDecodeError:
            raise Unreadable("event.header", lower[:40]) from None
    return found


def strict_json(data: bytes) -> Any:
    """JSON without what two readers may read differently: no duplicate keys, no NaN, bounded depth and digits."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("event.not_utf8") from None
    if _depth(text) > MAX_DEPTH:
        raise Unreadable("event.too_deep")
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_int=_bounded_int, parse_float=_finite)
    except ValueError:
        raise Unreadable("event.not_json") from None


def headers_of(attributes: dict[str, str]) -> list[tuple[str, bytes]]:
    """Binary mode, as we produce it."""
    return [("content-type", b"application/json"), ("ce_specversion", b"1.0")] + [(f"ce_{k}", v.encode()) for k, v in attributes.items()]


def _attributes(found: dict[str, Any]) -> Attributes:
    try:
        return Attributes.model_validate(found)
    except ValidationError as error:
        raise Unreadable("event.attribute", str(error.errors()[0]["loc"][0])) from None


def _object(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Unreadable("event.not_an_object", "data")
    return data


def _depth(text: str) -> int:
    depth = deepest = 0
    for char in text:
        if char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return deepest


def _unique(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Unreadable("event.duplicate_key", key[:40])
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise Unreadable("event.not_a_number", name)


def _finite(digits: str) -> float:
    """1e999 is a number in JSON and infinite here."""
    if math.isinf(number := float(digits)):
        raise Unreadable("event.number_too_large")
    return number


def _bounded_int(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise Unreadable("event.number_too_large")
    return int(digits)
