"""Unbegleitete Minderjährige, the fold of `minors.py`: from what was heard of a file to its state on each day, and to its figures.

Steps take effect by their days, whichever was heard of first. Nothing here says whose file it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from shared.bitemporal import Chronicle, Noted, note, timeline
from shared.calendar import ONE_DAY
from shared.contracts import minors as m
from shared.contracts.base import Contract
from shared.contracts.codes_minors import Clock, MinorState, YoungAdultDecision
from shared.read_model import Record, Row

WORDS: Mapping[type[Contract], str] = {
    m.MinorTakenIn: "taken_in",
    m.MinorStateEntered: "entered",
    m.MinorCareResumed: "resumed",
    m.MinorPlaced: "placed",
    m.MinorPeriodMissed: "missed",
    m.MinorPeriodEnded: "period",
    m.MinorExclusionProposed: "proposed",
    m.MinorGuardianAppointed: "guardian",
    m.MinorClearingClosed: "clearing",
    m.MinorTransitionPlanAgreed: "plan",
    m.MinorOfAge: "of_age",
    m.MinorYoungAdultDecided: "young_adult",
    m.MinorWentMissing: "gone",
    m.MinorReturned: "back",
}
"""What is heard, under which word."""

ORDER = tuple(MinorState)
OVER = (MinorState.HANDED_OVER, MinorState.FOUND_ADULT, MinorState.ENDED)


def noted(record: Record) -> Noted:
    """Numbered within its stream, so that what was said later replaces what was said before."""
    contract = record.contract
    return Noted(
        on=contract.on,
        known=record.recorded_at,
        stream=record.stream,
        number=record.number,
        kind=WORDS[type(contract)],
        data=contract.model_dump(mode="json", exclude={"minor", "on"}),
    )


def evolve(state: Chronicle, record: Record) -> Chronicle:
    return note(state, noted(record), project)


def project(facts: Sequence[Noted]) -> Iterable[Row]:
    """Rows ("span", track, …) and ("figure", …). Dates are texts, as they come back from the stored state."""
    said = sorted(facts, key=lambda word: word.number)
    if any(word.kind == "taken_in" for word in said):
        yield from _process(said)
        yield from _missing(said)
        yield from _figures(said)


class Stretch(NamedTuple):
    """In this state until that was over; `until` None: it lasts."""

    since: date
    until: date | None
    state: str

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def _process(said: Sequence[Noted]) -> Iterator[Row]:
    reached, ended = _reached(said), _stretches(said, _ending, "resumed")
    days = {*reached.values(), *_edges(ended), *(word.on for word in said if "vg" in word.data)}
    changes: list[tuple[date, Any]] = []
    for day in sorted(days):
        state = _state(reached, ended, day)
        changes.append((day, (home(said, day), state) if state else None))
    for since, until, (vg, state) in timeline(changes):
        yield ("span", "process", since.isoformat(), until.isoformat(), vg, state)


def _missing(said: Sequence[Noted]) -> Iterator[Row]:
    """Whoever is gone again on a day of an absence that was over is missing until told to be back from this one."""
    gone = _stretches(said, lambda word: "missing" if word.kind == "gone" else None, "back")
    days = sorted(_edges(gone))
    missed = [(day, home(said, day) if any(one.holds(day) for one in gone) else None) for day in days]
    for since, until, vg in timeline(missed):
        yield ("span", "missing", since.isoformat(), until.isoformat(), vg, "missing")


def _reached(said: Sequence[Noted]) -> dict[str, date]:
    """By state, the day on which it was entered, as was said last."""
    words = [word for word in said if word.kind in ("taken_in", "entered") and word.data["state"] not in OVER]
    return {str(word.data["state"]): word.on for word in words}


def _ending(word: Noted) -> str | None:
    return str(word.data["state"]) if word.kind == "entered" and word.data["state"] in OVER else None


def _stretches(said: Sequence[Noted], begun: Callable[[Noted], str | None], over: str) -> list[Stretch]:
    """What is said to have begun again while it lasts corrects the beginning."""
    found: list[Stretch] = []
    for word in said:
        lasts = bool(found) and found[-1].until is None
        if state := begun(word):
            found = [*(found[:-1] if lasts else found), Stretch(word.on, None, state)]
        elif word.kind == over and lasts:
            found = [*found[:-1], found[-1]._replace(until=word.on)]
    return found


def _edges(stretches: Sequence[Stretch]) -> set[date]:
    return {day for one in stretches for day in (one.since, one.until) if day}


def _state(reached: Mapping[str, date], ended: Sequence[Stretch], day: date) -> str | None:
    """The furthest state entered by then, unless the file had ended and not gone on."""
    over = [one.state for one in ended if one.holds(day)]
    entered = [state for state, since in reached.items() if since <= day]
    return over[-1] if over else max(entered, key=lambda state: ORDER.index(MinorState(state)), default=None)


def home(said: Sequence[Noted], day: date) -> str:
    """Where the minor lived that day; before anything is known, the first place."""
    placed = sorted((word for word in said if "vg" in word.data), key=lambda word: (word.on, word.number))
    until = [word for word in placed if word.on <= day]
    return str((until or placed)[-1 if until else 0].data["vg"])


def _figures(said: Sequence[Noted]) -> Iterator[Row]:
    """By the month in which the minor was taken in; of majority by the month of that, unless the file turns out to have ended before."""
    begun, grown = min(word.on for word in said if word.kind == "taken_in"), _last(said, "of_age")
    for kind, value in _of_care(said):
        yield ("figure", kind, f"{begun:%Y-%m}", home(said, begun), value)
    if grown and not any(one.holds(grown.on - ONE_DAY) for one in _stretches(said, _ending, "resumed")):
        for kind, value in _of_majority(said):
            yield ("figure", kind, f"{grown.on:%Y-%m}", home(said, grown.on), value)


def _of_care(said: Sequence[Noted]) -> Iterator[tuple[str, int]]:
    reports = [word for word in said if word.data.get("clock") == Clock.REPORT and word.data.get("kept", False) is not None]
    if reports:
        yield "reported", int(reports[-1].data.get("kept") is True)  # missed so far is not in time
    for kind in ("guardian", "clearing"):
        if word := _last(said, kind):
            yield kind, int(word.data["days"] or 0)


def _of_majority(said: Sequence[Noted]) -> Iterator[tuple[str, int]]:
    plan, decision = _last(said, "plan"), _last(said, "young_adult")
    if plan is None or plan.data["in_time"] is not None:
        yield "plan", int(plan is not None and plan.data["in_time"] is True)
    yield "young_adult", int(decision is not None and decision.data["decision"] == YoungAdultDecision.GRANTED)


def _last(said: Sequence[Noted], kind: str) -> Noted | None:
    return next((word for word in reversed(said) if word.kind == kind), None)
