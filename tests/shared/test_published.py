"""Published records, read: every contract as the relay sends it, and every way in which a record can be unfit."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.base import Contract
from shared.parking import RawRecord
from shared.published import TOPICS, Unfit, parse
from shared.read_model import Record
from tests.services.reporting.published import offered, raw

PUBLISHED = [kind for kind in Contract.registry.values() if getattr(kind, "topic", None) in TOPICS]
GOOD = offered(1, 7, 41)
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("kind", PUBLISHED, ids=lambda kind: kind.type)
def test_every_published_contract_is_read_back_as_it_was_sent(kind: type[Contract]) -> None:
    contract = kind.model_validate(kind.example)
    found = parse(raw(contract, "s-1", 3, 9, topic=f"t1-{kind.topic}"))
    assert isinstance(found, Record)
    assert (found.contract, found.subject, found.stream, found.number) == (contract, contract.subject, "s-1", 3)
    assert (found.position, found.recorded_at) == (10, datetime(2016, 8, 1, 8, tzinfo=UTC))


def test_a_newer_producers_extra_field_is_no_reason_to_stop() -> None:
    assert GOOD.value is not None
    assert isinstance(parse(replace(GOOD, value=GOOD.value[:-1] + b',"surprise":1}')), Record)


def without(name: str) -> RawRecord:
    return replace(GOOD, headers=tuple(h for h in GOOD.headers if h[0] != name))


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (without("ce_koopstream"), "koopstream"),
        (offered(1, 7, 41, koopstream="with\x00nul"), "koopstream"),
        (without("ce_koopnumber"), "koopnumber"),
        (offered(1, 7, 41, koopnumber="0"), "koopnumber"),
        (offered(1, 7, 41, koopnumber="9" * 19), "koopnumber"),
        (offered(1, 7, 41, koopposition="-1"), "koopposition"),
        (offered(1, 7, 41, time="2016-08-01T08:00:00"), "time"),
        (offered(1, 7, 41, subject="somebody-else"), "subject"),
        (replace(GOOD, key=b"somebody-else"), "subject"),
        (replace(GOOD, key=None), "subject"),
        (replace(GOOD, value=None), "data"),
        (replace(GOOD, value=b"{"), "data"),
        (replace(GOOD, value=b'{"on":"2016-08-01"}'), "data/person"),
        (replace(GOOD, headers=(*GOOD.headers, ("ce_type", b"twice"))), "ce_type"),
        (replace(GOOD, headers=(*GOOD.headers, ("ce_x\x00", None))), "ce_x?"),
    ],
)
def test_an_invalid_record_names_the_field(record: RawRecord, field: str | None) -> None:
    found = parse(record)
    assert isinstance(found, Unfit)
    assert (found.reason, found.field) == ("invalid", field)


@pytest.mark.parametrize("headers", [{"type": "koop.cases.NotYetInvented.v1"}, {"type": "koop.fact.CourseOffered.v1"}, {"type": ""}])
def test_a_type_that_no_contract_of_the_topic_has_is_foreign(headers: dict[str, Any]) -> None:
    assert parse(offered(1, 7, 41, **headers)) == Unfit("foreign", "type", f"language-{parse_subject()}", 7)


def test_a_type_of_another_topic_is_foreign() -> None:
    found = parse(replace(GOOD, topic="koop.referrals.v1"))
    assert isinstance(found, Unfit)
    assert found.reason == "foreign"


def parse_subject() -> str:
    found = parse(GOOD)
    assert isinstance(found, Record)
    return found.subject


def test_a_reader_that_imports_nothing_else_knows_every_published_type() -> None:
    """In a process of its own: here other tests have imported all there is."""
    code = "import shared.published; from shared.contracts.base import Contract; print(*sorted(Contract.registry))"
    known = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    published = {path.stem for path in (ROOT / "shared" / "contracts" / "schemas").glob("koop.*.json")}
    ours = {name for name in published if not name.startswith(("koop.fact.", "koop.Receipt."))}
    assert ours <= set(known)
    assert len(ours) > 50
