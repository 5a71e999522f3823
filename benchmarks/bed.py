"""The ground under the figures: one broker, one database server, the corpora in topics. Of its own, beside the suite's.

A corpus stays in the broker between runs, because making it takes longer than measuring with it.
"""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from confluent_kafka import Producer
from kafka.admin import KafkaAdminClient, UserScramCredentialUpsertion
from psycopg.sql import SQL, Identifier

from benchmarks import corpus
from benchmarks.ground import PASSWORD, Ground, Sizes, topic_of
from koop.local.files import locked
from koop.local.kafka import LocalKafka
from koop.local.postgres import LocalPostgres
from koop.migrate import SERVICES, migrate
from shared.kafka import KafkaLogin
from shared.reading import ends

LOCAL = Path(__file__).parents[1] / ".local"
HOME = LOCAL / "bench"
PORTS = (19192, 19194, 19193, 15532)
HEAP = ("-Xms512m", "-Xmx1g", "-XX:+UseSerialGC")
"""For load, with the optimising compiler: the suite's own small broker saves memory instead."""

TEMPLATE = "bench_template"


@dataclass(frozen=True)
class Bed:
    kafka: LocalKafka
    postgres: LocalPostgres
    sizes: Sizes

    @contextmanager
    def ground(self) -> Iterator[Ground]:
        """With a fresh migrated database, dropped at the end."""
        name = f"bench_{secrets.token_hex(4)}"
        with psycopg.connect(self.postgres.admin_dsn, autocommit=True) as admin:
            admin.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(TEMPLATE)))
            admin.execute("CHECKPOINT")  # what came before is not to be paid for by what is measured next
            yield Ground(self.postgres.dsn(name), self.kafka.bootstrap, self.kafka.admin_password, self.sizes)
            admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))

    def processes(self) -> list[psutil.Process]:
        """The broker, and the database server with its children."""
        home = str(HOME)
        servers = [p for p in psutil.process_iter(["cmdline"]) if any(home in part for part in p.info["cmdline"] or ())]
        data = [p for p in psutil.process_iter(["cmdline"]) if str(self.postgres.place.folder) in " ".join(p.info["cmdline"] or ())]
        return [*servers, *data]


@contextmanager
def bed(sizes: Sizes) -> Iterator[Bed]:
    """Started, the corpora sown; stopped at the end. Raises BlockingIOError while another run has it."""
    internal, partner, controller, port = PORTS
    kafka = LocalKafka(HOME / "kafka", internal, partner, controller, libs=LOCAL / "kafka" / "libs", heap=HEAP)
    postgres = LocalPostgres(HOME / "postgres", port)
    with ExitStack() as held:
        held.enter_context(locked(HOME / "run.lock", wait=False))
        held.callback(kafka.stop)
        held.callback(postgres.reset)
        kafka.start()
        postgres.start()
        _prepare(kafka, postgres)
        for events in (sizes.some, sizes.events):
            _sow(KafkaLogin(kafka.bootstrap, "admin", kafka.admin_password), events)
        yield Bed(kafka, postgres, sizes)


def _prepare(kafka: LocalKafka, postgres: LocalPostgres) -> None:
    """The admin may also come by SCRAM, as every client of the suite does; a migrated database to copy from."""
    admin = KafkaAdminClient(**KafkaLogin(kafka.admin_bootstrap, "admin", kafka.admin_password, mechanism="PLAIN").python())
    admin.alter_user_scram_credentials([UserScramCredentialUpsertion("admin", "SCRAM-SHA-512", kafka.admin_password, iterations=8192)])
    admin.close()
    with psycopg.connect(postgres.admin_dsn, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET max_wal_size = '8GB'")  # no checkpoint in the middle of a measurement
        connection.execute("SELECT pg_reload_conf()")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (TEMPLATE,)).fetchone():
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(TEMPLATE)))
            migrate(postgres.dsn(TEMPLATE), dict.fromkeys(SERVICES, PASSWORD))


def _sow(login: KafkaLogin, events: int) -> None:
    """Make sure that the corpus is there, whole."""
    topic, admin = topic_of(events), KafkaAdminClient(**login.python())
    try:
        if topic in admin.list_topics():
            if sum(end for _, end in ends(login, {topic: corpus.PARTITIONS}).values()) == events:
                return
            admin.delete_topics([topic])
        make_topic(admin, topic)
    finally:
        admin.close()
    produce(login, topic, events)


def make_topic(admin: KafkaAdminClient, topic: str) -> None:
    admin.create_topics({topic: {"num_partitions": corpus.PARTITIONS, "configs": {"compression.type": "zstd"}}})
    admin.wait_for_topics([topic])


def produce(login: KafkaLogin, topic: str, events: int) -> None:
    producer = Producer({**confluent(login), "linger.ms": 20, "compression.type": "zstd", "enable.idempotence": True})
    for record, _ in corpus.events(events):
        assert record.key is not None
        while True:
            try:
                producer.produce(topic, record.value, record.key, corpus.partition(record.key), headers=list(record.headers))
                break
            except BufferError:
                producer.poll(0.1)
    producer.flush(60)


def confluent(login: KafkaLogin) -> Mapping[str, str | int | bool]:
    """The login for the foreign client."""
    return {
        "bootstrap.servers": login.bootstrap,
        "security.protocol": login.protocol,
        "sasl.mechanism": login.mechanism,
        "sasl.username": login.username,
        "sasl.password": login.password,
    }
