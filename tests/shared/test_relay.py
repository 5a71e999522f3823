"""The relay on the real broker and the real database: order, one leader, no word lost to a producer that died."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from random import Random

import psycopg
import pytest
from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition

from shared.append import Append, Outgoing
from shared.kafka import KafkaLogin
from shared.metrics import REGISTRY, RELAY_DEPOSED
from shared.relay import Relay
from shared.relay_log import Deposed, PublishedLog
from shared.store import Store
from tests.conftest import Stack

NOW = datetime(2016, 7, 1, tzinfo=UTC)


@pytest.fixture
def topic(kafka_admin: KafkaAdminClient, namespace: str) -> str:
    name = f"{namespace}.log"
    kafka_admin.create_topics({name: {"num_partitions": 1, "configs": {"max.message.bytes": "20000"}}}, wait_for_metadata=True)
    return name


@pytest.fixture
def login(stack: Stack) -> KafkaLogin:
    return KafkaLogin(stack.kafka.admin_bootstrap, "admin", stack.kafka.admin_password, mechanism="PLAIN")


@pytest.fixture
def log(dsn_of: Callable[[str], str]) -> Iterator[Callable[..., PublishedLog]]:
    with ExitStack() as closing:

        def opened(holder: str = "first", lease: float = 3.0) -> PublishedLog:
            made = PublishedLog(dsn_of("cases"), "cases", lease=lease, holder=holder)
            closing.callback(made.close)
            return made

        yield opened


@pytest.fixture
def relay(log: Callable[..., PublishedLog], login: KafkaLogin) -> Iterator[Relay]:
    made = Relay(log(), login, "cases")
    yield made
    made.close()


def published(store: Store, topic: str, numbers: range) -> None:
    headers = {"id": "e", "source": "/koop/cases", "type": "koop.test.v1", "subject": "k"}
    store.append(Append(outgoing=[Outgoing(topic, "k", "s-1", n, headers, json.dumps({"n": n}).encode()) for n in numbers]))


def read(login: KafkaLogin, topic: str) -> list[tuple[int, dict[str, str]]]:
    consumer = KafkaConsumer(**login.python(), enable_auto_commit=False, auto_offset_reset="earliest")
    partition = TopicPartition(topic, 0)
    consumer.assign([partition])
    end = consumer.end_offsets([partition])[partition]
    found: list[tuple[int, dict[str, str]]] = []
    while len(found) < end:
        for records in consumer.poll(timeout_ms=500).values():
            found += [(json.loads(r.value)["n"], {k: v.decode() for k, v in r.headers}) for r in records]
    consumer.close()
    return found


def test_the_log_arrives_in_order_with_number_stream_and_epoch(store: Store, relay: Relay, login: KafkaLogin, topic: str) -> None:
    published(store, topic, range(1, 51))
    assert relay.step() == 1
    found = read(login, topic)
    assert [n for n, _ in found] == list(range(1, 51))
    assert [int(h["ce_koopnumber"]) for _, h in found] == list(range(1, 51))
    assert {h["ce_koopepoch"] for _, h in found} == {"1"}
    assert found[0][1]["ce_koopstream"] == "s-1"


def test_only_one_leads_and_a_deposed_one_cannot_move_the_cursor(log: Callable[..., PublishedLog], dsn_of: Callable[[str], str]) -> None:
    first, second = log("first"), log("second")
    assert first.lead() == (1, 0)
    assert second.lead() is None
    with psycopg.connect(dsn_of("cases"), autocommit=True) as connection:
        connection.execute("UPDATE cases.relay_cursor SET lease_until = clock_timestamp() - interval '1 second'")
    assert second.lead() == (2, 0)
    with pytest.raises(Deposed):
        first.move(1, 10)
    second.move(2, 10)
    assert second.lead() == (2, 10)


def test_an_operator_who_sets_the_cursor_back_is_obeyed(log: Callable[..., PublishedLog], dsn_of: Callable[[str], str]) -> None:
    """The leader keeps in mind where it stands: what it would write must not undo what a person wrote meanwhile."""
    first = log()
    assert first.lead() == (1, 0)
    first.move(1, 10)
    with psycopg.connect(dsn_of("cases"), autocommit=True) as connection:
        connection.execute("UPDATE cases.relay_cursor SET last_id = 0")
    with pytest.raises(Deposed):
        first.move(1, 20)
    assert first.lead() == (1, 0)


def test_an_append_is_heard_though_nobody_waited_yet(store: Store, log: Callable[..., PublishedLog]) -> None:
    """What is written between a look at the log and the wait for more, receipts without an event too."""
    listening = log()
    assert listening.page(0).rows == []
    published(store, "t", range(1, 2))
    assert listening.wait(30)
    assert not listening.wait(0.1)
    assert len(listening.page(0).rows) == 1


def test_a_page_that_a_deposed_relay_has_sent_is_counted(
    store: Store, relay: Relay, login: KafkaLogin, topic: str, dsn_of: Callable[[str], str]
) -> None:
    published(store, topic, range(1, 3))
    before = RELAY_DEPOSED.labels("cases")._value.get()
    lead = relay.log.lead()
    assert lead is not None
    with psycopg.connect(dsn_of("cases"), autocommit=True) as connection:
        connection.execute("UPDATE cases.relay_cursor SET holder = 'another', epoch = epoch + 1")
    page = relay.log.page(lead[1])
    relay.forward(page, lead[0])
    with pytest.raises(Deposed):
        relay._move(page, lead[0])
    assert RELAY_DEPOSED.labels("cases")._value.get() == before + 1
    assert [n for n, _ in read(login, topic)] == [1, 2]


def age() -> float:
    return REGISTRY.get_sample_value("koop_relay_oldest_seconds", {"service": "cases"}) or 0.0


def test_what_does_not_get_through_is_seen_to_wait(store: Store, relay: Relay, topic: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by fault 19: the gauge that an alert would watch never left zero."""
    published(store, topic, range(1, 3))
    with monkeypatch.context() as broken:
        broken.setattr(relay, "forward", lambda page, epoch: 1 / 0)
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                relay.step()
    first = age()
    assert 0 < first < age(), "it grows while nothing happens"
    relay.step()
    relay.step()
    assert age() == 0


def test_a_clean_stop_hands_the_lead_over_at_once(log: Callable[..., PublishedLog]) -> None:
    first, second = log("first", 60), log("second", 60)
    lead = first.lead()
    assert lead is not None
    first.release(lead[0])
    assert second.lead() == (2, 0)


def test_a_refused_record_kills_the_producer_and_not_the_relay(store: Store, relay: Relay, login: KafkaLogin, topic: str) -> None:
    """kafka-python's idempotent producer is dead after one refused record, for every topic: a new one sends the page again."""
    headers = {"id": "e", "source": "/koop/cases", "type": "koop.test.v1", "subject": "k"}
    incompressible = json.dumps({"n": 1, "x": Random(1).randbytes(40_000).hex()}).encode()
    store.append(Append(outgoing=[Outgoing(topic, "k", "s-1", 1, headers, incompressible)]))
    with pytest.raises(Exception, match=r"(?i)messagesizetoolarge|too large|larger"):
        relay.step()
    admin = KafkaAdminClient(**login.python())
    from kafka.admin import ConfigResource  # noqa: PLC0415 - only here

    admin.alter_configs([ConfigResource("TOPIC", topic, {"max.message.bytes": "900000"})])
    admin.close()
    relay._replace_producer()
    assert relay.step() == 1
    assert [n for n, _ in read(login, topic)] == [1]
