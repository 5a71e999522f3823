"""The client's own log, outside the system: what was intended, and what was answered. It decides what may not be lost."""

import json
import os
import threading
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

State = Literal["intended", "acked", "refused", "unknown"]


@dataclass(frozen=True)
class Op:
    """`door`: the service of a command, the partner of a fact. `invalid`: meant to be parked."""

    id: str
    door: str
    kind: str
    fact: bool = False
    invalid: bool = False


@dataclass(frozen=True)
class Entry:
    """What is known of an operation at last. `answer`: the service's words, or the fact's place in its topic."""

    op: Op
    state: State
    answer: dict[str, Any] = field(default_factory=dict)


class OpLog:
    """Append only, one write per line, on disk before the call returns. Thread-safe."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counts: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._file = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)

    def note(self, op: Op, state: State, **answer: Any) -> None:
        line = json.dumps({"op": asdict(op), "state": state, "answer": answer}) + "\n"
        with self._lock:
            os.write(self._file, line.encode())
            os.fsync(self._file)
            self.counts[state] += 1

    def close(self) -> None:
        os.close(self._file)


def entries(path: Path) -> list[Entry]:
    """Each operation with the last that was heard of it; what was only intended is unknown. A fact sent again has several places."""
    last: dict[str, Entry] = {}
    for line in path.read_text().splitlines():
        said = json.loads(line)
        op = Op(**said["op"])
        state: State = "unknown" if said["state"] == "intended" else said["state"]
        before = last.get(op.id)
        if before is None or said["state"] != "intended":
            places = (before.answer.get("places", []) if before else []) + said["answer"].get("places", [])
            last[op.id] = Entry(op, state, said["answer"] | ({"places": places} if op.fact else {}))
    return list(last.values())
