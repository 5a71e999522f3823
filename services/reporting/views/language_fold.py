"""Sprache, the fold of `language.py`: from what was heard of a person to their state on each day, and to what counts.

The last word counts: said again about the same thing, it replaces what was said before, and what followed from it.
"""

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from pydantic import BaseModel, ConfigDict

from shared.bitemporal import Chronicle, Noted, note, timeline
from shared.contracts import cases as c
from shared.contracts.base import Contract
from shared.read_model import Record, Row

UNKNOWN = "unknown"
"""The VG of somebody whose registration has not arrived (yet)."""

WORDS: dict[type[Contract], tuple[str, ...]] = {
    c.PersonRegistered: ("home", "on"),
    c.PersonMoved: ("home", "on"),
    c.LanguageNeedAssessed: ("need",),
    c.LanguageEntitlementIssued: ("entitled", "programme", "on"),
    c.LanguageEntitlementExpired: ("expired", "programme", "issued"),
    c.LanguageEntitlementRestored: ("restored", "programme", "issued"),
    c.LanguageObligationIssued: ("obliged", "authority", "programme", "on"),
    c.LanguageObligationRevoked: ("released", "authority", "programme", "on"),
    c.LanguageCourseOffered: ("offered", "course"),
    c.LanguageCourseRefused: ("refused", "course"),
    c.LanguageCourseAccepted: ("accepted", "course"),
    c.LanguageCourseEnrolled: ("enrolled", "course"),
    c.LanguageCourseStartDelayed: ("delayed", "course"),
    c.LanguageCourseStarted: ("started", "course"),
    c.LanguageCourseResumed: ("resumed", "course", "on"),
    c.LanguageCourseInterrupted: ("interrupted", "course", "on"),
    c.LanguageCourseCompleted: ("completed", "course"),
    c.LanguageCourseAborted: ("aborted", "course"),
    c.LanguageCourseTransferred: ("transferred", "course"),
    c.LanguageLevelReached: ("exam", "programme", "on"),
}
"""What is heard, under which word, and what it is about. In the order in which words of one day take effect."""

RANK = {word: rank for rank, (word, *_) in enumerate(WORDS.values())}
REPLACES = {"restored": "expired", "released": "obliged", "accepted": "refused", "aborted": "completed", "transferred": "completed"}
"""Words that answer the same question, so that the later one counts: by the first of them."""

WHY = {"entitled": "ground", "expired": "cause", "obliged": "authority"} | dict.fromkeys(("refused", "interrupted", "aborted"), "reason")
SILENT = frozenset({"home", "need", "restored", "released", "exam"})
"""Not counted by themselves; an exam counts as `passed` once, else as `not_passed` with the level as its reason."""

PLACES = ("attending", "interrupted", "waiting")


class Language(BaseModel):
    """`units`: attended and held, by month and course; they are many and only ever corrected, so they have no second time."""

    model_config = ConfigDict(frozen=True)

    chronicle: Chronicle = Chronicle()
    units: dict[str, tuple[int, int]] = {}


def evolve(state: Language, record: Record) -> Language:
    match record.contract:
        case c.LanguageAttendanceReported(course=course, month=month, units_attended=attended, units_held=held):
            return state.model_copy(update={"units": state.units | {f"{month} {course}": (attended, held)}})
        case c.LanguageCourseStartDelayed(overdue=False):
            return state
        case c.LanguageCourseTransferred(course=course, to_course=to_course) if course == to_course:
            return state  # another provider takes over the same course
    return state.model_copy(update={"chronicle": note(state.chronicle, noted(record), project)})


def noted(record: Record) -> Noted:
    contract = record.contract
    return Noted(
        on=contract.on,
        known=record.recorded_at,
        stream=record.stream,
        number=record.number,
        kind=WORDS[type(contract)][0],
        data=contract.model_dump(mode="json", exclude={"person", "levels", "already_by"}),
    )


@dataclass
class Situation:
    """A person on a day, as their words are heard in the order of `effect`. `held`: how many places of each kind. `reasons`: what may be
    their status while they have no place, by the thing it is about, the latest last.
    """

    vg: str
    level: str = ""
    places: dict[Any, str] = field(default_factory=dict)
    held: Counter[str] = field(default_factory=Counter)
    reasons: dict[Any, str] = field(default_factory=dict)

    @property
    def status(self) -> str | None:
        """A place in a course, else the latest of what else is known; None while nothing is."""
        held = next((place for place in PLACES if self.held[place]), None)
        return held or next(reversed(self.reasons.values()), None)

    def hear(self, word: Noted) -> None:
        data, course = word.data, word.data.get("course")
        match word.kind:
            case "home":
                self.vg = str(data["vg"])
            case "enrolled":
                self._take(course, self.places.get(course, "waiting"))
            case "started" | "resumed":
                self._take(course, "attending")
            case "interrupted":
                self._take(course, "interrupted")
            case "transferred":
                if place := self._take(course, None):
                    self._take(data["to_course"], self.places.get(data["to_course"], place))
            case "released":
                self.reasons.pop(("obliged", data["authority"], data["programme"]), None)
            case "exam" | "restored" | "delayed":
                pass
            case "completed" | "aborted":
                self._take(course, None)
                self._because(word)
            case _:
                self._because(word)

    def _take(self, course: Any, place: str | None) -> str | None:
        """Returns the place that there was."""
        before = self.places.pop(course, None)
        if before:
            self.held[before] -= 1
        if place:
            self.places[course] = place
            self.held[place] += 1
        return before

    def _because(self, word: Noted) -> None:
        self.reasons.pop(_reason(word), None)
        self.reasons[_reason(word)] = word.kind


