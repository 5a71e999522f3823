"""Sprache in the demo year: need, paper, offer, course, exam. Proportions follow the district's neighbours in 2018.

137 in courses, 9 refused, 34 aborted (pregnancy 5, child care 4, move 7, job 5), 96 passed.
"""

from datetime import date, timedelta
from uuid import UUID

from demo.script import END, Script, fridays

PROVIDERS = {"jmd": 4, "cjd": 3, "landkreis-koordination": 3}
REFUSALS = {"child_care": 3, "job": 2, "pregnancy": 2, "health": 1, "transport": 1}
ABORTS = {"move": 7, "pregnancy": 5, "job": 5, "child_care": 4, "health": 3, "transport": 3, "other": 7}


def language(script: Script, person: UUID, arrived: date) -> None:
    provider = script.pick(PROVIDERS)
    needed = script.after(arrived, 3, 20)
    script.fact(
        provider, "LanguageNeedAssessed", person, needed, literacy=script.pick({"latin": 3, "second_script": 5, "primary": 2}),
        levels={"listening": "A1", "speaking": "A1"}, childcare_needed=script.happens(0.3), transport_needed=script.happens(0.3),
    )  # fmt: skip
    if script.happens(0.8):
        _course(script, person, provider, needed)


def _course(script: Script, person: UUID, provider: str, needed: date) -> None:
    granted = script.after(needed, 7, 40)
    _paper(script, person, granted)
    offered = script.after(granted, 5, 40)
    course = f"{provider[:3]}-{offered:%Y}-{script.chance.randint(1, max(2, round(20 * script.scale)))}"
    kind = script.pick({"general": 7, "literacy": 2, "women": 1})
    levels = {"reading": "A1", "writing": "A0"}
    script.fact(provider, "PlacementTestTaken", person, offered, levels=levels, module=script.chance.randint(1, 3))
    script.fact(provider, "CourseOffered", person, offered, course=course, kind=kind)
    answered = script.after(offered, 3, 14)
    if script.happens(0.07):
        script.fact(provider, "CourseOfferRefused", person, answered, course=course, reason=script.pick(REFUSALS))
        return
    script.fact(provider, "CourseOfferAccepted", person, answered, course=course)
    enrolled = script.after(answered, 2, 10)
    script.fact(provider, "CourseEnrolmentConfirmed", person, enrolled, course=course, provider=provider, kind=kind)
    if script.happens(0.9):
        _attend(script, person, provider, course, script.after(enrolled, 10, 60))


def _paper(script: Script, person: UUID, granted: date) -> None:
    if script.happens(0.6):
        ground, days = ("title", 365) if script.happens(0.7) else ("asylum_seeker", 91)
        valid = (granted + timedelta(days=days)).isoformat()
        script.fact("landkreis-auslaenderbehoerde", "CourseEntitlementIssued", person, granted, ground=ground, valid_until=valid)
    else:
        script.fact("jobcenter", "CourseObligationIssued", person, granted, authority="jobcenter", programme="integration")


def _attend(script: Script, person: UUID, provider: str, course: str, started: date) -> None:
    script.fact(provider, "CourseStarted", person, started, course=course)
    aborted = script.after(started, 20, 150) if script.happens(0.22) else None
    finished = script.after(started, 140, 200)
    _report_weeks(script, person, provider, course, started, min(aborted or finished, END))
    if aborted:
        script.fact(provider, "CourseDroppedOut", person, aborted, course=course, reason=script.pick(ABORTS))
        return
    script.fact(provider, "CourseCompleted", person, finished, course=course)
    level = script.pick({"B1": 6, "A2": 3, "A1": 1})
    script.fact(
        provider, "ExamResultReported", person, script.after(finished, 3, 14), programme="integration", overall=level,
        levels=dict.fromkeys(("listening", "reading", "writing", "speaking"), level), life_in_germany=script.happens(0.93),
    )  # fmt: skip


def _report_weeks(script: Script, person: UUID, provider: str, course: str, first: date, last: date) -> None:
    """Each Friday the units of the month so far: said again, the last word counts."""
    month, attended, held = "", 0, 0
    for friday in fridays(first, last):
        if f"{friday:%Y-%m}" != month:
            month, attended, held = f"{friday:%Y-%m}", 0, 0
        units = script.chance.randint(15, 25)
        held, attended = held + units, attended + round(units * script.chance.uniform(0.55, 1))
        script.fact(provider, "AttendanceReported", person, friday, course=course, month=month, units_attended=attended, units_held=held)
