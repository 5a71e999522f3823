"""The broker's admin, and what it means when it says no."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from kafka.admin import KafkaAdminClient

MECHANISM = "SCRAM-SHA-512"
ITERATIONS = 8192


class ProvisioningFailed(Exception):
    """The broker said no, or what it has cannot be changed without harm. Says what and why."""


@contextmanager
def admin_client(bootstrap: str, password: str) -> Iterator[KafkaAdminClient]:
    """The broker's own admin, on the INTERNAL listener. Raises KafkaTimeoutError when it does not answer within 20 s."""
    client = KafkaAdminClient(
        bootstrap_servers=bootstrap,
        security_protocol="SASL_PLAINTEXT",
        sasl_mechanism="PLAIN",
        sasl_plain_username="admin",
        sasl_plain_password=password,
        bootstrap_timeout_ms=20_000,
    )
    try:
        yield client
    finally:
        client.close()


def check(failures: Mapping[str, object]) -> None:
    if failures:
        raise ProvisioningFailed("; ".join(f"{name}: {reason}" for name, reason in failures.items()))
