"""Übergang, the fold of `transition.py`: from what was heard of a person to their state on each day, and to the figures of it.

Steps take effect by their days, whichever was heard of first. Figures (gaps, waits) are those that the facts known so far give.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from services.reporting.views.language_fold import home
from shared.bitemporal import Chronicle, Noted, note, timeline
from shared.contracts import cases as c
from shared.contracts import cases_transition as t
from shared.contracts.base import Contract
from shared.read_model import Record, Row

WORDS: Mapping[type[Contract], str] = {
    c.PersonRegistered: "home",
    c.PersonMoved: "home",
    t.TransitionProposed: "proposed",
    t.TransitionProposalWithdrawn: "withdrawn",
    t.CompetenceDisputed: "disputed",
    t.TransitionConfirmed: "confirmed",
    t.TransitionDoubted: "doubted",
    t.TransitionReversalDue: "reversal_due",
    t.TransitionReverted: "reverted",
    t.Sgb2Applied: "applied",
    t.Sgb2Granted: "granted",
    t.Sgb2Refused: "refused",
    t.Sgb2FirstPaid: "paid",
    t.TransitionGapsFound: "gaps",
    t.TransitionAlarmRaised: "alarm",
    t.TransitionAlarmEnded: "calm",
    t.SharedHousingLeft: "housed",
    t.TransitionClosed: "closed",
    t.TransitionLeft: "left",
}
"""What is heard, under which word, in the order in which words of one day take effect."""

RANK = {word: rank for rank, word in enumerate(dict.fromkeys(WORDS.values()))}
STEPS = ("proposed", "confirmed", "applied", "granted", "paid")
"""How far it has come: the last one reached counts. What an official asks about stands before it."""

NO_OFFICE = ""


def noted(record: Record) -> Noted:
    """Numbered within its stream, so that what the service found later replaces what it found before."""
    contract = record.contract
    data = contract.model_dump(mode="json", exclude={"person", "told"})
    return Noted(
        on=contract.on, known=record.recorded_at, stream=record.stream, number=record.number, kind=WORDS[type(contract)], data=data
    )


def evolve(state: Chronicle, record: Record) -> Chronicle:
    return note(state, noted(record), project)


@dataclass
class Course:
    """One change-over, as far as it has come on a day. `begun`: when it was first heard of."""

    begun: date
    reached: set[str] = field(default_factory=set)
    asked: str = ""
    end: date | None = None

    @property
    def state(self) -> str:
        return self.asked or next((step for step in reversed(STEPS) if step in self.reached), "disputed")


@dataclass
class Situation:
    """A person on a day. `over`: closed or left, until something new begins."""

    course: Course | None = None
    over: str = ""
    alarms: set[str] = field(default_factory=set)

    def hear(self, word: Noted) -> None:
        match word.kind:
            case "home" | "gaps" | "housed" | "refused":
                return
            case "alarm":
                self.alarms.add(str(word.data["kind"]))
            case "calm":
                self.alarms.discard(str(word.data["kind"]))
            case "closed" | "left":
                self.course, self.over = None, word.kind
            case "withdrawn" | "reverted":
                self.course, self.over = None, ""
            case _:
                self._step(word)

    def _step(self, word: Noted) -> None:
        if self.over and word.kind not in ("proposed", "disputed", "confirmed", "reversal_due"):
            return  # what comes after the end changes figures, not the state
        self.over = ""
        course = self.course = self.course or Course(word.on)
        course.asked = word.kind if word.kind in ("disputed", "doubted", "reversal_due") else ""
        course.reached.add(word.kind)

    @property
    def state(self) -> tuple[str, date | None]:
        return (self.course.state, self.course.begun) if self.course else (self.over, None)


def project(facts: Sequence[Noted]) -> Iterable[Row]:
    """Rows ("span", track, …) and ("figure", …). Dates are texts, as they come back from the stored state."""
    words = sorted(facts, key=lambda word: (word.on, RANK[word.kind], word.stream, word.number))
    homes = [word for word in words if word.kind == "home"]
    own = [word for word in words if word.kind != "home"]
    if own:
        yield from _tracks(words, homes)
        yield from _shared_housing(own, homes)
        yield from _figures(own, homes)


def _tracks(words: Sequence[Noted], homes: Sequence[Noted]) -> Iterator[Row]:
    now = Situation()
    tracks: dict[str, list[tuple[date, Any]]] = {"process": [], "no_application": [], "no_grant": []}
    for number, word in enumerate(words):
        now.hear(word)
        if number + 1 < len(words) and words[number + 1].on == word.on:
            continue
        vg, (state, begun) = home(homes, word.on), now.state
        tracks["process"].append((word.on, (vg, state, (begun or word.on).isoformat()) if state else None))
        for kind in ("no_application", "no_grant"):
            tracks[kind].append((word.on, (vg, "standing", "") if kind in now.alarms else None))
    for track, changes in tracks.items():
        for since, until, (vg, state, begun) in timeline(changes):
            yield ("span", track, since.isoformat(), until.isoformat(), vg, state, begun or since.isoformat())


def _shared_housing(own: Sequence[Noted], homes: Sequence[Noted]) -> Iterator[Row]:
    """Fehlbeleger: from the first day of SGB II to the day on which the housing was settled."""
    end, left = _last(own, "confirmed"), _last(own, "housed")
    back = _last(own, "reverted")
    if end is None or (back is not None and back.number > end.number):
        return
    since = date.fromisoformat(str(end.data["end"])) + timedelta(days=1)
    until = left.on if left else date.max
    if since < until:
        changes: list[tuple[date, Any]] = [(since, home(homes, since))]
        changes += [(word.on, home(homes, word.on)) for word in homes if since < word.on < until]
        for start, stop, vg in timeline([*changes, (until, None)] if left else changes):
            yield ("span", "housing", start.isoformat(), stop.isoformat(), vg, "fehlbeleger", since.isoformat())


def _figures(own: Sequence[Noted], homes: Sequence[Noted]) -> Iterator[Row]:
    """Once an official has confirmed; by the month in which SGB II begins, the home on that day, the office that had the application."""
    end, applied = _last(own, "confirmed"), _last(own, "applied")
    if end is None:
        return
    first = date.fromisoformat(str(end.data["end"])) + timedelta(days=1)
    place = (f"{first:%Y-%m}", home(homes, first), str(applied.data["by_office"]) if applied else NO_OFFICE)
    for kind, value in _values(own, applied):
        yield ("figure", kind, *place, value)


def _values(own: Sequence[Noted], applied: Noted | None) -> Iterator[tuple[str, int]]:
    found, proposed, closed = _last(own, "gaps"), _last(own, "proposed"), _last(own, "closed")
    for kind in ("entitlement", "payment", "insurance"):
        if found and found.data.get(kind) is not None:
            yield kind, int(str(found.data[kind]))
    if applied and proposed:
        yield "wait", max(0, (applied.on - date.fromisoformat(str(proposed.data["triggered"]))).days)
    if closed:
        yield "complete", int(bool(closed.data["complete_at_handover"]))


def _last(own: Sequence[Noted], kind: str) -> Noted | None:
    """The service's last word of a kind: the greatest number in its stream."""
    return max((word for word in own if word.kind == kind), key=lambda word: word.number, default=None)
