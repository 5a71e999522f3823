"""The nasty cases of the field among the demo's people: one invented person each, and where to look."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from demo.script import Script
from demo.transition import ABH, JOBCENTER, confirm, decide, evidence

VG = "vg-landstuhl"
JAN_31, FEB_28 = date(2017, 1, 31), date(2017, 2, 28)


@dataclass(frozen=True)
class Case:
    """`rules`: of the domain. `says`: what is nasty and what the suite makes of it. `key`: the registration's or the file's."""

    rules: str
    says: str
    key: UUID
    path: str = "/people/{id}/transition"
    service: str = "cases"
    account: str = f"caseworker@{VG}"


def nasty(script: Script) -> list[Case]:
    return [write(script) for write in WRITERS]


def _arrives(script: Script) -> UUID:
    return script.register(VG, date(2016, 7, 8))


def n1_served_at_the_months_end(script: Script) -> Case:
    person = _arrives(script)
    decide(script, person, date(2017, 1, 20), date(2017, 1, 30), "refugee", mode="deemed_post", confirmed=False)
    return Case("N1, R6", "posted 30 Jan, deemed served 2 Feb, not confirmed: both ends are shown, nothing is confirmed", person)


def r3_applied_a_month_late(script: Script) -> Case:
    person = _arrives(script)
    decide(script, person, date(2017, 1, 18), JAN_31, "refugee")
    confirm(script, person, VG, JAN_31, date(2017, 2, 9))
    script.fact(JOBCENTER, "Sgb2ApplicationReceived", person, date(2017, 3, 1), by_office=JOBCENTER)
    return Case("R1, R3, R9", "served 31 Jan, applied 1 Mar: alarms from 25 Jan and 15 Feb, a gap of 28 days", person)


def r4_handed_in_at_the_town_hall(script: Script) -> Case:
    person = _arrives(script)
    decide(script, person, date(2017, 1, 18), date(2017, 1, 27), "refugee")
    confirm(script, person, VG, JAN_31, date(2017, 2, 9))
    script.fact(JOBCENTER, "Sgb2ApplicationReceived", person, date(2017, 3, 6), by_office=JOBCENTER)
    desk = f"caseworker@{VG}"
    script.send("cases", desk, date(2017, 2, 27), person, told=date(2017, 3, 20), type="ReceiveApplication", by_office=VG)
    script.send("cases", desk, date(2017, 3, 5), person, told=date(2017, 3, 27), type="ForwardApplication")
    return Case(
        "R4, N7", "the town hall's stamp of 27 Feb becomes known after the Jobcenter's of 6 Mar: the gap goes from 28 days to 0", person
    )


def r7_a_suit_for_more(script: Script) -> Case:
    person = _arrives(script)
    decision = decide(script, person, date(2016, 10, 3), date(2016, 10, 10), "subsidiary", partial=True)
    script.fact(ABH, "AppealReported", person, date(2016, 10, 20), decision=decision, **evidence(script))
    return Case("R7, N2", "subsidiary protection, suit for more: competence disputed, nothing proposed", person)


def n2_revoked_after_the_change(script: Script) -> Case:
    person = _arrives(script)
    decision = decide(script, person, date(2016, 9, 1), date(2016, 9, 8), "refugee")
    confirm(script, person, VG, date(2016, 9, 30), date(2016, 9, 22))
    script.fact(ABH, "RevocationReported", person, date(2017, 5, 31), decision=decision, **evidence(script))
    return Case("R13, N2", "revoked with 31 May 2017, long after the change-over: a reversal is due, nothing goes back by itself", person)


def status_said_differently_by_two(script: Script) -> Case:
    person = _arrives(script)
    decision = decide(script, person, date(2017, 2, 6), date(2017, 2, 14), "refugee")
    more = {"decision": decision, "mode": "actual"} | evidence(script)
    script.send("cases", f"caseworker@{VG}", date(2017, 2, 27), person, type="ReportService", **more)
    return Case(
        "status",
        "two offices say different days of service: side by side, the proposal is taken back until it is settled",
        person,
        "/people/{id}/status",
    )


WRITERS: tuple[Callable[[Script], Case], ...] = (
    n1_served_at_the_months_end,
    r3_applied_a_month_late,
    r4_handed_in_at_the_town_hall,
    r7_a_suit_for_more,
    n2_revoked_after_the_change,
    status_said_differently_by_two,
)