def _reason(word: Noted) -> Any:
    data = word.data
    match word.kind:
        case "entitled" | "expired":
            return "entitled", data["programme"], data.get("issued", data["on"])
        case "obliged":
            return "obliged", data["authority"], data["programme"]
    return REPLACES.get(word.kind, word.kind), data.get("course")


def project(facts: Sequence[Noted]) -> Iterable[Row]:
    """Rows ("span", …) and ("happening", …). Dates are texts, as they come back from the stored state."""
    words = standing(facts)
    homes = sorted((word for word in words if word.kind == "home"), key=effect)
    levels, results = exams([word for word in words if word.kind == "exam"])
    now = Situation(home(homes, date.min))
    changes: list[tuple[date, Any]] = []
    for word in sorted(words, key=effect):
        now.hear(word)
        now.level = max((level for day, level in levels if day <= word.on), default="")
        changes.append((word.on, (now.vg, now.status, now.level) if now.status else None))
        if word.kind not in SILENT:
            about = str(word.data.get("course") or word.data["programme"])
            yield _happening(word.kind, about, str(word.data.get(WHY.get(word.kind, ""), "")), word.on, now.vg)
    yield from _spans(changes)
    for kind, programme, level, day in results:
        yield _happening(kind, programme, level, day, home(homes, day))


def effect(word: Noted) -> Any:
    return word.on, RANK[word.kind], word.known_order


def standing(facts: Sequence[Noted]) -> list[Noted]:
    """The last word on each thing, in the order in which they became known.

    Whoever enrols in, starts or resumes a course after its end is in it anew: that is another thing, and the end stands.
    """
    words: dict[Any, Noted] = {}
    rounds: dict[Any, list[date]] = {}
    fields = {word: names for word, *names in WORDS.values()}
    for fact in sorted(facts, key=lambda fact: fact.known_order):
        thing: Any = (REPLACES.get(fact.kind, fact.kind), *(fact.data[name] for name in fields[fact.kind]))
        if "course" in fact.data:
            course = rounds.setdefault(fact.data["course"], [date.min])
            begun = course[bisect_right(course, fact.on) - 1]
            end = words.get(("completed", fact.data["course"], begun))
            if fact.kind in ("enrolled", "started", "resumed") and end and end.on < fact.on:
                begun = fact.on
                insort(course, begun)
            thing = (*thing, begun)
        if fact.kind == "entitled":
            words.pop(("expired", *thing[1:]), None)  # a paper corrected after its end has not ended
        words[thing] = fact
    return sorted(words.values(), key=lambda word: word.known_order)


def exams(words: Iterable[Noted]) -> tuple[list[tuple[date, str]], list[tuple[str, str, str, date]]]:
    """Levels shown, and results, by the day of the exam.

    A result speaks of all exams known by then. So only a level that rises says something about its own day, and the day on
    which a course was passed is that of the latest exam that its first success rests on.
    """
    levels: list[tuple[date, str]] = []
    results: list[tuple[str, str, str, date]] = []
    best: dict[Any, str] = {}
    latest: dict[Any, date] = {}
    passed = set()
    for word in words:
        programme, reached = str(word.data["programme"]), str(word.data["reached"] or "")
        latest[programme] = max(word.on, latest.get(programme, word.on))
        if reached > best.get(programme, ""):
            best[programme] = reached
            levels.append((word.on, reached))
        if word.data["successful"] and programme not in passed:
            passed.add(programme)
            results.append(("passed", programme, "", latest[programme]))
        if reached and not word.data["successful"]:
            results.append(("not_passed", programme, reached, word.on))
    return levels, results


def home(homes: Sequence[Noted], day: date) -> str:
    """Where the person lived on a day; the first known home also counts for the days before. `homes`: in the order of their days."""
    if not homes:
        return UNKNOWN
    return str(homes[max(0, bisect_right(homes, day, key=lambda word: word.on) - 1)].data["vg"])


def _happening(kind: str, about: str, reason: str, day: date, vg: str) -> Row:
    return ("happening", kind, about, reason, day.isoformat(), f"{day:%Y-%m}", vg)


def _spans(changes: Iterable[tuple[date, Any]]) -> Iterator[Row]:
    """`since`: the day on which the status began, whatever else changed meanwhile."""
    for _, run in groupby(timeline(changes), key=lambda stretch: stretch[2][1]):
        stretches = list(run)
        for valid_from, valid_to, (vg, status, level) in stretches:
            yield ("span", valid_from.isoformat(), valid_to.isoformat(), vg, status, level, stretches[0][0].isoformat())
