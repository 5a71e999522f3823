"""Sealed fields (`messages.Sealed`): AES-256-GCM under a key per subject. Deleting the key deletes the field everywhere.

The associated data bind a ciphertext to its event's place, so that one moved to another row does not open.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg.rows import tuple_row

from shared.decider import Refused

NONCE = 12  # bytes, NIST SP 800-38D §5.2.1.1
BLOCK = 256
"""Bytes. What is sealed has a multiple of it: the length would tell a day of one digit from one of two."""

Keys = Mapping[str, bytes | None]
"""By subject. None: erased."""


class KeyLost(Exception):
    """No key, and no erasure on record: a fault of operation, which must not look like an erasure."""


@dataclass(frozen=True)
class Lock:
    """Closes and opens the sealed fields of one event. `key` None: the subject was erased."""

    key: bytes | None
    place: str

    def close(self, field: str, value: Any) -> str:
        """Raises Refused: nothing more is kept of somebody who was erased."""
        if self.key is None:
            raise Refused("sealing.erased", field)
        nonce, text = os.urandom(NONCE), json.dumps(value).encode()
        text += b" " * (-len(text) % BLOCK)  # JSON ends in as much blank as one likes
        return b64encode(nonce + AESGCM(self.key).encrypt(nonce, text, self._about(field))).decode()

    def open(self, field: str, sealed: str) -> Any:
        """None after the erasure. Raises cryptography.exceptions.InvalidTag when the text was moved or changed."""
        if self.key is None:
            return None
        blob = b64decode(sealed)
        return json.loads(AESGCM(self.key).decrypt(blob[:NONCE], blob[NONCE:], self._about(field)))

    def _about(self, field: str) -> bytes:
        return f"{self.place}/{field}".encode()


def lock_of(keys: Keys, stream: str, version: int) -> Lock:
    """Raises KeyLost."""
    subject = subject_of(stream)
    if subject not in keys:
        raise KeyLost(f"no key for the subject of {stream}")
    return Lock(keys[subject], f"{stream}/{version}")


def subject_of(stream: str) -> str:
    """All streams about the same id share its key: one erasure reaches them all."""
    return stream.partition("-")[2]


def read_keys(connection: psycopg.Connection[Any], subjects: Collection[str]) -> dict[str, bytes | None]:
    with connection.cursor(row_factory=tuple_row) as cursor:
        cursor.execute("SELECT subject, key FROM subject_keys WHERE subject = ANY(%s)", (list(subjects),))
        return {subject: None if key is None else bytes(key) for subject, key in cursor.fetchall()}


def make_keys(connection: psycopg.Connection[Any], subjects: Collection[str]) -> dict[str, bytes | None]:
    """The subjects' keys, made where there are none. Two writers make the same one: the first."""
    fresh = [(subject, AESGCM.generate_key(bit_length=256)) for subject in sorted(set(subjects))]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO subject_keys (subject, key) VALUES (%s, %s) ON CONFLICT DO NOTHING", fresh)
    return read_keys(connection, subjects)


def erase(connection: psycopg.Connection[Any], subject: str, at: datetime) -> None:
    """Delete a subject's key for good; that it was erased, and when, stays on record."""
    connection.execute(
        "INSERT INTO subject_keys (subject, erased_at) VALUES (%s, %s) "
        "ON CONFLICT (subject) DO UPDATE SET key = NULL, erased_at = excluded.erased_at",
        (subject, at),
    )
