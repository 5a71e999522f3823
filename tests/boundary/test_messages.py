"""Every attack of the table, all thrown at once between good facts: each answered by its own receipt, nothing else touched."""

import json
import re
import time
from dataclasses import dataclass, replace
from typing import Any

import httpx
import psycopg
import pytest
from kafka import KafkaConsumer, TopicPartition

from shared.contracts.receipts import Receipt
from tests.boundary.attacks import ATTACKS, Offer
from tests.boundary.clients import CLIENTS
from tests.boundary.conftest import ATTACKER, OTHER, Border

OUTGOING = {"content-type", "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time", "ce_correlationid"} | {
    f"ce_koop{name}" for name in ("position", "stream", "number", "epoch")
}
NAMES = sorted(ATTACKS)


@dataclass(frozen=True)
class Thrown:
    """`receipts` by the offset of what they answer."""

    offsets: dict[str, int]
    good: list[int]
    again: dict[str, int]
    other: list[dict[str, Any]]
    receipts: dict[int, dict[str, Any]]
    before: dict[str, float]
    after: dict[str, float]


@pytest.fixture(scope="module", params=sorted(CLIENTS))
def thrown(border: Border, request: pytest.FixtureRequest) -> Thrown:
    client, topic = border.client(request.param), border.suite.topology.facts_topic(ATTACKER)
    quiet = border.suite.publish(ATTACKER, ("CourseOffered", border.person, Offer(border.person).data))
    border.suite.receipts(ATTACKER, quiet)
    before = counted(border)
    names = [name for name in NAMES if client.can_send_null_headers or not ATTACKS[name].null_header]
    first, last, twice = Offer(border.person), Offer(border.person), Offer(border.person)
    reused = replace(twice, data=twice.data | {"course": "jmd-2016-2"})
    messages = [first.message(), *(ATTACKS[name].make(Offer(border.person)) for name in names)]
    messages += [one.message() for one in (twice, twice, reused, first, last)]
    offsets = client.send(topic, messages)
    ids = border.suite.publish(OTHER, ("CourseOffered", border.person, {"on": "2016-08-01", "course": "cjd-2016-1"}))
    receipts = answers(border, set(offsets))
    return Thrown(
        dict(zip(names, offsets[1:-5], strict=True)),
        [offsets[0], offsets[-1]],
        dict(zip(("first", "the same again", "another body", "an old one"), offsets[-5:-1], strict=True)),
        border.suite.receipts(OTHER, ids),
        receipts,
        before,
        counted(border),
    )


@pytest.mark.parametrize("name", NAMES)
def test_each_is_answered_by_what_it_deserves(thrown: Thrown, name: str) -> None:
    attack = ATTACKS[name]
    if name not in thrown.offsets:
        assert attack.null_header
        return
    receipt = thrown.receipts[thrown.offsets[name]]
    if attack.rule is None:
        assert receipt["outcome"] == "accepted", receipt
        return
    assert (receipt["outcome"], receipt["rule"], receipt.get("field")) == ("parked", attack.rule, attack.field)
    assert receipt["de"]
    assert receipt["en"]
    assert receipt["de"] != receipt["en"]


@pytest.mark.parametrize(
    ("what", "outcome", "rule"),
    [
        ("first", "accepted", None),
        ("the same again", "duplicate", None),
        ("another body", "parked", "fact.event_id_reused"),
        ("an old one", "duplicate", None),
    ],
)
def test_an_id_stands_for_one_statement(thrown: Thrown, what: str, outcome: str, rule: str | None) -> None:
    receipt = thrown.receipts[thrown.again[what]]
    assert (receipt["outcome"], receipt.get("rule")) == (outcome, rule)


def test_good_facts_before_and_after_and_of_others_go_through(thrown: Thrown) -> None:
    assert [thrown.receipts[offset]["outcome"] for offset in thrown.good] == ["accepted", "accepted"]
    assert [one["outcome"] for one in thrown.other] == ["accepted"]


