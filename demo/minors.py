"""Unbegleitete Minderjährige in the demo year: found, distributed or kept, a guardian, clearing, help, and for many the 18th birthday."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from demo.script import BEGIN, VGS, Script
from shared.calendar import add_months, add_years

JUGENDAMT, YOUTH_OFFICE = "landkreis-jugendamt", "youth-office@landkreis-jugendamt"
EXCLUDED = {"welfare": 5, "reunification": 3, "health": 1, "month": 2}
FORMS = {"home": 6, "foster_family": 2, "other": 1, "intensive": 1}
PLACES = {"home": 5, "shared_flat": 3, "foster_family": 2, "relatives": 1}


def minor(script: Script) -> None:
    found = script.after(BEGIN, 0, 20) if script.happens(0.5) else script.after(BEGIN, 21, 250)
    vg = script.pick(VGS)
    file = take_in(script, vg, found)
    birthday = _born(script, file, found)
    reported = script.after(found, 4, 9) if script.happens(0.85) else script.after(found, 13, 18)
    state(script, file, "MinorNotified", reported)
    if script.happens(0.35):
        distribute(script, file, script.after(reported, 2, 5))
        return
    majority = add_years(birthday, 18)
    cared = keep(script, file, vg, script.after(reported, 1, 14), majority)
    _grow_up(script, file, majority, cared)


def take_in(script: Script, vg: str, found: date) -> UUID:
    """Registered by the youth office, under whose hand the file is opened."""
    return script.open_file(script.register(vg, found, YOUTH_OFFICE), vg, found)


def say(script: Script, file: UUID, type_: str, on: date, about: dict[str, UUID] | None = None, **body: Any) -> None:
    """At the youth office's own screen."""
    script.tell("minors", YOUTH_OFFICE, on, {"minor": file} | (about or {}), type=type_, **body)


def state(script: Script, file: UUID, type_: str, on: date, **data: Any) -> None:
    """By the youth office's register, over Kafka."""
    script.fact(JUGENDAMT, type_, file, on, **data)


def claim(script: Script, file: UUID, on: date, birth: date | int, method: str = "statement", source: str = "self") -> None:
    """`birth`: the day, or the year where no more is known."""
    known = {"year": birth} if isinstance(birth, int) else {"year": birth.year, "month": birth.month, "day": birth.day}
    say(script, file, "ClaimAge", on, source=source, method=method, birth=known)


def _born(script: Script, file: UUID, found: date) -> date:
    """Most are 16 or 17; many know the year only. Returns the day that is the truth."""
    years = script.chance.choices([14, 15, 16, 17], [1, 2, 5, 8])[0]
    birthday = add_years(found, -years - 1) + timedelta(days=script.chance.randint(1, 364))
    claim(script, file, script.after(found, 1, 2), birthday.year if script.happens(0.4) else birthday)
    if script.happens(0.3):
        claim(script, file, script.after(found, 30, 120), birthday, method="paper")
    findings = [code for code, chance in (("relatives", 0.4), ("belong_together", 0.2), ("welfare_at_risk", 0.2)) if script.happens(chance)]
    say(script, file, "RecordScreening", script.after(found, 2, 5), findings=findings)
    return birthday


def distribute(script: Script, file: UUID, registered: date) -> None:
    state(script, file, "MinorRegistered", registered)
    named = script.after(registered, 1, 4)
    state(script, file, "MinorLandNamed", named)
    assigned = script.after(named, 1, 4)
    state(
        script,
        file,
        "MinorAssigned",
        assigned,
        office=script.pick({"jugendamt-trier": 3, "jugendamt-kusel": 2, "jugendamt-mainz-bingen": 2}),
    )
    state(script, file, "MinorHandedOver", script.after(assigned, 3, 10))


def keep(script: Script, file: UUID, vg: str, excluded: date, majority: date = date.max) -> date:
    """Excluded from the distribution, in care, a guardian before majority, clearing, help. Returns the first day of care."""
    state(script, file, "MinorExcluded", excluded, reason=script.pick(EXCLUDED))
    cared = script.after(excluded, 1, 3)
    state(script, file, "MinorTakenIntoCare", cared, vg=vg)
    sought = script.after(cared, 1, 4) if script.happens(0.8) else script.after(cared, 8, 20)
    if sought < majority:
        state(script, file, "MinorGuardianRequested", sought)
    opened = script.after(cared, 3, 20)
    state(script, file, "MinorClearingOpened", opened)
    if (appointed := script.after(sought, 25, 80)) < majority:
        state(script, file, "MinorGuardianAppointed", appointed, kind=script.pick({"office": 8, "association": 2, "person": 1}))
    closed = script.after(opened, 55, 100)
    state(script, file, "MinorClearingClosed", closed)
    planned = script.after(closed, 2, 10)
    state(script, file, "MinorHelpPlanAgreed", planned, form=script.pick(FORMS))
    state(script, file, "MinorPlacementChanged", script.after(planned, 3, 20), vg=script.pick(VGS), kind=script.pick(PLACES))
    state(script, file, "MinorAsylumApplicationFiled", script.after(planned, 10, 40))
    state(script, file, "MinorHelpPlanReviewed", script.after(planned, 150, 190))
    if script.happens(0.12):
        _go_missing(script, file, script.after(cared, 20, 120))
    return cared


def _go_missing(script: Script, file: UUID, gone: date) -> None:
    state(script, file, "MinorWentMissing", gone)
    if script.happens(0.6):
        state(script, file, "MinorReturned", script.after(gone, 2, 30))


def _grow_up(script: Script, file: UUID, majority: date, cared: date) -> None:
    """A plan for the change in time or late, a decision on § 41 before the birthday, after it or not at all."""
    if script.happens(0.75):
        state(script, file, "MinorTransitionPlanAgreed", max(script.after(add_months(majority, -7), -20, 60), cared))
    decided = max(script.after(majority, -40, 20), cared)
    if script.happens(0.6):
        state(script, file, "MinorYoungAdultHelpGranted", decided)
    elif script.happens(0.4):
        state(script, file, "MinorYoungAdultHelpRefused", decided)
