"""The days on the way to majority, from a birth date as precise as it is known (§ 2, § 187(2) BGB), and when which is said.

What a day brings holds from its 00:00. It is *said*, as an event, by the month of the birthday alone: what must be true already on the
first of the next month, what warns counted from the month's first day. Else the birth date could be read off the instants at which events
were recorded, after an erasure too (ADR 11).
"""

from datetime import date, timedelta

from services.minors.distribution import OWN_OFFICE
from shared.birth import BirthDate, of_age
from shared.calendar import ONE_DAY, add_months, month_end
from shared.deadlines import Frist
from shared.law import Law
from shared.messages import Message

MAJORITY, GUARDIANSHIP = "minors.majority_age", "minors.guardianship_age"
PLAN, PLAN_BY, WARNINGS = "minors.plan_years_before", "minors.plan_months_before", "minors.warn_days_before"
DECIDE_BY = "minors.decide_days_before"
PLANNED = ("minors.TransitionPlanAgreed",)
DECIDED = ("minors.YoungAdultHelpGranted", "minors.YoungAdultHelpRefused")


class MajorityDays(Message):
    """Days that follow from a birth date. `earliest` and `latest` differ where it is imprecise (N14); what warns goes by the earliest.

    `plan_due`: from when a transition plan is due (R31). `plan_by`: the last day on which it is in time. `warnings`: days before, and day.
    `guardianship_end`: the first day without, by the law that governs it (c8).
    `plan`, `decision`: what the youth office still has to do, by when; None where it is done.
    """

    plan_due: date
    plan_by: date
    warnings: tuple[tuple[int, date], ...]
    earliest: date
    latest: date
    guardianship_end: date
    plan: Frist | None = None
    decision: Frist | None = None

    @property
    def precise(self) -> bool:
        return self.earliest == self.latest

    def warning_said(self, days_before: int) -> date:
        """So many days before the month."""
        return self.earliest.replace(day=1) - timedelta(days=days_before)

    @property
    def guardianship_end_said(self) -> date:
        """As many years after majority is said as the one is after the other: nobody is seen to be born on 29 February."""
        said = told_as(self.latest)
        return said.replace(year=said.year + self.guardianship_end.year - self.latest.year)

    def same_way(self, other: "MajorityDays") -> bool:
        """To majority, as it is said: another day of the same month is said already."""
        return all(told_as(mine) == told_as(its) for mine, its in ((self.earliest, other.earliest), (self.latest, other.latest)))

    def in_time(self, planned: date) -> bool:
        """By the month, as it is said: a plan of the month whose day would have been the last."""
        return planned < told_as(self.plan_by)


def told_as(day: date) -> date:
    """When something that holds from a day on is said: the first day of the next month."""
    return month_end(day) + ONE_DAY


def computed(birth: BirthDate, guardianship_age: int | None, law: Law, on: date) -> MajorityDays:
    """Raises NoLaw."""
    age = law.on(on, MAJORITY).number
    earliest, latest = of_age(birth, age)
    _, free = of_age(birth, guardianship_age or law.on(on, GUARDIANSHIP).number)
    plan_due, _ = of_age(birth, age - law.on(on, PLAN).number)
    return MajorityDays(
        plan_due=plan_due,
        plan_by=add_months(earliest, -law.on(on, PLAN_BY).number),
        warnings=tuple((int(days), earliest - timedelta(days=int(days))) for days in law.on(on, WARNINGS).codes),
        earliest=earliest,
        latest=latest,
        guardianship_end=free,
    )


def with_duties(days: MajorityDays, law: Law, on: date, *, planned: bool, decided: bool) -> MajorityDays:
    """What is still to be done on the way: a plan (R31), and a decision on § 41 before help has a gap (R32). Raises NoLaw."""
    before = timedelta(days=law.on(on, DECIDE_BY).number)
    plan = None if planned else _duty(PLAN_BY, days.plan_due, days.plan_by, PLANNED, law, on)
    decision = None if decided else _duty(DECIDE_BY, days.plan_due, days.earliest - before, DECIDED, law, on)
    return days.model_copy(update={"plan": plan, "decision": decision})


def _duty(rule: str, started: date, last: date, stops: tuple[str, ...], law: Law, on: date) -> Frist:
    owner, paragraph = law.on(on, OWN_OFFICE).text, law.on(on, rule).paragraph
    return Frist(rule=rule, paragraph=paragraph, started=started, last_day=last, owner=owner, stops=stops)
