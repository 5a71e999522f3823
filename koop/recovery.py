"""`koop recover`: after a loss at the broker. The databases are whole; the log is sent again, and readers are told where they go on.

Readers refuse a topic that was made anew, and one whose beginning has passed their position (ADR 7): nobody but an operator says that this
is as it should be. What is sent twice counts once.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import psycopg
from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition
from kafka.errors import CoordinatorNotAvailableError, NotCoordinatorError

from shared.kafka import KafkaLogin
from shared.topology import Topology

COORDINATOR_SECONDS = 20

Dsns = Mapping[str, str]
"""By service, its own role's."""


# A record of the new topic may have the place of one that lies parked from the former: that one's place is gone with its topic.
DISPLACE = """
UPDATE {0}.parked SET kafka_offset = -id, details = details || jsonb_build_object('former_offset', kafka_offset)
WHERE kafka_offset >= 0 AND (%s::text IS NULL OR topic = %s)
"""


class StillReading(Exception):
    """A reader of these positions runs: it would write its own over what is said here."""


def resend(dsns: Dsns, services: Collection[str]) -> list[dict[str, Any]]:
    """Have these services' relays send their published logs again from the first row. They may run. Raises psycopg.Error."""
    return [_resend(dsns[service], service) for service in services]


def forget(dsns: Dsns, login: KafkaLogin, topology: Topology, topic: str | None) -> list[dict[str, Any]]:
    """Positions in a topic that was made anew, or in all (None): its readers begin at its first record. Raises StillReading."""
    places = _places(dsns, topic)
    _nobody_reads(login, topology, places)
    for service, dsn in dsns.items():
        with psycopg.connect(dsn) as connection:
            connection.execute(f"DELETE FROM {service}.positions WHERE %s::text IS NULL OR topic = %s", (topic, topic))
            connection.execute(DISPLACE.format(service).encode(), (topic, topic))
    return [_said(service, consumer, of, partition, at, None) for service, consumer, of, partition, at in places]


def begin(dsns: Dsns, login: KafkaLogin, topology: Topology, topic: str) -> list[dict[str, Any]]:
    """Go on at the topic's beginning where retention has passed a position, also one that was never written. Raises StillReading."""
    places = _places(dsns, topic)
    _nobody_reads(login, topology, places)
    begins, readers = _beginnings(login, topic), {(service, consumer) for service, consumer, *_ in places}
    stands = {(service, consumer, partition): at for service, consumer, _, partition, at in places}
    moved = []
    for service, consumer in sorted(readers):
        for partition, first in sorted(begins.items()):
            at = stands.get((service, consumer, partition), 0)
            if at < first:
                _set(dsns[service], service, consumer, topic, partition, first)
                moved.append(_said(service, consumer, topic, partition, at, first))
    return moved


def _set(dsn: str, service: str, consumer: str, topic: str, partition: int, position: int) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute(
            f"INSERT INTO {service}.positions (consumer, topic, partition, next) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (consumer, topic, partition) DO UPDATE SET next = excluded.next",
            (consumer, topic, partition, position),
        )


def _resend(dsn: str, service: str) -> dict[str, Any]:
    with psycopg.connect(dsn) as connection:
        connection.execute(f"UPDATE {service}.relay_cursor SET last_id = 0")
        row = connection.execute(f"SELECT count(*) FROM {service}.published").fetchone()
    return {"service": service, "to_send": row[0] if row else 0}


def _places(dsns: Dsns, topic: str | None) -> list[tuple[str, str, str, int, int]]:
    """Service, consumer, topic, partition, position."""
    found = []
    for service, dsn in dsns.items():
        with psycopg.connect(dsn) as connection:
            rows = connection.execute(
                f"SELECT consumer, topic, partition, next FROM {service}.positions WHERE %s::text IS NULL OR topic = %s ORDER BY 1, 2, 3",
                (topic, topic),
            ).fetchall()
        found += [(service, *row) for row in rows]
    return found


def _nobody_reads(login: KafkaLogin, topology: Topology, places: Sequence[tuple[str, str, str, int, int]]) -> None:
    groups = sorted({topology.service_group(service, consumer) for service, consumer, *_ in places})
    admin = KafkaAdminClient(**login.python())
    try:
        described = _described(admin, groups) if groups else {}
    finally:
        admin.close()
    reading = sorted(group for group, one in described.items() if one.get("members"))
    if reading:
        raise StillReading(f"stop these readers first: {', '.join(reading)}")


def _described(admin: KafkaAdminClient, groups: Sequence[str]) -> dict[str, Any]:
    """A broker that has lost its data makes its own topic of groups anew when it is first asked, and says so until it has."""
    until = time.monotonic() + COORDINATOR_SECONDS
    while True:
        try:
            return dict(admin.describe_groups(groups))
        except (CoordinatorNotAvailableError, NotCoordinatorError):
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def _beginnings(login: KafkaLogin, topic: str) -> dict[int, int]:
    """By partition."""
    consumer = KafkaConsumer(**login.python())
    try:
        partitions = consumer.partitions_for_topic(topic) or set()
        found = consumer.beginning_offsets([TopicPartition(topic, partition) for partition in partitions])
    finally:
        consumer.close()
    return {place.partition: offset for place, offset in found.items()}


def _said(service: str, consumer: str, topic: str, partition: int, was: int, now: int | None) -> dict[str, Any]:
    return {"service": service, "consumer": consumer, "place": f"{topic}[{partition}]", "was": was, "now": now}
