"""Is the topic what the published log says? First occurrences by position, in order, without a gap, and nothing else."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg

from shared.cloudevents import Unreadable, text_headers
from shared.kafka import KafkaLogin
from shared.parking import RawRecord
from shared.reading import Stretch, ends, read

LOG = "SELECT id, topic, key, stream, number, headers->>'type', value FROM {}.published ORDER BY id"
Bounds = Mapping[tuple[str, int], tuple[int, int]]


@dataclass
class Topic:
    """What was found in one topic. `seen`: writer and position -> digest of the first occurrence."""

    seen: dict[tuple[str, int], bytes] = field(default_factory=dict)
    records: int = 0
    foreign: int = 0
    """Records that no relay of ours has written."""
    disorder: int = 0
    gaps: int = 0
    expired: bool = False
    """Retention has taken the beginning: what is missing there is no loss."""
    _last: dict[tuple[str, int], int] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def take(self, raw: RawRecord) -> None:
        self.records += 1
        try:
            headers = text_headers(raw.headers)
            service = headers["ce_source"].removeprefix("/koop/")
            stream, number, position = headers["ce_koopstream"], int(headers["ce_koopnumber"]), int(headers["ce_koopposition"])
            found = digest(raw.key or b"", stream, number, headers["ce_type"], raw.value or b"")
        except (Unreadable, KeyError, ValueError):
            self.foreign += 1
            return
        if (service, position) in self.seen:
            self.foreign += self.seen[service, position] != found
            return
        self.seen[service, position] = found
        self._place(service, raw.partition, position, stream, number)

    def _place(self, service: str, partition: int, position: int, stream: str, number: int) -> None:
        self.disorder += position < self._last.get((service, partition), 0)
        self._last[service, partition] = position
        before = self._numbers.get(stream, number - 1 if self.expired else 0)
        self.gaps += number != before + 1
        self._numbers[stream] = number


def topics(
    connections: Mapping[str, psycopg.Connection[Any]], login: KafkaLogin, partitions: Mapping[str, int], relayed: Mapping[str, int]
) -> dict[str, dict[str, Any]]:
    """`partitions`: by topic on the broker; `relayed`: the position up to which each service's log must have arrived.

    The topics are read before the logs: what is in a topic must be in the log by then. Raises Unreachable.
    """
    bounds = ends(login, partitions)
    found = {name: Topic(expired=any(begin > 0 for (topic, _), (begin, _) in bounds.items() if topic == name)) for name in partitions}

    def take(records: list[RawRecord]) -> None:
        for raw in records:
            found[raw.topic].take(raw)

    read(login, list(_all(bounds)), take)
    logged: dict[str, _Logged] = {name: _Logged() for name in partitions}
    for service, connection in connections.items():
        for position, topic, line in log(connection, service):
            name = _on_broker(topic, partitions)
            logged[name].take((service, position), line, found[name], must=position <= relayed[service])
    return {name: _said(topic, logged[name]) for name, topic in found.items()}


@dataclass
class _Logged:
    """The log's side of one topic."""

    count: int = 0
    missing: int = 0
    differing: int = 0
    sha: Any = field(default_factory=hashlib.sha256)
    sha_topic: Any = field(default_factory=hashlib.sha256)

    def take(self, at: tuple[str, int], line: bytes, topic: Topic, *, must: bool) -> None:
        there = topic.seen.pop(at, None)
        if there is None and (not must or topic.expired):
            return
        self.count += 1
        self.missing += there is None
        self.differing += there is not None and there != line
        self.sha.update(line)
        self.sha_topic.update(there or b"")


def _said(topic: Topic, logged: _Logged) -> dict[str, Any]:
    """After the logs were taken out of `seen`, what is left there is in no log."""
    surplus = len(topic.seen)
    faults = [logged.missing, logged.differing, surplus, topic.foreign, topic.disorder, topic.gaps]
    return {
        "ok": not any(faults),
        "records": topic.records,
        "log": {"count": logged.count, "sha256": logged.sha.hexdigest()},
        "topic": {"count": logged.count - logged.missing + surplus, "sha256": logged.sha_topic.hexdigest()},
        "repeated": topic.records - topic.foreign - (logged.count - logged.missing + surplus),
        "missing": logged.missing,
        "differing": logged.differing,
        "surplus": surplus,
        "foreign": topic.foreign,
        "disorder": topic.disorder,
        "gaps": topic.gaps,
        "expired": topic.expired,
    }


def log(connection: psycopg.Connection[Any], service: str) -> Iterator[tuple[int, str, bytes]]:
    """Position, topic and digest of each line."""
    with connection.transaction(), connection.cursor("log") as cursor:
        cursor.itersize = 5000
        for id_, topic, key, stream, number, kind, value in cursor.execute(LOG.format(service)):
            yield id_, topic, digest(key.encode(), stream, number, kind, bytes(value))


def digest(key: bytes, stream: str, number: int, kind: str, value: bytes) -> bytes:
    sha = hashlib.sha256()
    for part in (key, stream.encode(), str(number).encode(), kind.encode(), value):
        sha.update(len(part).to_bytes(4, "big") + part)
    return sha.digest()


def _all(bounds: Bounds) -> Iterator[Stretch]:
    return (Stretch(topic, partition, begin, end) for (topic, partition), (begin, end) in bounds.items() if begin < end)


def _on_broker(topic: str, partitions: Mapping[str, int]) -> str:
    """A log names receipts' topics as on the broker, domain topics without the namespace."""
    return topic if topic in partitions else next(name for name in partitions if name.endswith(topic))
