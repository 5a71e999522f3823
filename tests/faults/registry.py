"""The faults by their number in the matrix. A fault is a function; its docstring says what is done to the suite."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.world import World

Inject = Callable[["World"], None]


@dataclass(frozen=True)
class Fault:
    """`metrics`: at least one of these must have moved (I9). `fresh`: needs a cluster of its own and leaves it in pieces."""

    number: int
    name: str
    inject: Inject
    metrics: tuple[str, ...]
    fast: bool
    fresh: bool

    @property
    def done(self) -> str:
        return " ".join((self.inject.__doc__ or "").split())


FAULTS: dict[int, Fault] = {}


def fault(number: int, name: str, *metrics: str, fast: bool = False, fresh: bool = False) -> Callable[[Inject], Inject]:
    """Register. Raises ValueError for a number that is taken or a function that does not say what it does."""

    def register(inject: Inject) -> Inject:
        if number in FAULTS or not inject.__doc__:
            raise ValueError(f"fault {number}: taken, or without a docstring")
        FAULTS[number] = Fault(number, name, inject, metrics, fast, fresh)
        return inject

    return register
