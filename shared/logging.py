"""JSON lines on standard output; only fields from the list leave the process, so that no payload gets into a log."""

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog

FIELDS = frozenset(
    {
        "event", "level", "timestamp", "service", "role", "error", "code", "command", "consumer", "topic", "partition", "offset", "stream",
        "wait", "reason", "logger", "view", "epoch", "port", "seconds", "count",
    }
)  # fmt: skip


def configure(service: str, role: str) -> None:
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _only_listed,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter], logger_factory=structlog.stdlib.LoggerFactory()
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("shared").setLevel(logging.INFO)
    structlog.contextvars.bind_contextvars(service=service, role=role)


def _only_listed(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: value for name, value in event.items() if name in FIELDS or name.startswith("_")}
