"""The cooperation's first year as a seeded scenario: what happens to invented people, week by week. Pure: no clock, no network.

A facet's share of the year is a module of its own; here they are put together, with the district's volumes.
"""

from datetime import date
from random import Random

from demo.language import language
from demo.minors import minor
from demo.nasty import Case, nasty
from demo.nasty_minors import nasty_minors
from demo.referrals import referral
from demo.script import BEGIN, VGS, Script, Week
from demo.transition import transition
from demo.volunteers import volunteer

DISTRICT_PERSONS = 1940
DISTRICT_VOLUNTEERS = 400
DISTRICT_MINORS, ENOUGH_MINORS = 75, 45
"""Unaccompanied minors in a year; of fewer than the second number hardly a figure could be shown, whatever the scale."""


def year(seed: int, scale: float) -> tuple[list[Week], list[Case]]:
    """The weeks, and who among the people is a nasty case. The same seed and scale give the same year. `scale` 1: the district's own
    numbers.
    """
    script = Script(Random(seed), scale)
    for _ in range(max(8, round(DISTRICT_PERSONS * scale))):
        _person(script)
    for _ in range(max(4, round(DISTRICT_VOLUNTEERS * scale))):
        volunteer(script)
    for _ in range(max(ENOUGH_MINORS, round(DISTRICT_MINORS * scale))):
        minor(script)
    _mistakes(script)
    cases = [*nasty(script), *nasty_minors(script)]
    return list(script.by_friday.values()), cases


def _person(script: Script) -> None:
    arrived = script.after(BEGIN, 0, 20) if script.happens(0.6) else script.after(BEGIN, 21, 300)
    vg = script.pick(VGS)
    person = script.register(vg, arrived)
    language(script, person, arrived)
    if script.happens(0.12):
        script.fact(vg, "PersonMoved", person, script.after(arrived, 40, 250), vg=script.pick(VGS))
    transition(script, person, vg, arrived)
    if script.happens(0.8):
        referral(script, person, vg, script.after(arrived, 5, 120))


def _mistakes(script: Script) -> None:
    """What partners get wrong: it is parked with its reason and harms nobody."""
    day = date(2016, 10, 5)
    known = [one.key for week in script.by_friday.values() if week.friday < day for one in week.registrations]
    someone = script.chance.choice(known)
    script.fact("cjd", "CourseOffered", script.uuid(), day, course="cjd-2016-1", kind="general")
    script.fact("cjd", "AttendanceReported", someone, day, course="cjd-2016-1", month="2016-09", units_attended=90, units_held=80)
    script.fact("jmd", "CourseObligationIssued", someone, day, authority="jobcenter", programme="integration")
    script.fact("jmd", "CourseOfferRefused", someone, day, course="jmd-2016-1", reason="does not like it")
    week = script.week(day)
    assert week is not None
    week.facts.append(next(fact for fact in week.facts if fact.partner == "jmd"))  # said twice
