"""AsylbLG: from when § 2 (Analogleistungen) is possible, and § 1a (reduced benefits), which ends and is looked at again."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from services.cases.status.base import OnReport, Report, Source, StatusCommand
from shared.calendar import ONE_DAY, local_day
from shared.deadlines import Frist
from shared.decider import Refused
from shared.law import Applied, Counting, Law, LawValue
from shared.messages import Day, Event

WAIT, RECEIVED_BY = "asylum_benefits.section_2.wait", "asylum_benefits.section_2.received_by"
LIMITED, LIMIT, REVIEW = (f"asylum_benefits.reduction.{name}" for name in ("limited", "limit", "review_before"))
FROM_ITS_FIRST_DAY = Counting(shift=False, first_counts=True)
"""A benefit's period: it begins with its first day, and its end does not move (§ 26(4) SGB X)."""


class ReportStay(Report):
    """`on`: the day since which the person has stayed without interruption."""


class ReportAnalogousBenefits(Report):
    """`on`: the first day with benefits by § 2."""


class NoteAnalogousBenefits(StatusCommand):
    """Fired by the deadline: `on` is the first day on which § 2 is possible."""


class ReportReduction(Report):
    """§ 1a AsylbLG. `on`: the first day of reduced benefits; `until`: the last, by the notice; left out, the law's limit counts."""

    until: Day | None = None


class ReportReductionEnd(Report):
    """`on`: the first day without the reduction, as when the person co-operates again (§ 1a(5) AsylbLG)."""


class NoteReductionReview(StatusCommand):
    """Fired by the deadline, some days before the reduction begun on `since` ends."""

    since: date


class StayReported(OnReport, Event, name="status.StayReported"):
    """`possible_from`: the first day on which § 2 is possible, by the law that this was decided under."""

    possible_from: date
    applied: Applied


class AnalogousBenefitsPossible(Event, name="status.AnalogousBenefitsPossible"):
    """Whether the duration was abused, an official decides: this is no grant."""


class AnalogousBenefitsReported(OnReport, Event, name="status.AnalogousBenefitsReported"):
    pass


class BenefitsReduced(OnReport, Event, name="status.BenefitsReduced"):
    """`until`: the last day; None where the text of that day knew no limit. `review`: to be looked at again by then."""

    until: date | None
    applied: Applied
    review: Frist | None
    review_on: date | None


class ReductionReviewDue(Event, name="status.ReductionReviewDue"):
    since: date


class ReductionEnded(OnReport, Event, name="status.ReductionEnded"):
    """`since`: the first day of the reduction that it ends, where one is known."""

    since: date | None = None


BenefitCommand = ReportStay | ReportAnalogousBenefits | NoteAnalogousBenefits | ReportReduction | ReportReductionEnd | NoteReductionReview


@dataclass(frozen=True)
class Benefits:
    """`reductions`: by first day. `ended`: the days on which a reduction ended before its time."""

    stay: date | None = None
    possible_from: date | None = None
    possible: date | None = None
    received: date | None = None
    reductions: dict[date, date | None] = field(default_factory=dict)
    reviewed: tuple[date, ...] = ()
    ended: tuple[date, ...] = ()

    def running(self, day: date) -> date | None:
        """The first day of the reduction that would still have applied on that day."""
        return max((since for since, last in self.reductions.items() if since < day and (last is None or day <= last)), default=None)

    def ended_early(self, since: date) -> bool:
        last = self.reductions.get(since)
        return any(since < day and (last is None or day <= last) for day in self.ended)


def possible_from(law: Law, stay: date, *, received: date | None, decided: date) -> tuple[date, LawValue]:
    """The first day with § 2: after the wait of the text in force on that day, to the day, the first one not counted (R10).

    A text that came later overtakes it, unless it was in force already on the day of decision or lets what was reached stand (R11,
    § 15 AsylbLG). Raises NoLaw.
    """
    texts = law.versions(WAIT)
    for text, newer in zip(texts, [*texts[1:], None], strict=True):
        first = max(text.valid_from, text.period.last_day(stay) + ONE_DAY)
        if newer is None or (first < newer.valid_from and _stays(law, newer, received, decided)):
            return first, text
    raise AssertionError("the last text has none after it")


