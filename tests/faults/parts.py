"""A broker and a database server of our own, for they get killed, each behind two proxies: one for services, one for relays."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from koop.local.files import locked
from koop.local.kafka import LocalKafka
from koop.local.ports import free_ports
from koop.local.postgres import LocalPostgres
from shared.kafka import KafkaLogin
from tests.faults.listeners import lines
from tests.faults.process import Nursery, nursery
from tests.faults.proxy import Proxy

LOCAL = Path(__file__).parents[2] / ".local"
QUICK = "group.min.session.timeout.ms=2000"
"""So that a dead reader is missed early."""


@dataclass(frozen=True)
class Parts:
    """`links`: "kafka" and "kafka-relay", "postgres" and "postgres-relay"."""

    home: Path
    kafka: LocalKafka
    postgres: LocalPostgres
    links: dict[str, Proxy]
    nursery: Nursery

    @property
    def admin(self) -> KafkaLogin:
        """Past every proxy: the checker sees what is, not what comes through."""
        return KafkaLogin(self.kafka.admin_bootstrap, "admin", self.kafka.admin_password, mechanism="PLAIN")

    def heal(self) -> None:
        for link in self.links.values():
            link.switch()


@contextmanager
def running(seed: int = 0) -> Iterator[Parts]:
    """Both, empty, and gone with their data at the end."""
    with ExitStack() as held:
        home = _own_home(held)
        parts = _parts(home, seed, held.enter_context(nursery(home)))
        _reset(parts)
        held.callback(_reset, parts)
        for link in parts.links.values():
            link.start()
            held.callback(link.stop)
        parts.kafka.start()
        parts.postgres.start()
        yield parts


def _own_home(held: ExitStack) -> Path:
    """The first that no other session holds."""
    for number in count():
        home = LOCAL / "faults" / str(number)
        try:
            held.enter_context(locked(home / "session.lock", wait=False))
        except BlockingIOError:
            continue
        return home
    raise AssertionError("count() never ends")


def _parts(home: Path, seed: int, births: Nursery) -> Parts:
    internal, partner, controller, service, relay, postgres, *proxies = free_ports(10)
    own = {"internal": internal, "partner": partner, "controller": controller}
    targets = {"kafka": service, "kafka-relay": relay, "postgres": postgres, "postgres-relay": postgres}
    links = {name: Proxy(port, targets[name], seed) for name, port in zip(targets, proxies, strict=True)}
    more = {"SERVICE": (service, links["kafka"].port), "RELAY": (relay, links["kafka-relay"].port)}
    kafka = LocalKafka(home / "kafka", internal, partner, controller, libs=LOCAL / "kafka" / "libs", more=[*lines(own, more), QUICK])
    return Parts(home, kafka, LocalPostgres(home / "postgres", postgres), links, births)


def _reset(parts: Parts) -> None:
    parts.kafka.kill()
    parts.kafka.reset()
    parts.postgres.reset()
