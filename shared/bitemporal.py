"""Two times: what held on a day (valid), and what was known on a day (known). Rows carry both; no query replays anything.

Rows must come back from JSON as they went, or they would not be known again: dates in them are ISO texts.

A subject's facts are projected to its current rows by a pure function. When a new fact changes them, the rows that vanish
are closed at the instant it became known, and the new ones opened. The outcome depends on the facts, not on their arrival.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import groupby, pairwise
from typing import Any, TypeVar

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
V = TypeVar("V", bound=Hashable)


def note(chronicle: Chronicle, fact: Noted, project: Project) -> Chronicle:
    """Take in one fact; heard before, it changes nothing. One that became known before others has the whole history told anew."""
    last = max((f for f in chronicle.facts if f.stream == fact.stream), key=lambda f: f.number, default=None)
    if last and fact.number <= last.number:
        return chronicle
    if last and fact.known < last.known:  # a stream's order is certain, the clocks of its writers are not
        fact = fact.model_copy(update={"known": last.known})
    if not chronicle.facts or chronicle.facts[-1].known <= fact.known:  # of one instant, any order says the same
        return _learn(chronicle, fact, project)
    retold = Chronicle()
    for each in sorted([*chronicle.facts, fact], key=lambda f: f.known_order):
        retold = _learn(retold, each, project)
    return retold


def _learn(chronicle: Chronicle, fact: Noted, project: Project) -> Chronicle:
    """Facts known at one instant count as one: what was believed for no time at all was never believed."""
    facts = (*chronicle.facts, fact)
    now_true = dict.fromkeys(project(sorted(facts, key=lambda f: f.valid_order)))
    held = dict(chronicle.open)
    back = {row: since for row, since, until in chronicle.closed if until == fact.known and row in now_true}
    kept = [one for one in chronicle.closed if not (one[2] == fact.known and one[0] in back)]
    gone = [(row, since, fact.known) for row, since in held.items() if row not in now_true and since < fact.known]
    known_since = held | back
    return Chronicle.model_construct(
        facts=facts, open=tuple((row, known_since.get(row, fact.known)) for row in now_true), closed=(*kept, *gone)
    )


def timeline(changes: Iterable[tuple[date, V | None]]) -> Iterator[tuple[date, date, V]]:
    """Values with the day they begin, in order of days, as stretches [from, to). Of one day the last counts; None is a hole."""
    runs = [next(run) for _, run in groupby(dict(changes).items(), key=lambda change: change[1])]
    for (since, value), (until, _) in pairwise([*runs, (NO_END, None)]):
        if value is not None:
            yield since, until, value
