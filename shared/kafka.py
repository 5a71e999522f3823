"""How this process reaches Kafka, for each of the two clients, with the presets that survive an outage."""

from dataclasses import dataclass
from typing import Any

import kafka.record.util
from aiokafka.codec import has_zstd


@dataclass(frozen=True)
class KafkaLogin:
    bootstrap: str
    username: str
    password: str
    mechanism: str = "SCRAM-SHA-512"
    protocol: str = "SASL_PLAINTEXT"

    def python(self) -> dict[str, Any]:
        """For kafka-python."""
        return {
            "bootstrap_servers": self.bootstrap.split(","),
            "security_protocol": self.protocol,
            "sasl_mechanism": self.mechanism,
            "sasl_plain_username": self.username,
            "sasl_plain_password": self.password,
            "bootstrap_timeout_ms": 5000,
        }

    def aio(self) -> dict[str, Any]:
        """For aiokafka."""
        return {
            "bootstrap_servers": self.bootstrap.split(","),
            "security_protocol": self.protocol,
            "sasl_mechanism": self.mechanism,
            "sasl_plain_username": self.username,
            "sasl_plain_password": self.password,
        }


PRODUCER: dict[str, Any] = {
    "enable_idempotence": True,
    "acks": "all",
    "max_block_ms": 5000,
    "delivery_timeout_ms": 5000,
    "request_timeout_ms": 4000,
    "linger_ms": 5,
    "compression_type": "zstd",
    "max_request_size": 900_000,
    "allow_auto_create_topics": False,
}


def assert_codecs() -> None:
    """Without them a topic is read at a ninth of the speed (crc32c), or never (zstd): refuse to start instead."""
    if kafka.record.util.crc32c_c is None or not has_zstd():
        raise RuntimeError("install kafka-python[crc32c,lz4,zstd] and aiokafka[lz4,zstd]")
