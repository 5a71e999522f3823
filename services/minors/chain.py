"""Die gesetzliche Kette: which periods run is a function of what is known, so that a late or corrected report puts all of them right."""

from collections.abc import Iterable, Mapping
from datetime import date

from services.minors.clocks import PeriodEnded, PeriodSet
from services.minors.distribution import EXTENSION, OWN_OFFICE
from services.minors.of_age import known_days
from services.minors.state import Minor
from shared.contracts.codes_minors import Clock
from shared.deadlines import Frist, frist
from shared.law import CALENDAR_DAYS, Counting, Law
from shared.messages import Event

SATURDAY, SHIFT = "minors.saturday_is_werktag", "minors.saturday_end_shifts"
WITHIN, STOPS_WHILE_MISSING = "minors.distribution_within", "minors.stops_while_missing"

Periods = Mapping[Clock, tuple[Frist, date | None]]
"""With the day on which what it waits for happened."""

STOPS: Mapping[Clock, tuple[str, ...]] = {
    Clock.REPORT: ("minors.DistributionNotified",),
    Clock.REGISTER: ("minors.DistributionRegistered", "minors.DistributionExcluded"),
    Clock.NAME: ("minors.LandNamed", "minors.DistributionExcluded"),
    Clock.ASSIGN: ("minors.AssignmentReceived", "minors.DistributionExcluded"),
    Clock.DISTRIBUTION: ("minors.HandoverCompleted", "minors.CareStarted", "minors.DistributionExcluded"),
    Clock.GUARDIAN: ("minors.GuardianRequested", "minors.GuardianAppointed"),
    Clock.CLEARING: ("minors.ClearingClosed",),
    Clock.HELP_REVIEW: ("minors.HelpPlanReviewed",),
}


def periods(state: Minor, law: Law) -> Periods:
    """All that were ever set off, by the text in force on the day that did. Raises NoLaw."""
    care, way = state.care, state.distribution
    done = first(way.excluded, way.handed_over, care.started)
    started: dict[Clock, tuple[date | None, date | None]] = {
        Clock.REPORT: (care.provisional, way.notified),
        Clock.REGISTER: (way.notified, first(way.registered, way.excluded)),
        Clock.NAME: (way.registered, first(way.named, way.excluded)),
        Clock.ASSIGN: (way.named, first(way.assigned, way.excluded)),
        Clock.DISTRIBUTION: (care.provisional, done),
        Clock.GUARDIAN: (_guardian_from(state, law), first(state.guardian.requested, state.guardian.appointed)),
        Clock.CLEARING: (state.help.opened, state.help.closed),
        Clock.HELP_REVIEW: (state.help.reviewed or state.help.planned, None),
    }
    return {clock: (_frist(clock, day, over, state, law), over) for clock, (day, over) in started.items() if day is not None}


def first(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _guardian_from(state: Minor, law: Law) -> date | None:
    """§ 42(3) S. 4 from the first day of § 42; where the distribution takes longer, from the end of its first month (§ 42d(3))."""
    month = state.care.provisional and law.on(state.care.provisional, WITHIN).period.last_day(state.care.provisional)
    return first(state.care.started, month if state.distribution.extended else None)


def _frist(clock: Clock, started: date, over: date | None, state: Minor, law: Law) -> Frist:
    """After an interruption of care what is still open begins anew, from the decision forward (N3)."""
    resumed = state.care.resumed
    start = max(started, resumed) if resumed and (over is None or over >= resumed) else started
    rule = f"minors.{clock}_within"
    found = frist(rule, law.on(start, rule), start, _owner(clock, start, law), counting=_counting(clock, start, law), stops=STOPS[clock])
    last = found.last_day
    if clock is Clock.DISTRIBUTION and state.distribution.extended:
        last = law.on(state.distribution.extended, EXTENSION).period.last_day(last)  # from its end, § 190 BGB
    if clock in law.on(start, STOPS_WHILE_MISSING).codes:
        last = state.absences.stretched(start, last, over)
    office = law.on(start, OWN_OFFICE).text
    return found.model_copy(update={"last_day": last, "escalates_to": () if found.owner == office else (office,)})


def _owner(clock: Clock, on: date, law: Law) -> str:
    """Who must act: offices of the Land and the Bund have no seat here, so the youth office hears when they are late."""
    return law.on(on, f"minors.owner.{clock}").text


def _counting(clock: Clock, on: date, law: Law) -> Counting:
    """R28, c12 for the chain in Werktage. Months end on their day: nothing need be declared or done on it."""
    if clock in (Clock.REPORT, Clock.REGISTER, Clock.NAME, Clock.ASSIGN, Clock.GUARDIAN):
        return Counting(saturday=law.on(on, SATURDAY).flag, shift=law.on(on, SHIFT).flag)
    return CALENDAR_DAYS


def follow(state: Minor, on: date, law: Law) -> Iterable[Event]:
    """What must be said for the clocks to be what `periods` says. Raises NoLaw."""
    found = periods(state, law)
    stopped = set(law.on(on, STOPS_WHILE_MISSING).codes if state.absences.since else ())
    days = known_days(state, law, on)
    stopped |= {Clock.GUARDIAN} if days and on >= days.guardianship_end_said else set()
    for clock in Clock:
        frist, over = found.get(clock, (None, None))
        if frist is not None and over is not None:
            yield from _outcome(clock, over <= frist.last_day, state, on)
        elif frist is not None and state.care.runs and clock not in stopped:
            yield from _runs(clock, frist, state, on)
        elif clock in state.clocks.running:
            yield PeriodEnded(on=on, clock=clock, kept=None)


def _outcome(clock: Clock, kept: bool, state: Minor, on: date) -> Iterable[Event]:
    if clock in state.clocks.running or state.clocks.kept.get(clock) is not kept:
        yield PeriodEnded(on=on, clock=clock, kept=kept)


def _runs(clock: Clock, frist: Frist, state: Minor, on: date) -> Iterable[Event]:
    if state.clocks.running.get(clock) != frist:
        yield PeriodSet(on=on, clock=clock, frist=frist)
