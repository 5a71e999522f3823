"""Two times: what held on a day (valid), and what was known on a day (known). Rows carry both; no query replays anything.

A subject's facts are projected to its current rows by a pure function. When a new fact changes them, the rows that vanish
are closed at the instant it became known, and the new ones opened. The outcome depends on the facts, not on their arrival.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
NO_END = date(9999, 12, 31)

Row = tuple[Any, ...]


class Noted(BaseModel):
    """A fact as a view keeps it: when it holds, when it became known, where it stands, and what it says."""

    model_config = ConfigDict(frozen=True)

    on: date
    known: datetime
    stream: str
    number: int
    kind: str
    data: dict[str, str | int | bool | None] = {}

    @property
    def valid_order(self) -> tuple[Any, ...]:
        return (self.on, self.known, self.stream, self.number)

    @property
    def known_order(self) -> tuple[Any, ...]:
        return (self.known, self.stream, self.number)


class Chronicle(BaseModel):
    """All that a view knows about one subject. `open`: rows that hold as far as is known; `closed`: what was believed once."""

    model_config = ConfigDict(frozen=True)

    facts: tuple[Noted, ...] = ()
    open: tuple[tuple[Row, datetime], ...] = ()
    closed: tuple[tuple[Row, datetime, datetime], ...] = ()

    def rows(self) -> Iterable[Row]:
        """Every row with its known interval [from, to) behind it."""
        for row, since in self.open:
            yield (*row, since, FOREVER)
        for row, since, until in self.closed:
            yield (*row, since, until)


Project = Callable[[Sequence[Noted]], Iterable[Row]]


def note(chronicle: Chronicle, fact: Noted, project: Project) -> Chronicle:
    """Take in one fact. A fact that arrives before an earlier-known one makes the whole history be told anew."""
    if chronicle.facts and fact.known_order < chronicle.facts[-1].known_order:
        facts = sorted([*chronicle.facts, fact], key=lambda f: f.known_order)
        retold = Chronicle()
        for each in facts:
            retold = _learn(retold, each, project)
        return retold
    return _learn(chronicle, fact, project)


def _learn(chronicle: Chronicle, fact: Noted, project: Project) -> Chronicle:
    facts = (*chronicle.facts, fact)
    now_true = dict.fromkeys(project(sorted(facts, key=lambda f: f.valid_order)))
    kept = {row: since for row, since in chronicle.open if row in now_true}
    # What was believed for no time at all (two facts known at one instant) was never believed.
    gone = tuple((row, since, fact.known) for row, since in chronicle.open if row not in now_true and since < fact.known)
    return Chronicle.model_construct(
        facts=facts,
        open=tuple((row, kept.get(row, fact.known)) for row in now_true),
        closed=chronicle.closed + gone,
    )


def timeline(facts: Sequence[Noted], step: Callable[[Row | None, Noted], Row | None]) -> Iterable[tuple[date, date, Row]]:
    """Fold facts (in valid order) to stretches [from, to) of one value; equal neighbours are one stretch."""
    value: Row | None = None
    since = date.min
    for fact in facts:
        after = step(value, fact)
        if after != value:
            if value is not None and since < fact.on:
                yield since, fact.on, value
            value, since = after, fact.on
    if value is not None:
        yield since, NO_END, value
