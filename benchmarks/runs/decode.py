"""Bytes to validated contracts, each way over the same bodies in memory; the fastest of five passes."""

import time
from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import from_json

from benchmarks import corpus
from benchmarks.ground import Figures, Ground
from shared.contracts import cases
from shared.contracts.base import Contract

BODIES, PASSES = 20_000, 5
Pair = tuple[str, bytes]


def by_type(ground: Ground) -> Figures:
    """The product's: the type stands in a header, its class validates."""
    return _fastest(lambda pairs: [Contract.registry[name].read(body) for name, body in pairs])


def unvalidated(ground: Ground) -> Figures:
    """JSON to dicts by a compiled parser, nothing checked."""
    return _fastest(lambda pairs: [from_json(body) for _, body in pairs])


def undiscriminated(ground: Ground) -> Figures:
    """Whichever of the classes fits best: what a union without a type costs."""
    kinds = tuple(kind for kind in Contract.registry.values() if issubclass(kind, cases.CaseContract))
    adapter: TypeAdapter[Any] = TypeAdapter(reduce(or_, kinds))
    return _fastest(lambda pairs: [adapter.validate_json(body) for _, body in pairs], PASSES // 2)


def _fastest(decode: Callable[[Sequence[Pair]], Any], passes: int = PASSES) -> Figures:
    pairs = [(dict(record.headers)["ce_type"].decode(), record.value) for record, _ in corpus.events(BODIES)]  # type: ignore[union-attr]
    best = min(_seconds(decode, pairs) for _ in range(passes))  # type: ignore[arg-type]
    return {"rate": BODIES / best}


def _seconds(decode: Callable[[Sequence[Pair]], Any], pairs: Sequence[Pair]) -> float:
    """In slices, so that what is decoded is dropped: a list of all would measure the garbage collector."""
    started = time.process_time()
    for first in range(0, len(pairs), 500):
        decode(pairs[first : first + 500])
    return time.process_time() - started
