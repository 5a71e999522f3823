"""The relay on a full log, and a bare kafka-python page loop over the same bytes: the same pages, the same producer."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
from kafka import KafkaAdminClient, KafkaProducer
from psycopg.types.json import Jsonb

from benchmarks import corpus
from benchmarks.bed import make_topic
from benchmarks.ground import Figures, Ground
from shared.kafka import PRODUCER
from shared.relay import FLUSH_SECONDS, Relay
from shared.relay_log import PAGE, PublishedLog

ADDED = {"koopposition", "koopstream", "koopnumber", "koopepoch", "specversion", "content-type"}
"""What the relay puts to a row's own headers."""

COPY = "COPY cases.published (topic, key, stream, number, headers, value) FROM STDIN"


def drained(ground: Ground) -> Figures:
    """The product: log read from PostgreSQL, headers made, every acknowledgement looked at, cursor moved."""
    _fill(ground)
    with fresh_topic(ground) as topic:
        relay = Relay(PublishedLog(ground.of("cases"), "cases"), ground.login, "cases", topic=lambda name: topic)
        started = time.perf_counter()
        while (lead := relay.log.lead()) is not None and lead[1] < ground.sizes.relayed:
            relay.step()
        seconds = time.perf_counter() - started
        relay.close()
    return {"rate": ground.sizes.relayed / seconds}


def bare(ground: Ground) -> Figures:
    """Bytes from memory."""
    records = corpus.records(ground.sizes.relayed)
    with fresh_topic(ground) as topic:
        producer = KafkaProducer(**ground.login.python(), **PRODUCER)
        started = time.perf_counter()
        for first in range(0, len(records), PAGE):
            page = records[first : first + PAGE]
            futures = [producer.send(topic, key=one.key, value=one.value, headers=list(one.headers)) for one in page]
            producer.flush(timeout=FLUSH_SECONDS)
            for future in futures:
                future.get(timeout=0)
        seconds = time.perf_counter() - started
        producer.close()
    return {"rate": len(records) / seconds}


@contextmanager
def fresh_topic(ground: Ground) -> Iterator[str]:
    topic, admin = f"bench-{uuid4()}.{corpus.TOPIC}", KafkaAdminClient(**ground.login.python())
    try:
        make_topic(admin, topic)
        yield topic
        admin.delete_topics([topic])
    finally:
        admin.close()


def _fill(ground: Ground) -> None:
    with psycopg.connect(ground.dsn) as connection, connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for record in corpus.records(ground.sizes.relayed):
            said = {name.removeprefix("ce_"): (value or b"").decode() for name, value in record.headers}
            headers = {name: value for name, value in said.items() if name not in ADDED}
            assert record.key is not None
            copy.write_row((corpus.TOPIC, record.key.decode(), said["koopstream"], int(said["koopnumber"]), Jsonb(headers), record.value))
