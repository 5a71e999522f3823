"""What follows from the reports about a decision: its standing, and the period in which it can still be sued against."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from services.cases.status.appeal import AppealReported, Ruling, Suit
from services.cases.status.base import OFFICE
from services.cases.status.claims import NOTHING, Aspect, Claim, thing
from services.cases.status.decision import Verdict
from services.cases.status.finality import DecisionBecameFinal, Final
from services.cases.status.revocation import Revoked
from services.cases.status.service import Service
from services.cases.status.standing import Standing, standing_in
from services.cases.status.state import Status, evolve
from shared.contracts.codes import Outcome
from shared.deadlines import Frist, frist
from shared.law import Law
from shared.messages import Event, Message

SHORT = {Outcome.REJECTED_UNFOUNDED: "appeal.rejected_unfounded.within", Outcome.INADMISSIBLE: "appeal.inadmissible.within"}
REGULAR = "appeal.within"
OF_A_DECISION = (Aspect.OUTCOME, Aspect.SERVICE, Aspect.FINALITY, Aspect.REVOCATION)

Value = TypeVar("Value", bound=Message)


def finished(draft: Event, state: Status, law: Law) -> Event:
    """The event with its decision's whole standing after it. Raises NoLaw."""
    after, about = evolve(state, draft), standing_in(draft)
    if about is None:
        return draft
    standing = standing_of(after, about.decision, law)
    period = appeal_period(after, about.decision, law) if standing.final_on is None else None
    return draft.model_copy(update={"standing": standing, "appeal_period": period})


def standing_of(state: Status, decision: UUID, law: Law) -> Standing:
    """Raises NoLaw where the day of service lies before all law."""
    suit = state.suits.get(decision, Suit())
    verdict, ruling = _verdict(state, decision), suit.replaced_by
    services = _services(state, decision)
    return Standing(
        decision=decision,
        outcome=verdict and verdict.outcome,
        partial=verdict is not None and verdict.partial,
        by_court=verdict is not None and verdict.by_court,
        issued=verdict and verdict.issued,
        served_earliest=min((one.earliest for one in services), default=None),
        served_latest=max((one.latest for one in services), default=None),
        service_mode=services[0].mode if services else None,
        appeal_pending=suit.pending,
        final_on=_final_on(state, decision, law),
        revoked_on=_revoked_on(state, decision, ruling),
        contested=tuple(aspect for aspect in OF_A_DECISION if _claim(state, aspect, decision).contested),
    )


def appeal_period(state: Status, decision: UUID, law: Law) -> Frist | None:
    """§ 74(1) AsylG with § 193 BGB: none while the service is open, a suit is pending, or something else settles it. Raises NoLaw.

    After a withdrawn suit the decision becomes final with the withdrawal, though not before the period has ended.
    """
    suit, verdict, services = state.suits.get(decision, Suit()), _verdict(state, decision), _services(state, decision)
    open_ = _claim(state, Aspect.OUTCOME, decision).contested or len({day for one in services for day in (one.earliest, one.latest)}) != 1
    if verdict is None or open_ or suit.pending or _told_final(state, decision):
        return None
    served, rule = services[0].latest, SHORT.get(verdict.outcome, REGULAR)
    period = frist(rule, law.on(served, rule), served, law.on(served, OFFICE).text, stops=(AppealReported.name, DecisionBecameFinal.name))
    return period.model_copy(update={"last_day": max(period.last_day, *suit.withdrawn)}) if suit.withdrawn else period


def _verdict(state: Status, decision: UUID) -> Verdict | None:
    """The ruling that took the decision's place, else the decision as it is shown."""
    ruling = state.suits.get(decision, Suit()).replaced_by
    if ruling is not None and ruling.outcome is not None:
        return Verdict(outcome=ruling.outcome, partial=False, by_court=True, issued=ruling.on)
    return _shown(state, Aspect.OUTCOME, decision, Verdict)


def _services(state: Status, decision: UUID) -> list[Service]:
    """One, or all that are claimed while it is contested."""
    claim = _claim(state, Aspect.SERVICE, decision)
    sources = sorted(claim.said) if claim.contested else [claim.source] if claim.said else []
    return [Service.model_validate_json(claim.said[source].value) for source in sources]


def _final_on(state: Status, decision: UUID, law: Law) -> date | None:
    """As told; else as noted here, as long as the period that was noted as over is still the one that the facts give (N7)."""
    told, noted = _told_final(state, decision), state.noted.get(decision)
    if told or noted is None:
        return told
    period = appeal_period(state, decision, law)
    return noted if period is not None and period.last_day == noted else None


def _told_final(state: Status, decision: UUID) -> date | None:
    claimed = _shown(state, Aspect.FINALITY, decision, Final)
    return claimed.on if claimed else state.suits.get(decision, Suit()).final_on


def _revoked_on(state: Status, decision: UUID, ruling: Ruling | None) -> date | None:
    """A later ruling that grants protection has undone the revocation."""
    revoked = _shown(state, Aspect.REVOCATION, decision, Revoked)
    undone = revoked and ruling and ruling.outcome and ruling.outcome.protects and ruling.on > revoked.on
    return None if undone or revoked is None else revoked.on


def _claim(state: Status, aspect: Aspect, decision: UUID) -> Claim:
    return state.claims.get(thing(aspect, decision), NOTHING)


def _shown(state: Status, aspect: Aspect, decision: UUID, shape: type[Value]) -> Value | None:
    claim = _claim(state, aspect, decision)
    return shape.model_validate_json(claim.said[claim.source].value) if claim.said else None
