"""What a fault is given: the suite under load, a way to hurt it, and the measure of how it came back."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

import psycopg

from koop.migrate import SERVICES
from tests.faults import checker, raw, views
from tests.faults import wishes as w
from tests.faults.checker import Finding
from tests.faults.cluster import Cluster
from tests.faults.oplog import entries
from tests.faults.process import Metrics, Process
from tests.faults.raw import Place
from tests.faults.workload import Workload

SETTLE_SECONDS = 120


@dataclass
class World:
    """`recovery`: seconds from the end of the fault until what was said then had come through to the views, under load."""

    cluster: Cluster
    work: Workload
    full: bool = False
    """Every occurrence and the long times, not only the first."""
    recovery: float | None = None
    patience: float = SETTLE_SECONDS
    """Until what has not come through is called lost."""
    probed: int = 0
    """Words said after the fault and waited for in the views."""
    planted: set[Place] = field(default_factory=set)
    chance: Random = field(default_factory=Random)
    before: Metrics = field(default_factory=dict)
    peaks: Metrics = field(default_factory=dict)
    """What gauges stood at while it hurt."""

    def begin(self, chance: Random) -> None:
        """Another fault, from here on."""
        self.recovery, self.probed, self.chance, self.peaks = None, 0, chance, {}
        self.before = self.cluster.metrics()

    def moved(self, wanted: str) -> float:
        """Since the fault began. `wanted`: a metric's name, and behind a space what its labels contain: `koop_records_total kind="gap"`."""
        now = self.cluster.metrics()
        self.peaks = {key: max(now.get(key, 0.0), self.peaks.get(key, 0.0)) for key in now.keys() | self.peaks.keys()}
        name, _, label = wanted.partition(" ")

        def total(metrics: Metrics) -> float:
            return sum(value for (found, labels), value in metrics.items() if found == name and label in labels)

        return total(self.peaks) - total(self.before)

    def wait_moved(self, wanted: str, by: float = 1, seconds: float = SETTLE_SECONDS) -> None:
        """Raises AssertionError when the metric does not move so far in time."""
        self.wait(lambda: self.moved(wanted) >= by, f"{wanted} moves by {by}", seconds)

    @contextmanager
    def load(self, acked: int = 20) -> Iterator[None]:
        """People and partners at work, from before the fault until after it."""
        self.work.start()
        try:
            self.work.more(acked)
            yield
            self.work.more(acked)
        finally:
            self.work.stop()

    def healed(self, seconds: float = SETTLE_SECONDS) -> None:
        """The fault is over: measure how long it takes until a new word of each kind is seen in the views."""
        started = time.monotonic()
        probes = [w.volunteer(self.chance), w.person(self.chance, self.work.subjects.canary)]
        for probe in probes:
            self.work.say(probe)
        streams = [f"volunteer-{probes[0].body['volunteer']}", f"person-{self.work.subjects.persons[-1]}"]
        self.wait(lambda: all(stream in views.heads(self.cluster.admin_dsn) for stream in streams), "the probes are in the views", seconds)
        self.recovery, self.probed = max(self.recovery or 0.0, time.monotonic() - started), self.probed + len(probes)

    def wait(self, look: Callable[[], bool], what: str, seconds: float = SETTLE_SECONDS) -> None:
        """Raises AssertionError when it does not become true in time."""
        until = time.monotonic() + seconds
        while not look():
            assert time.monotonic() < until, f"not within {seconds:.0f} s: {what}"
            time.sleep(0.1)

    def settle(self) -> None:
        """Everything said has gone its whole way."""
        until = time.monotonic() + self.patience
        while behind := self._behind():
            assert time.monotonic() < until, f"not within {self.patience:.0f} s: {behind}"
            time.sleep(0.1)

    def _behind(self) -> list[str]:
        """What has not come as far as it can."""
        cluster = self.cluster
        topology, login, dsn = cluster.topology, cluster.parts.admin.python(), cluster.admin_dsn
        found = []
        for service in SERVICES:
            query = f"SELECT (SELECT max(id) FROM {service}.published), (SELECT max(last_id) FROM {service}.relay_cursor)"
            last, sent = raw.table(dsn, query)[0]
            found += [f"{service} has not sent {last}"] if last is not None and (sent or 0) < last else []
        domain = [topology.name(topic.name) for topic in topology.domain.topics]
        readers = [
            ("reporting", "views", domain),
            *((service, "facts", topology.facts_topics(service)) for service in topology.answering()),
        ]
        for service, consumer, topics in readers:
            query = f"SELECT topic, partition, next FROM {service}.positions WHERE consumer = '{consumer}'"
            stands = {(topic, partition): at for topic, partition, at in raw.table(dsn, query)}
            behind = [place for place, end in raw.ends(login, topics).items() if stands.get(place, 0) < end]
            found += [f"{service} {consumer} is behind at {behind}"] if behind else []
        return found

    def check(self) -> dict[str, Finding]:
        """By invariant."""
        cluster, topology = self.cluster, self.cluster.topology
        topics = [spec.name for spec in topology.topics()]
        found = checker.evidence(
            entries(self.work.log.path), cluster.admin_dsn, SERVICES, cluster.parts.admin.python(), topics, self.planted
        )
        names, secrets = [self.work.subjects.canary], [*cluster.passwords.values(), *cluster.tokens.values()]
        return {
            "I1": checker.acknowledged(found),
            "I2": checker.delivered(found),
            "I3": checker.ordered(found),
            "I4": checker.counted_once(found, cluster.admin_dsn),
            "I5": checker.nothing_else(found),
            "I6": checker.answered(found),
            "I8": checker.silent(found, names, secrets, self._texts()),
        }

    def _texts(self) -> dict[str, bytes]:
        """Logs of all processes, of the broker and of the database, and what the metrics say."""
        cluster = self.cluster
        logs = [*cluster.logs.glob("*.log"), cluster.parts.kafka.log, cluster.parts.postgres.log]
        said = {process.name: repr(process.metrics()).encode() for process in cluster.processes.values()}
        return {log.name: log.read_bytes() for log in logs} | said

    def process(self, name: str) -> Process:
        return self.cluster.processes[name]

    @contextmanager
    def locked(self, table: str) -> Iterator[None]:
        """Whoever reads or writes this table waits."""
        with psycopg.connect(self.cluster.admin_dsn) as connection:
            connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE".encode())
            yield

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """As the superuser, past the proxies. Returns the rows, if any."""
        with psycopg.connect(self.cluster.admin_dsn, autocommit=True) as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []
