"""What a rebuild is held against: copying every raw event into a heap, unread. No view, no order, no check can be cheaper.

LIMIT: confluent-kafka, one process. LIMIT-P: aiokafka, two processes by partition. An event is its key, its value and its headers,
names too; `marshal` is the cheapest way to write those down so that they can be read again.
"""

import time
from collections.abc import Iterable
from marshal import dumps
from multiprocessing import get_context
from typing import Any

import psycopg
from confluent_kafka import Consumer, TopicPartition

from benchmarks import corpus
from benchmarks.bed import confluent
from benchmarks.ground import Figures, Ground, topic_of
from shared.kafka import KafkaLogin
from shared.reading import Stretch, read, stretches

HEAP = "CREATE TABLE raw_events (partition int, kafka_offset bigint, key bytea, headers bytea, value bytea)"
COPY = "COPY raw_events FROM STDIN (FORMAT binary)"
TYPES = ["int4", "int8", "bytea", "bytea", "bytea"]


def limit(ground: Ground) -> Figures:
    """LIMIT, client start included."""
    started, seen, events = time.perf_counter(), 0, ground.sizes.events
    consumer = Consumer({**confluent(ground.login), "group.id": "limit", "enable.auto.commit": False, "fetch.wait.max.ms": 100})
    consumer.assign([TopicPartition(topic_of(events), partition, 0) for partition in range(corpus.PARTITIONS)])
    with psycopg.connect(ground.dsn) as connection, connection.cursor() as cursor:
        cursor.execute(HEAP)
        with cursor.copy(COPY) as stream:
            stream.set_types(TYPES)
            while seen < events:
                found = consumer.consume(5000, 1.0)
                seen += len(found)
                for one in found:
                    stream.write_row((one.partition(), one.offset(), one.key(), dumps(one.headers()), one.value()))
    consumer.close()
    return {"rate": events / (time.perf_counter() - started)}


def limit_p(ground: Ground) -> Figures:
    """LIMIT-P, start of the processes included. By partition number, as the product's rebuild shares."""
    started, wanted = time.perf_counter(), stretches({}, ground.ends(ground.sizes.events))
    with psycopg.connect(ground.dsn) as connection:
        connection.execute(HEAP)
    shares = [[one for one in wanted if one.partition % 2 == i] for i in range(2)]
    workers = [get_context("spawn").Process(target=copy_share, args=(ground.dsn, ground.login, share)) for share in shares]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        if worker.exitcode:
            raise RuntimeError("a process of LIMIT-P failed")
    return {"rate": ground.sizes.events / (time.perf_counter() - started)}


def copy_share(dsn: str, login: KafkaLogin, share: list[Stretch]) -> None:
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor, cursor.copy(COPY) as stream:
        stream.set_types(TYPES)

        def take(records: Iterable[Any]) -> None:
            for one in records:
                stream.write_row((one.partition, one.offset, one.key, dumps(one.headers), one.value))

        read(login, share, take)
