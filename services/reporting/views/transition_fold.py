"""Übergang, the fold of `transition.py`: from what was heard of a person to their state on each day, and to the figures of it.

Steps take effect by their days, whichever was heard of first. Figures (gaps, waits) are those that the facts known so far give.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
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
    t.TransitionQuestionSettled: "settled",
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
"""What is heard, under which word."""

STEPS = ("confirmed", "applied", "granted", "paid")
"""How far it has come, once an official has confirmed: the last one reached counts."""
REPORTS = frozenset({"applied", "granted", "refused", "paid", "housed"})
QUESTIONS = ("reversal_due", "doubted", "disputed")
"""What an official is asked stands before how far it has come; the gravest first."""

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
class Situation:
    """A person on a day. `begun`: when the change-over was first heard of. `reached`: steps, by their own day, with the number under which
    they were said. `over`: closed or left. `taken_back`: the number of the last reversal; what had been reported by then went with it.
    """

    begun: date | None = None
    reached: dict[str, tuple[date, int]] = field(default_factory=dict)
    taken_back: int = 0
    asked: set[str] = field(default_factory=set)
    over: str = ""
    alarms: set[str] = field(default_factory=set)

    def hear(self, word: Noted, day: date) -> None:
        match word.kind:
            case "alarm":
                self.alarms.add(str(word.data["kind"]))
            case "calm":
                self.alarms.discard(str(word.data["kind"]))
            case "closed" | "left":
                self.over = word.kind
            case "withdrawn":
                self.reached.pop("proposed", None)
            case "settled":
                self.asked.discard(str(word.data["question"]))
            case "reverted":
                later = {
                    step: (own, number)
                    for step, (own, number) in self.reached.items()
                    if step in REPORTS and own >= word.on and number > word.number
                }
                self.reached, self.asked, self.over, self.taken_back = later, set(), "", max(self.taken_back, word.number)
            case "disputed" | "doubted" | "reversal_due":
                self.asked.add(word.kind)
            case "confirmed":
                self.reached["confirmed"] = (word.on, word.number)
                self.asked, self.over = self.asked & {"reversal_due"}, ""
            case "proposed" | "applied" | "granted" | "paid" if word.number > self.taken_back:
                said = (word.on, word.number)
                self.reached[word.kind] = max(said, self.reached.get(word.kind, said))
        self.begun = (self.begun or day) if self.state else None

    @property
    def state(self) -> str:
        if self.over and "reversal_due" not in self.asked:
            return self.over
        question = next((question for question in QUESTIONS if question in self.asked), "")
        step = next((step for step in reversed(STEPS) if step in self.reached), "") if "confirmed" in self.reached else ""
        return question or step or ("proposed" if "proposed" in self.reached else "")


def project(facts: Sequence[Noted]) -> Iterable[Row]:
    """Rows ("span", track, …) and ("figure", …). Dates are texts, as they come back from the stored state."""
    homes = [word for word in facts if word.kind == "home"]
    own = sorted((word for word in facts if word.kind != "home"), key=lambda word: word.number)
    if own:
        yield from _tracks(homes, own)
        yield from _shared_housing(own, homes)
        yield from _figures(own, homes)


def _effects(own: Sequence[Noted]) -> Iterator[tuple[date, Noted]]:
    """The day on which each word takes effect. What an office reports, on its own day, however late it is heard of; what was found or
    decided here, never before what had been found or decided already: that order is certain.
    """
    decided = date.min
    for word in own:
        if word.kind in REPORTS:
            yield word.on, word
        else:
            decided = max(decided, word.on)
            yield decided, word


def _tracks(homes: Sequence[Noted], own: Sequence[Noted]) -> Iterator[Row]:
    now, words = Situation(), sorted([*((word.on, word) for word in homes), *_effects(own)], key=lambda effect: effect[0])
    tracks: dict[str, list[tuple[date, Any]]] = {"process": [], "no_application": [], "no_grant": []}
    for day, heard in groupby(words, key=lambda effect: effect[0]):
        for _, word in heard:
            now.hear(word, day)
        vg = home(homes, day)
        tracks["process"].append((day, (vg, now.state, now.begun.isoformat()) if now.begun else None))
        for kind in ("no_application", "no_grant"):
            tracks[kind].append((day, (vg, "standing", "") if kind in now.alarms else None))
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
    end = _last(own, "confirmed")
    if end is None:
        return
    own = _of_one(own, end)
    applied = _last(own, "applied")
    first = date.fromisoformat(str(end.data["end"])) + timedelta(days=1)
    place = (f"{first:%Y-%m}", home(homes, first), str(applied.data["by_office"]) if applied else NO_OFFICE)
    for kind, value in _values(own, applied):
        yield ("figure", kind, *place, value)


def _of_one(own: Sequence[Noted], end: Noted) -> list[Noted]:
    """What belongs to the change-over that was confirmed: after a reversal the next one begins."""
    back = [word.number for word in own if word.kind == "reverted"]
    after = max((number for number in back if number < end.number), default=0)
    before = min((number for number in back if number > end.number), default=None)
    return [word for word in own if word.number > after and (before is None or word.number < before)]


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
