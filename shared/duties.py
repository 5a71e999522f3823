"""Who must do what by when: the running periods, as far as somebody may see them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Literal, Protocol

from shared.auth import Forbidden, Principal, Scope
from shared.deadlines import Frist

SMALL = 5
"""A count below this says too much about somebody; it is shown as null (domain d6, with the strictest of its numbers)."""

Facet = Callable[[str], str]
Ask = Callable[[str, str], Scope]
"""Facet and purpose to scope. Raises Forbidden."""

Charges = Mapping[tuple[str, str], str]
"""Stream and organisation to the account that took the case."""


class Due(Protocol):
    """A stored deadline with its period."""

    @property
    def stream(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def frist(self) -> Frist | None: ...


def asker(scope: Callable[[Principal, str, str], Scope], who: Principal) -> Ask:
    return cache(lambda facet, purpose: scope(who, facet, purpose))


def visible(due: Sequence[Due], ask: Ask, facet_of: Facet, charges: Charges, today: date) -> list[dict[str, Any]]:
    """For casework: the periods of one's own organisation, and the missed ones of which it is to hear."""
    lines = []
    for one in due:
        scope = _scope(ask, facet_of(one.stream), "casework")
        if one.frist and scope and scope.covers(one.frist.owner, *(one.frist.escalates_to if one.frist.last_day < today else ())):
            lines.append(line(one, one.frist, facet_of, charges, today))
    return lines


def line(one: Due, frist: Frist, facet_of: Facet, charges: Charges, today: date) -> dict[str, Any]:
    taken = charges.get((one.stream, frist.owner), frist.in_charge)
    state = {"facet": facet_of(one.stream), "stream": one.stream, "key": one.key, "missed": frist.last_day < today}
    return state | frist.model_dump(mode="json") | {"in_charge": taken}


def counted(due: Sequence[Due], ask: Ask, facet_of: Facet, *, discreet: bool = False) -> list[dict[str, Any]]:
    """For steering: how many periods run, by organisation and rule; no stream, no day, no total that a small cell could be taken from.

    Of a `discreet` service none: one period follows the other there, so that their numbers add up, and asked again they tell of the
    file that was opened meanwhile. Its figures are those of the views.
    """
    if discreet:
        return []
    seen = [(one.frist.owner, facet_of(one.stream), one.frist.rule) for one in due if one.frist]
    allowed = {facet for _, facet, _ in seen if _scope(ask, facet, "steering")}
    cells = Counter(cell for cell in seen if cell[1] in allowed)
    return [
        {"owner": owner, "facet": facet, "rule": rule, "running": n if n >= SMALL else None}
        for (owner, facet, rule), n in sorted(cells.items())
    ]


def _scope(ask: Ask, facet: str, purpose: Literal["casework", "steering"]) -> Scope | None:
    try:
        return ask(facet, purpose)
    except Forbidden:
        return None
