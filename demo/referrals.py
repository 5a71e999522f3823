"""Referrals in the demo year: sent by a caseworker with the person's consent, answered by welfare organisations, or not."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from demo.script import WELFARE, Script

PURPOSES = {
    "caritas": "migration_advice",
    "diakonie": "migration_advice",
    "jmd": "youth_advice",
    "cjd": "youth_advice",
    "drk": "family_tracing",
}
ANSWER_WITHIN = timedelta(days=28)


def referral(script: Script, person: UUID, vg: str, sent: date) -> None:
    recipient, referral = script.chance.choice(WELFARE), script.uuid()
    if script.week(sent) is None:
        return
    purpose, data = PURPOSES[recipient], ["identity", "contact"]
    reach = {"recipient": recipient, "purpose": purpose, "data": data}
    script.send(
        "referrals", f"caseworker@{vg}", sent, person, type="SendReferral", referral=str(referral), recipient=recipient,
        facet="language", purpose=purpose, data=data, basis={"kind": "consent", "consent": str(script.uuid()), "reach": reach},
        due=(sent + ANSWER_WITHIN).isoformat(),
    )  # fmt: skip
    if not script.happens(0.12):  # else nobody answers: it lapses
        _answer(script, person, recipient, script.after(sent, 7, 18), {"referral": str(referral)})


def _answer(script: Script, person: UUID, recipient: str, answered: date, said: dict[str, Any]) -> None:
    script.fact(recipient, "ReferralAcknowledged", person, answered, **said)
    if script.happens(0.12):
        reason = script.pick({"no_capacity": 3, "not_reached": 2})
        script.fact(recipient, "ReferralDeclined", person, answered, reason=reason, **said)
        return
    script.fact(recipient, "ReferralAccepted", person, answered, **said)
    begun = script.after(answered, 7, 30)
    script.fact(recipient, "ReferralStarted", person, begun, **said)
    if script.happens(0.75):
        outcome = script.pick({"achieved": 6, "partly_achieved": 3, "moved_away": 1})
        script.fact(recipient, "ReferralCompleted", person, script.after(begun, 14, 120), outcome=outcome, **said)
