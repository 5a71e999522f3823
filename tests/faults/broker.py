"""Faults of Kafka and of the way to it."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

from kafka import TopicPartition
from kafka.admin import ConfigResource, KafkaAdminClient

from koop.migrate import SERVICES
from koop.provision.broker import admin_client
from tests.faults import hands, raw
from tests.faults.proxy import Mode
from tests.faults.registry import fault
from tests.faults.world import World

LINKS = ("kafka", "kafka-relay")


@contextmanager
def admin(world: World) -> Iterator[KafkaAdminClient]:
    kafka = world.cluster.parts.kafka
    with admin_client(kafka.admin_bootstrap, kafka.admin_password) as client:
        yield client


@fault(15, "broker killed under load", "koop_relay_producers_replaced_total", fast=True)
def killed(world: World) -> None:
    """Kafka is killed with kill -9 while people and partners work, and started again some seconds later."""
    kafka = world.cluster.parts.kafka
    with world.load():
        for _ in range(3 if world.full else 1):
            kafka.kill()
            time.sleep(10 if world.full else 3)
            kafka.start()
            world.healed()


@fault(16, "broker refuses what is sent", "koop_relay_producers_replaced_total", fast=True)
def refused(world: World) -> None:
    """A topic takes only tiny messages for some seconds: an error that no retry of the client mends, and after which its producer is
    of no use for any topic; then it takes all again."""
    topic = world.cluster.topology.name("koop.volunteers.v1")
    with world.load(), admin(world) as client:
        client.alter_configs([ConfigResource("TOPIC", topic, {"max.message.bytes": "150"})])
        world.wait_moved('koop_relay_producers_replaced_total service="volunteers"', 2)
        client.alter_configs([ConfigResource("TOPIC", topic, {"max.message.bytes": "1048576"})])
        world.healed()


@fault(18, "a bad line to the broker", "koop_relay_oldest_seconds", fast=True)
def bad_line(world: World) -> None:
    """All connections to Kafka: each chunk late by 100 to 300 ms and one in twenty by a second; all reset, twice; half closed; silent."""
    links = [world.cluster.parts.links[name] for name in LINKS]
    seconds = 20 if world.full else 3
    with world.load():
        for link in links:
            link.switch(Mode.DELAY, seconds=0.1, jitter=0.2, stall=0.05)
        time.sleep(seconds)
        for _ in range(2):
            for link in links:
                link.reset()
            time.sleep(1)
        for mode in (Mode.HALF_CLOSE, Mode.BLACK_HOLE):
            for link in links:
                link.switch(mode)
            time.sleep(seconds)
            world.moved("koop_relay_oldest_seconds")
        for link in links:
            link.reset()
            link.switch()
        world.healed()


@fault(19, "broker out of reach", "koop_relay_oldest_seconds", fast=True)
def unreachable(world: World) -> None:
    """Kafka cannot be reached from any service for some time (2 minutes; in the fast profile 6 seconds); people's commands are
    accepted all the while, and what is owed is sent afterwards in order."""
    links = [world.cluster.parts.links[name] for name in LINKS]
    with world.load():
        for link in links:
            link.switch(Mode.REFUSE)
        world.work.more(20)
        time.sleep(120 if world.full else 6)
        world.wait_moved("koop_relay_oldest_seconds", 5)
        for link in links:
            link.switch()
        world.healed()


@fault(14, "broker's data lost", 'koop_records_total kind="duplicate"', fresh=True)
def wiped(world: World) -> None:
    """Kafka's disk is emptied; the databases are whole. Readers refuse the new topics, for they are not those they have read. Topics
    are made again, all published logs are sent again from the first row, positions in the old topics are forgotten."""
    with world.load():
        pass
    world.settle()
    kafka = world.cluster.parts.kafka
    world.cluster.stop()
    kafka.kill()
    shutil.rmtree(kafka.home / "data")
    kafka.start()
    world.cluster.provision()
    _refuse(world, "was recreated")
    hands.send_again(world, *SERVICES)
    hands.forget(world)
    world.cluster.revive()
    with world.load():
        world.healed()


@fault(36, "topic deleted and made again", 'koop_records_total kind="duplicate"', fresh=True)
def recreated(world: World) -> None:
    """A domain topic is deleted and made again under its name while its readers are away. They refuse it; then its published log is
    sent again from the first row, and their positions in it are forgotten."""
    with world.load():
        hands.without_readers(world)
    for relay in world.cluster.relays("referrals"):
        relay.kill()
    topic = world.cluster.topology.name("koop.referrals.v1")
    with admin(world) as client:
        client.delete_topics([topic])
        world.wait(lambda: topic not in client.list_topics(), "the topic is gone")
    world.cluster.provision()
    _refuse(world, "was recreated")
    hands.send_again(world, "referrals")
    hands.forget(world, topic)
    world.cluster.revive()
    with world.load():
        world.healed()


@fault(37, "retention ran past a reader that was away", 'koop_records_total kind="duplicate"', fresh=True)
def overtaken(world: World) -> None:
    """While the readers of the views are away, their topic is emptied beyond their position. They refuse to skip what they have not
    read; then the published log is sent again from the first row, and they go on at the topic's new beginning."""
    hands.without_readers(world)
    with world.load(40):
        pass
    for relay in world.cluster.relays("volunteers"):
        relay.kill()
    topic = world.cluster.topology.name("koop.volunteers.v1")
    ends = raw.ends(world.cluster.parts.admin.python(), [topic])
    with admin(world) as client:
        client.delete_records({TopicPartition(*place): end for place, end in ends.items()})
    _refuse(world, "retention has overtaken")
    hands.send_again(world, "volunteers")
    hands.begin(world, topic)
    world.cluster.revive()
    with world.load():
        world.healed()


def _refuse(world: World, reason: str) -> None:
    """The readers of the views end themselves, and say why."""
    hands.without_readers(world)
    for one in hands.readers(world):
        one.start()
        one.wait_dead()
        assert reason in one.log.read_text(), f"{one.name} ended without saying that {reason}"