def _stays(law: Law, newer: LawValue, received: date | None, decided: date) -> bool:
    """What was reached under the older text outlives this newer one."""
    if newer.running != "received" or decided < newer.valid_from:
        return True
    return received is not None and received <= date.fromisoformat(law.on(newer.valid_from, RECEIVED_BY).text)


def decide(command: BenefitCommand, state: Benefits, law: Law) -> Sequence[Event]:
    match command:
        case ReportStay() if command.on != state.stay:
            first, text = possible_from(law, command.on, received=state.received, decided=local_day(command.at))
            return [StayReported(on=command.on, source=Source.of(command), possible_from=first, applied=text.applied(WAIT))]
        case ReportAnalogousBenefits() if command.on != state.received:
            return [*_reached(command, state, law), AnalogousBenefitsReported(on=command.on, source=Source.of(command))]
        case NoteAnalogousBenefits(on=on) if state.possible_from == on and state.possible != on:
            return [AnalogousBenefitsPossible(on=on)]
        case ReportReduction():
            return _reduce(command, state, law)
        case ReportReductionEnd() if command.on not in state.ended:
            return [ReductionEnded(on=command.on, source=Source.of(command), since=state.running(command.on))]
        case NoteReductionReview(on=on, since=since) if since in state.reductions and since not in state.reviewed:
            return [] if state.ended_early(since) else [ReductionReviewDue(on=on, since=since)]
    return []


def _reached(command: ReportAnalogousBenefits, state: Benefits, law: Law) -> Sequence[Event]:
    """Whoever received § 2 by the day that the law names keeps the older wait (c9), also where that is heard of after the stay."""
    if state.stay is None or state.possible_from is None:
        return []
    first, text = possible_from(law, state.stay, received=command.on, decided=local_day(command.at))
    if first >= state.possible_from:
        return []
    return [StayReported(on=state.stay, source=Source.of(command), possible_from=first, applied=text.applied(WAIT))]


def _reduce(command: ReportReduction, state: Benefits, law: Law) -> Sequence[Event]:
    """R12. Raises Refused for a reduction that is longer than the law allows."""
    on, today = command.on, local_day(command.at)
    limited = law.for_case(LIMITED, event=on, decision=max(on, today))
    text = law.for_case(LIMIT, event=on, decision=max(on, today)) if limited.flag else limited
    most = text.period.end(on, FROM_ITS_FIRST_DAY) if limited.flag else None
    until = command.until or most
    if until is not None and until < on:
        raise Refused("status.ends_before_issue", "until", on=on, valid_until=until)
    if most is not None and until is not None and until > most:
        raise Refused("status.reduction_too_long", "until", most=most)
    if on in state.reductions and state.reductions[on] == until:
        return []
    rule = LIMIT if limited.flag else LIMITED
    review = _review(command, until, text, rule) if until else None
    early = until - timedelta(days=law.on(on, REVIEW).number) if until else None
    return [
        BenefitsReduced(
            on=on,
            source=Source.of(command),
            until=until,
            applied=text.applied(rule),
            review=review,
            review_on=max(early, on) if early else None,
        )
    ]


def _review(command: ReportReduction, until: date, text: LawValue, rule: str) -> Frist:
    stops = (ReductionEnded.name, BenefitsReduced.name)
    return Frist(rule=rule, paragraph=text.paragraph, started=command.on, last_day=until, owner=command.partner, stops=stops)


def evolve(state: Benefits, event: Event) -> Benefits:
    match event:
        case StayReported(on=on, possible_from=first):
            return replace(state, stay=on, possible_from=first)
        case AnalogousBenefitsPossible(on=on):
            return replace(state, possible=on)
        case AnalogousBenefitsReported(on=on):
            return replace(state, received=on)
        case BenefitsReduced(on=on, until=until):
            reviewed = tuple(since for since in state.reviewed if since != on)  # another end is looked at anew
            return replace(state, reductions={**state.reductions, on: until}, reviewed=reviewed)
        case ReductionReviewDue(since=since):
            return replace(state, reviewed=(*state.reviewed, since))
        case ReductionEnded(on=on):
            return replace(state, ended=(*state.ended, on))
    return state
