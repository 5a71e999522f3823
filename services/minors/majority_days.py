"""The days on the way to majority, from a birth date as precise as it is known (§ 2, § 187(2) BGB)."""

from datetime import date, timedelta

from shared.birth import BirthDate, of_age
from shared.calendar import ONE_DAY, add_months, month_end
from shared.law import Law
from shared.messages import Message

MAJORITY, GUARDIANSHIP = "minors.majority_age", "minors.guardianship_age"
PLAN, PLAN_BY, WARNINGS = "minors.plan_years_before", "minors.plan_months_before", "minors.warn_days_before"


class MajorityDays(Message):
    """Days that follow from a birth date. `earliest` and `latest` differ where it is imprecise (N14); what warns goes by the earliest.

    `plan_due`: from when a transition plan is due (R31). `plan_by`: the last day on which it is in time. `warnings`: days before, and day.
    `guardianship_end`: the first day without, by the law that governs it (c8).
    """

    plan_due: date
    plan_by: date
    warnings: tuple[tuple[int, date], ...]
    earliest: date
    latest: date
    guardianship_end: date


def told_as(day: date) -> date:
    """The `on` of what a birthday sets off: the first day of the next month."""
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
