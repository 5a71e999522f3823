"""Files that only their owner may read, and locks between processes."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step, mode 0600 from its first byte on."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with open(fresh, "w", encoding="utf-8", opener=_private) as file:
        file.write(text)
    fresh.replace(path)


def append_private(path: Path) -> IO[bytes]:
    """A log: appended to, mode 0600."""
    return open(path, "ab", opener=_private)


def secret(path: Path) -> str:
    """The secret kept in this file; made once. URL-safe, so it needs no quoting in a DSN or a JAAS line."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, secrets.token_urlsafe(24))
    return path.read_text(encoding="utf-8")


def tail(path: Path, lines: int = 20) -> str:
    return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]) if path.exists() else ""


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a lock that ends with this process, however it ends. Raises BlockingIOError when not to wait and another has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with append_private(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
