"""What one measurement stands on, as it travels to the process that measures."""

import dataclasses
import json
from dataclasses import dataclass
from typing import Any

import psycopg

from benchmarks import corpus
from shared.kafka import KafkaLogin
from shared.reading import ends

PASSWORD = "for-benchmarks-only"  # noqa: S105 - on loopback, of a database that ends with the run

Figures = dict[str, float]


@dataclass(frozen=True)
class Sizes:
    """How much of each. `events`: of the large corpus; `some`: of the small one; `facts`: that the desk answers; `naive`: that the
    naive way reads; `relayed`: that lie in the log; `seconds`: for which commands are asked at a pace."""

    events: int = 1_000_000
    some: int = 100_000
    facts: int = 1_000
    naive: int = 3_000
    relayed: int = 20_000
    seconds: float = 10.0

    def quick(self) -> "Sizes":
        """To see that everything runs; its figures mean nothing."""
        return Sizes(min(self.events, 20_000), 10_000, 200, 500, 3_000, 3.0)


@dataclass(frozen=True)
class Ground:
    """A fresh database (the superuser's DSN), the broker, and the sizes."""

    dsn: str
    bootstrap: str
    password: str
    sizes: Sizes

    @property
    def login(self) -> KafkaLogin:
        """The broker's admin: what is measured is the way of the records, not their rights."""
        return KafkaLogin(self.bootstrap, "admin", self.password)

    def of(self, service: str) -> str:
        """The DSN of a service's own role."""
        return psycopg.conninfo.make_conninfo(self.dsn, user=service, password=PASSWORD)

    def ends(self, events: int) -> dict[tuple[str, int], int]:
        """Where each partition of a corpus ends."""
        topic = topic_of(events)
        return {place: end for place, (_, end) in ends(self.login, {topic: corpus.PARTITIONS}).items()}

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Ground":
        found: dict[str, Any] = json.loads(text)
        return cls(**found | {"sizes": Sizes(**found["sizes"])})


def topic_of(events: int, namespace: str = "bench") -> str:
    """Its name ends like that of the domain topic, as readers with a namespace expect."""
    return f"{namespace}-{events}.{corpus.TOPIC}"
