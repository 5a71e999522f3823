"""All faults, by importing the files of the families."""

from tests.faults import broker, consumer, database, incoming, operations, relay
from tests.faults.registry import FAULTS

FAMILIES = (relay, consumer, database, broker, incoming, operations)

__all__ = ["FAMILIES", "FAULTS"]
