"""Lücken, in days: between the end of AsylbLG and what takes its place. Computed anew with every fact; events keep the former values."""

from datetime import date

from services.cases.facets.transition.applying import Application
from services.cases.facets.transition.benefits import Benefits
from shared.calendar import ONE_DAY
from shared.messages import Event, Message


class Gaps(Message):
    """`start`: the first day with SGB II. `entitlement`: days from the end of AsylbLG to it; `payment`: from it to the first money;
    `insurance`: from the end of AsylbLG to the membership. None: not known yet.
    """

    start: date | None = None
    entitlement: int | None = None
    payment: int | None = None
    insurance: int | None = None


class GapsFound(Event, name="transition.GapsFound"):
    gaps: Gaps


def gaps(end: date | None, application: Application, benefits: Benefits) -> Gaps:
    """`end`: the last day with AsylbLG. Never before the day after it (R5), else from the month's first (§ 37(2) SGB II)."""
    if end is None:
        return Gaps()
    earliest = end + ONE_DAY
    start = max(earliest, application.received.replace(day=1)) if application.received else None
    return Gaps(
        start=start,
        entitlement=(start - earliest).days if start else None,
        payment=max(0, (benefits.paid - start).days) if start and benefits.paid else None,
        insurance=max(0, (benefits.insured - earliest).days) if benefits.insured else None,
    )
