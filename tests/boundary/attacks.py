"""Messages that a partner may put on its own topic, by mistake or by intent, and what its receipt must say."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from shared.cloudevents import headers_of
from tests.boundary.clients import Message

DATA: dict[str, Any] = {"on": "2016-08-01", "course": "jmd-2016-1"}
OFFER = "koop.fact.CourseOffered.v1"


@dataclass(frozen=True)
class Offer:
    """A good fact, until something is changed."""

    person: str
    type: str = OFFER
    source: str = "/partner/jmd"
    id: str = field(default_factory=lambda: str(uuid4()))
    data: Any = field(default_factory=lambda: dict(DATA))

    def message(self, **attributes: str) -> Message:
        said = {"id": self.id, "source": self.source, "type": self.type, "subject": self.person} | attributes
        return Message(json.dumps(self.data).encode(), tuple(headers_of(said)))

    def raw(self, value: bytes | None) -> Message:
        """With a key: one client sends no record that has neither."""
        return replace(self.message(), value=value, key=b"any")

    def with_data(self, **changed: Any) -> Message:
        return replace(self, data=self.data | changed).message()

    def header(self, name: str, value: bytes | None) -> Message:
        """Instead of the one of this name, or beside the others."""
        good = self.message()
        return replace(good, headers=(*(one for one in good.headers if one[0] != name), (name, value)))

    def twice(self, name: str, value: bytes) -> Message:
        good = self.message()
        return replace(good, headers=(*good.headers, (name, value)))


@dataclass(frozen=True)
class Attack:
    """`rule` None: it does no harm and is accepted. `null_header`: only some clients can send it."""

    make: Callable[[Offer], Message]
    rule: str | None
    field: str | None = None
    null_header: bool = False


def deep(levels: int) -> bytes:
    return b'{"on":' + b"[" * levels + b"]" * levels + b"}"


def structured(offer: Offer) -> Message:
    envelope = {"specversion": "1.0", "id": offer.id, "source": offer.source, "type": offer.type, "subject": offer.person}
    return Message(json.dumps(envelope | {"data": offer.data}).encode(), (("content-type", b"application/cloudevents+json"),))


ATTACKS: dict[str, Attack] = {
    # --- who speaks -------------------------------------------------------------------------------------------------
    "claims to be another partner in its source": Attack(lambda o: o.message(source="/partner/cjd"), "fact.not_your_source", "source"),
    "claims to be another partner in its data": Attack(lambda o: o.with_data(partner="cjd"), "fact.invalid", "data/partner"),
    "fills in what the door fills in": Attack(lambda o: o.with_data(actor="admin"), "fact.invalid", "data/actor"),
    "states what only the Jobcenter may": Attack(
        lambda o: o.message(type="koop.fact.CourseObligationIssued.v1"), "fact.not_yours_to_state", "type"
    ),
    "states a service's own event": Attack(lambda o: o.message(type="koop.cases.LanguageCourseOffered.v1"), "fact.unknown_type", "type"),
    "an unknown type": Attack(lambda o: o.message(type="koop.fact.Nothing.v1"), "fact.unknown_type", "type"),
    "a type that is a path": Attack(lambda o: o.message(type="../../os:system"), "event.attribute", "type"),
    # --- headers ----------------------------------------------------------------------------------------------------
    "reply_to": Attack(lambda o: o.twice("reply_to", b"koop.cases.v1"), None),
    "forged trace and baggage": Attack(
        lambda o: replace(
            o.message(),
            headers=(*o.message().headers, ("traceparent", b"00-" + b"1" * 32 + b"-" + b"2" * 16 + b"-01"), ("baggage", b"role=admin")),
        ),
        None,
    ),
    "forged place in the published log": Attack(lambda o: o.message(koopposition="1", koopstream="person-1", koopnumber="999"), None),
    "a header that is null": Attack(lambda o: o.header("ce_type", None), "event.header", "ce_type", null_header=True),
    "a header that is no UTF-8": Attack(lambda o: o.header("ce_subject", b"\xff\xfe"), "event.header", "ce_subject"),
    "an unknown header that is no UTF-8": Attack(lambda o: o.header("x-ours", b"\xff\xfe"), None),
    "a header twice": Attack(lambda o: o.twice("ce_type", b"koop.fact.Other.v1"), "event.header", "ce_type"),
    "an attribute of 10 000 characters": Attack(lambda o: o.message(source="/" + "x" * 10_000), "event.attribute", "source"),
    "an id with control characters": Attack(lambda o: o.message(id="a\x00b\x1b[31m"), "event.attribute", "id"),
    "a subject that reads backwards": Attack(lambda o: o.message(subject="\u202e" + o.person), "event.attribute", "subject"),
    "no attributes at all": Attack(lambda o: Message(b"{}", (("content-type", b"application/json"),)), "event.attribute", "specversion"),
    "another content type": Attack(lambda o: o.header("content-type", b"text/xml"), "event.content_type", "content-type"),
    "another charset": Attack(lambda o: o.header("content-type", b"application/json; charset=utf-7"), "event.content_type", "content-type"),
    "a subject that is no id": Attack(lambda o: o.message(subject="Amaru"), "fact.subject", "subject"),
    "a subject that nobody knows": Attack(lambda o: o.message(subject=str(uuid4())), "fact.unknown_person", "subject"),
    "a time that is none": Attack(lambda o: o.message(time="yesterday"), "event.attribute", "time"),
    # --- body -------------------------------------------------------------------------------------------------------
    "a tombstone": Attack(lambda o: o.raw(None), "event.tombstone"),
    "an empty body": Attack(lambda o: o.raw(b""), "event.not_json"),
    "a body that is no UTF-8": Attack(lambda o: o.raw(b'{"on": "\xff"}'), "event.not_utf8"),
    "a body that is no JSON": Attack(lambda o: o.raw(b"<xml/>"), "event.not_json"),
    "a body that is a list": Attack(lambda o: o.raw(b"[]"), "event.not_an_object", "data"),
    "JSON of 17 levels": Attack(lambda o: o.raw(deep(16)), "event.too_deep"),
    "JSON of 30 000 levels": Attack(lambda o: o.raw(deep(30_000)), "event.too_deep"),
    "a key twice": Attack(lambda o: o.raw(b'{"on": "2016-08-01", "course": "a", "course": "b"}'), "event.duplicate_key", "course"),
    "NaN": Attack(lambda o: o.raw(b'{"on": NaN}'), "event.not_a_number", "NaN"),
    "Infinity": Attack(lambda o: o.raw(b'{"on": -Infinity}'), "event.not_a_number", "-Infinity"),
    "a number of 5 000 digits": Attack(lambda o: o.raw(b'{"on": ' + b"9" * 5000 + b"}"), "event.number_too_large"),
    "a number beyond every float": Attack(lambda o: o.raw(b'{"on": 1e999}'), "event.number_too_large"),
    "control characters": Attack(lambda o: o.with_data(course="jmd\x00\x1b[2J"), "fact.invalid", "data/course"),
    "text that reads backwards": Attack(lambda o: o.with_data(course="jmd\u202e1-6102"), "fact.invalid", "data/course"),
    "letters without width": Attack(lambda o: o.with_data(course="jmd\u200b-2016-1"), "fact.invalid", "data/course"),
    "half a character": Attack(lambda o: o.raw(b'{"on": "2016-08-01", "course": "\\ud800"}'), "fact.invalid", "data"),
    "a field too much": Attack(lambda o: o.with_data(surprise=1), "fact.invalid", "data/surprise"),
    "a field too little": Attack(lambda o: replace(o, data={"on": "2016-08-01"}).message(), "fact.invalid", "data/course"),
    "a day that does not exist": Attack(lambda o: o.with_data(on="2017-02-29"), "fact.invalid", "data/on"),
    "a number for a text": Attack(lambda o: o.with_data(course=1), "fact.invalid", "data/course"),
    "a text of 60 000 characters": Attack(lambda o: o.with_data(course="x" * 60_000), "fact.invalid", "data/course"),
    "what another library decodes as a class": Attack(
        lambda o: replace(o, data={"_type_": "datetime_iso", "_data_": "2016-08-01"}).message(), "fact.invalid", "data/on"
    ),
    "a formula for a spreadsheet": Attack(lambda o: o.with_data(course="=HYPERLINK(1)"), "fact.invalid", "data/course"),
    "markup": Attack(lambda o: o.with_data(course="<script>alert(1)</script>"), "fact.invalid", "data/course"),
    # --- allowed, and harmless --------------------------------------------------------------------------------------
    "structured mode": Attack(structured, None),
    "a key of its own": Attack(lambda o: replace(o.message(), key=b"\xff\x00"), None),
}
