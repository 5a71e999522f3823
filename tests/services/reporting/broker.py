"""The domain topics of a test on the real broker: sent to as the relay sends, read by hand into the live views."""

import contextlib
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from kafka import KafkaProducer

from koop.provision import provision
from shared.inbox import Move
from shared.kafka import KafkaLogin
from shared.parking import RawRecord
from shared.reading import Unreachable, ends, read, stretches
from shared.topology import Topology
from tests.conftest import Stack
from tests.services.reporting.live import Live

ROOT = Path(__file__).parents[3]
PASSWORD = "kafka-for-tests-only"
BATCH = 7


@dataclass
class Broker:
    topology: Topology
    admin: KafkaLogin
    login: KafkaLogin
    """Of the service reporting, with no more rights than it has."""

    def send(self, records: Iterable[RawRecord]) -> None:
        """To the partition of the key, offsets as the broker gives them."""
        producer = KafkaProducer(**self.admin.python(), acks="all", max_block_ms=5000)
        for record in records:
            producer.send(self.topology.name(record.topic), key=record.key, value=record.value, headers=list(record.headers))
        producer.flush(timeout=10)
        producer.close()

    def everything(self, live: Live) -> list[RawRecord]:
        """What the views have not read."""
        topics = {self.topology.name(topic.name): topic.partitions for topic in self.topology.domain.topics}
        found: list[RawRecord] = []
        wanted = {place: end for place, (_, end) in ends(self.login, topics).items()}
        read(self.login, stretches(live.desk.positions(), wanted), found.extend)
        return found

    def follow(self, live: Live) -> None:
        """What a consumer of the service does: batches from where it stands to the end."""
        records = self.everything(live)
        stands = dict(live.desk.positions())
        for first in range(0, len(records), BATCH):
            batch = records[first : first + BATCH]
            moved = {(r.topic, r.partition): r.offset + 1 for r in batch}
            live.desk.apply(batch, [Move("views", *place, stands.get(place, 0), end) for place, end in moved.items()])
            stands |= moved


def broker(stack: Stack, namespace: str) -> Broker:
    topology = Topology.load(ROOT / "agreement" / "topology.toml").namespaced(f"{namespace}-")
    provision(topology, stack.kafka.admin_bootstrap, stack.kafka.admin_password, dict.fromkeys(topology.principals(), PASSWORD))
    admin = KafkaLogin(stack.kafka.admin_bootstrap, "admin", stack.kafka.admin_password, mechanism="PLAIN")
    made = Broker(topology, admin, KafkaLogin(stack.kafka.bootstrap, topology.service_principal("reporting"), PASSWORD))
    for _ in range(50):  # the broker learns of a new user a moment after the controller has said yes
        with contextlib.suppress(Unreachable):
            ends(made.login, {topology.name("koop.cases.v1"): 1})
            break
        time.sleep(0.1)
    return made


def as_published(records: Iterable[RawRecord]) -> list[RawRecord]:
    """Counted through by position, as one log would be."""
    numbered = []
    for position, record in enumerate(records, 1):
        headers = tuple((name, str(position).encode() if name == "ce_koopposition" else value) for name, value in record.headers)
        numbered.append(replace(record, headers=headers))
    return numbered
