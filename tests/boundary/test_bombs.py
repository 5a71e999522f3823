"""What is small on the wire and large in memory: refused by the broker, or read within bounds."""

from typing import Any

import psutil
import pytest

from tests.boundary.attacks import Offer
from tests.boundary.clients import Message, No
from tests.boundary.conftest import ATTACKER, Border

MEGABYTE = 1_000_000


def memory(border: Border) -> int:
    """Resident bytes of the service that reads facts."""
    return int(psutil.Process(border.suite.processes["cases-all"].pid).memory_info().rss)


@pytest.mark.parametrize("codec", ["gzip", "zstd", "lz4"])
def test_a_batch_of_60_mb_in_60_kb_is_unpacked_by_the_broker_and_refused(border: Border, codec: str) -> None:
    """pitfalls fact 14: the topic keeps nothing compressed, so that the limit counts what a reader will hold."""
    topic, before = border.suite.topology.facts_topic(ATTACKER), memory(border)
    packed: dict[str, Any] = {"compression.type": codec, "batch.num.messages": 1000, "batch.size": 100 * MEGABYTE}
    client = border.client("confluent-kafka", **packed)
    with pytest.raises(No, match="MSG_SIZE_TOO_LARGE"):
        client.send(topic, [Message(bytes(60_000)) for _ in range(1000)])
    assert memory(border) - before < 150 * MEGABYTE


def test_a_message_over_the_limit_is_refused_however_small_it_packs(border: Border, library: str) -> None:
    packed = {"compression_type": "gzip"} if library == "kafka-python" else {"compression.type": "gzip"}
    with pytest.raises(No, match="SIZE_TOO_LARGE"):
        border.client(library).send(border.suite.topology.facts_topic(ATTACKER), [Message(bytes(10 * MEGABYTE))], **packed)


def test_a_hundred_of_the_largest_bad_messages_are_parked_within_bounds(border: Border) -> None:
    """60 kB of zeros each, one by one within the limit; a good fact after them is answered."""
    client, topic, before = border.client("confluent-kafka"), border.suite.topology.facts_topic(ATTACKER), memory(border)
    client.send(topic, [Message(bytes(60_000)) for _ in range(100)], **{"message.timeout.ms": 60_000})
    ids = border.suite.publish(ATTACKER, ("CourseOffered", border.person, Offer(border.person).data))
    (receipt,) = border.suite.receipts(ATTACKER, ids, seconds=60)
    assert receipt["outcome"] == "accepted"
    assert memory(border) - before < 150 * MEGABYTE