def test_each_is_counted(thrown: Thrown) -> None:
    outcomes = [one["outcome"] for one in [*thrown.receipts.values(), *thrown.other]]
    for outcome in ("accepted", "duplicate", "parked"):
        series = f'koop_facts_total{{outcome="{outcome}",service="cases"}}'
        assert thrown.after[series] - thrown.before.get(series, 0) == outcomes.count(outcome)
    reasons = [one["rule"] for one in thrown.receipts.values() if one["outcome"] == "parked"]
    for rule in set(reasons):
        series = f'koop_parked_total{{reason="{rule}",service="cases"}}'
        assert thrown.after[series] - thrown.before.get(series, 0) == reasons.count(rule)


def test_what_is_parked_is_kept_byte_for_byte_and_can_be_read_again(thrown: Thrown, border: Border) -> None:
    parked = {offset for offset, one in thrown.receipts.items() if one["outcome"] == "parked"}
    with psycopg.connect(border.dsn_of("cases")) as connection:
        rows = connection.execute("SELECT kafka_offset, reason, status FROM cases.parked WHERE consumer = 'facts'").fetchall()
    kept = {offset: (reason, status) for offset, reason, status in rows if offset in parked}
    assert kept == {offset: (thrown.receipts[offset]["rule"], "waiting") for offset in parked}


def test_nothing_a_partner_wrote_into_headers_travels_on(thrown: Thrown, border: Border) -> None:
    """Neither baggage nor trace nor reply_to; and a reply goes nowhere, for all that lies in the topics is ours."""
    topology = border.suite.topology
    assert thrown.offsets["reply_to"] in thrown.receipts
    for service, topic in (("cases", topology.name("koop.cases.v1")), (None, topology.receipts_topic(ATTACKER))):
        login = border.login(username=topology.service_principal("reporting")) if service else border.login()
        for record in everything(login.python(), topic):
            assert {name for name, _ in record.headers} <= OUTGOING
            assert dict(record.headers)["ce_source"] == b"/koop/cases"


def test_receipts_tell_a_partner_only_of_itself(thrown: Thrown, border: Border) -> None:
    for record in everything(border.login().python(), border.suite.topology.receipts_topic(ATTACKER)):
        assert Receipt.model_validate_json(record.value).partner == ATTACKER


def counted(border: Border) -> dict[str, float]:
    text = httpx.get(f"{border.suite.urls['cases']}/metrics", timeout=5).text
    return {name: float(value) for name, value in re.findall(r"^(koop_\S+) (\S+)$", text, re.MULTILINE)}


def answers(border: Border, offsets: set[int], seconds: float = 30) -> dict[int, dict[str, Any]]:
    """Exactly one receipt for each offset."""
    found: dict[int, list[dict[str, Any]]] = {}
    until = time.monotonic() + seconds
    while not offsets <= found.keys() and time.monotonic() < until:
        records = everything(border.login().python(), border.suite.topology.receipts_topic(ATTACKER))
        found = {}
        for receipt in (json.loads(record.value) for record in records):
            found.setdefault(receipt["offset"], []).append(receipt)
    assert all(len(found.get(offset, ())) == 1 for offset in offsets), {o: found.get(o) for o in offsets if len(found.get(o, ())) != 1}
    return {offset: found[offset][0] for offset in offsets}


def everything(login: dict[str, Any], topic: str) -> list[Any]:
    consumer = KafkaConsumer(**login, auto_offset_reset="earliest", enable_auto_commit=False, isolation_level="read_committed")
    partitions = [TopicPartition(topic, partition) for partition in sorted(consumer.partitions_for_topic(topic) or ())]
    consumer.assign(partitions)
    ends = consumer.end_offsets(partitions)
    found: list[Any] = []
    while any(consumer.position(one) < ends[one] for one in partitions):
        for records in consumer.poll(timeout_ms=200).values():
            found += records
    consumer.close()
    return found
