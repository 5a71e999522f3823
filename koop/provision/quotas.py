"""Quotas per user. kafka-python has the messages, but no public method for them."""

from collections.abc import Mapping
from typing import Any

from kafka.admin import KafkaAdminClient
from kafka.errors import for_code
from kafka.protocol.admin import AlterClientQuotasRequest, DescribeClientQuotasRequest

from koop.provision.broker import ProvisioningFailed, check

ANY_NAMED_USER = 2


def quota_drift(admin: KafkaAdminClient, wanted: Mapping[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    found = _quotas(admin)
    return {user: quota for user, quota in wanted.items() if found.get(user) != quota}


def set_quotas(admin: KafkaAdminClient, quotas: Mapping[str, dict[str, float]]) -> None:
    if not quotas:
        return
    entries = [_quota_entry(user, quota) for user, quota in quotas.items()]
    answer = _send(admin, AlterClientQuotasRequest(entries=entries, validate_only=False))
    check({entry.entity[0].entity_name: entry.error_message or entry.error_code for entry in answer.entries if entry.error_code})


def _quotas(admin: KafkaAdminClient) -> dict[str, dict[str, float]]:
    """Of every named user."""
    component = DescribeClientQuotasRequest.ComponentData(entity_type="user", match_type=ANY_NAMED_USER, match=None)
    answer = _send(admin, DescribeClientQuotasRequest(components=[component], strict=True))
    if answer.error_code:
        raise ProvisioningFailed(f"quotas: {answer.error_message or for_code(answer.error_code).__name__}")
    return {entry.entity[0].entity_name: {value.key: value.value for value in entry.values} for entry in answer.entries or []}


def _quota_entry(user: str, quota: Mapping[str, float]) -> Any:
    entry = AlterClientQuotasRequest.EntryData
    return entry(
        entity=[entry.EntityData(entity_type="user", entity_name=user)],
        ops=[entry.OpData(key=key, value=value, remove=False) for key, value in quota.items()],
    )


def _send(admin: KafkaAdminClient, request: Any) -> Any:
    return admin._manager.run(admin._manager.send, request)
