"""Übergang AsylbLG → SGB II in the demo year: about every fourth person is recognised; most change-overs close, some have a gap."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from demo.script import Script
from shared.calendar import month_end

ABH, SOZIALAMT, JOBCENTER = "landkreis-auslaenderbehoerde", "landkreis-sozialamt", "jobcenter"
OUTCOMES = {"refugee": 10, "subsidiary": 7, "removal_ban": 1, "asylum": 1}
CHECKLIST = ("decision", "service_proof", "asylblg_notice", "identity", "registration", "housing", "bank_account", "health_insurer")
WEEK = timedelta(days=7)


def transition(script: Script, person: UUID, vg: str, arrived: date) -> None:
    if not script.happens(0.28):
        return
    decided = script.after(arrived, 20, 240)
    outcome = script.pick(OUTCOMES)
    partial = outcome == "subsidiary" and script.happens(0.3)
    served = script.after(decided, 4, 14)
    decision = decide(script, person, decided, served, outcome, partial=partial)
    if partial:
        if script.happens(0.6):
            script.fact(ABH, "AppealReported", person, script.after(served, 5, 12), decision=decision, **evidence(script))
        return
    if outcome == "removal_ban":
        served = script.after(served, 20, 50)
        valid = (served + timedelta(days=400)).isoformat()
        script.fact(ABH, "ResidenceTitleReported", person, served, kind="removal_ban", valid_until=valid, **evidence(script))
    _cross(script, person, vg, month_end(served), script.after(served, 9, 14))


def decide(script: Script, person: UUID, decided: date, served: date, outcome: str, *, partial: bool = False, **service: Any) -> str:
    """Reported by the Ausländerbehörde: the decision and its service. Returns the decision's id."""
    decision = str(script.uuid())
    script.fact(ABH, "DecisionReported", person, decided, decision=decision, outcome=outcome, partial=partial, **evidence(script))
    script.fact(ABH, "ServiceReported", person, served, decision=decision, **{"mode": "actual"} | service, **evidence(script))
    return decision


def _cross(script: Script, person: UUID, vg: str, end: date, confirmed: date) -> None:
    """From the confirmation to the close, as far as the year goes."""
    confirm(script, person, vg, end, confirmed)
    at_the_desk = script.happens(0.35)
    applied = script.after(end, -10, 20) if script.happens(0.8) else script.after(end, 25, 50)
    office = vg if at_the_desk else JOBCENTER
    script.fact(office, "Sgb2ApplicationReceived", person, applied, by_office=office)
    if at_the_desk:
        script.fact(vg, "Sgb2ApplicationForwarded", person, script.after(applied, 1, 6))
    for document in CHECKLIST:
        if script.happens(0.9):
            script.fact(vg, "DocumentReceived", person, script.after(end, -14, 12), document=document)
    script.fact(vg, "TerminationNoticeIssued", person, script.after(confirmed, 1, 10), last_paid=end.isoformat())
    granted = script.after(max(applied, end - WEEK), 3, 20)
    start = max(end + timedelta(days=1), applied.replace(day=1))
    paid = script.after(max(granted, start), 0, 5)
    script.fact(SOZIALAMT, "AsylbLGBenefitEnded", person, end)
    script.fact(JOBCENTER, "BenefitGranted", person, granted, provisional=script.happens(0.4))
    script.fact(JOBCENTER, "FirstPaymentConfirmed", person, paid)
    script.fact(JOBCENTER, "InsuranceMembershipConfirmed", person, start)
    if script.happens(0.5):
        script.fact(
            vg, "HousingSettled", person, script.after(start, 10, 120), how=script.pick({"moved_out": 5, "rented": 3, "fee_notice": 2})
        )
    if script.happens(0.8):
        closed = script.after(max(paid, end) + WEEK, 7, 25)
        script.send("cases", f"caseworker@{vg}", closed, person, type="CloseTransition")


def confirm(script: Script, person: UUID, vg: str, end: date, on: date, **more: Any) -> None:
    """By the Verbandsgemeinde's caseworker, in a week after the reports."""
    script.send("cases", f"caseworker@{vg}", on, person, type="ConfirmTransition", end=end.isoformat(), **more)


def evidence(script: Script) -> dict[str, Any]:
    return {"evidence": {"kind": "decision", "reference": str(script.uuid())}}
