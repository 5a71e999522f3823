"""The two ways in, as people and partners use them: asked again under the same id until the answer is known."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from kafka import KafkaProducer

from shared.cloudevents import headers_of
from shared.kafka import KafkaLogin
from tests.faults.oplog import Op, OpLog
from tests.faults.process import CLIENT

GIVE_UP_SECONDS = 120.0
PRODUCER: dict[str, Any] = {"acks": "all", "enable_idempotence": True, "max_block_ms": 4000, "request_timeout_ms": 3000}
PRODUCER |= {"delivery_timeout_ms": 4000, "allow_auto_create_topics": False}


@dataclass
class Desk:
    """A person's client of one service."""

    url: Callable[[str], str]
    tokens: dict[str, str]
    log: OpLog
    giving_up: threading.Event

    def send(self, op: Op, account: str, path: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """Returns what was answered when it was accepted. 5xx and silence are no answer."""
        self.log.note(op, "intended")
        until = time.monotonic() + GIVE_UP_SECONDS
        headers = {"Authorization": f"Bearer {self.tokens[account]}", "Idempotency-Key": op.id}
        while time.monotonic() < until and not self.giving_up.is_set():
            try:
                answer = CLIENT.post(self.url(op.door) + path, json=body, headers=headers, timeout=8)
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.status_code < 500:
                said = answer.json()
                self.log.note(op, "acked" if answer.is_success else "refused", status=answer.status_code, **_kept(said))
                return dict(said) if answer.is_success else None
            self.log.note(op, "unknown")
            time.sleep(0.3)
        return None


def _kept(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in ("stream", "version", "events", "repeated", "type") if name in said}


class Partner:
    """A partner's own producer. One doubt, and a new one sends the same fact again. Not thread-safe."""

    def __init__(self, name: str, login: KafkaLogin, topic: str, log: OpLog, giving_up: threading.Event) -> None:
        self.name = name
        self.topic = topic
        self.login = login
        self.log = log
        self.giving_up = giving_up
        self._producer: Any = None

    def state(self, op: Op, subject: str, data: dict[str, Any]) -> None:
        """One fact, well-formed."""
        attributes = {"id": op.id, "source": f"/partner/{self.name}", "type": op.kind, "subject": subject, "correlationid": op.id}
        self.publish(op, json.dumps(data).encode(), headers_of(attributes))

    def publish(self, op: Op, value: bytes | None, headers: list[tuple[str, bytes]]) -> None:
        """Whatever bytes, until Kafka has said that it holds them."""
        self.log.note(op, "intended")
        until = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < until and not self.giving_up.is_set():
            try:
                self._producer = self._producer or KafkaProducer(**self.login.python(), **PRODUCER)
                sent = self._producer.send(self.topic, value=value, headers=headers).get(timeout=6)
            except Exception:
                self.log.note(op, "unknown")
                self.close()
                time.sleep(0.3)
            else:
                self.log.note(op, "acked", places=[[sent.topic, sent.partition, sent.offset]])
                return

    def close(self) -> None:
        """Its sender thread, too: else it could write a fact long after we gave up."""
        producer, self._producer = self._producer, None
        if producer is not None:
            try:
                producer.close(timeout=0.5)
            except Exception:
                producer._sender.force_close()
