"""What the tests of provisioning share."""

from collections.abc import Iterator

import pytest
from kafka.admin import (
    KafkaAdminClient,
)

from tests.conftest import Stack
from tests.koop.provision.world import World, provisioned


@pytest.fixture(scope="module")
def world(stack: Stack) -> World:
    return provisioned(stack)


@pytest.fixture
def evil(world: World, kafka_admin: KafkaAdminClient) -> Iterator[str]:
    """A topic that looks like one of caritas, and is not."""
    topic = world.topology.name("koop.partner.caritas-evil.facts.v1")
    kafka_admin.create_topics({topic: {"num_partitions": 1}}, wait_for_metadata=True)
    yield topic
    kafka_admin.delete_topics([topic])
