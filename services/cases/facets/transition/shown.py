"""Übergabemappe: the change-over as both offices work from it. Days with their rule, gaps, papers, alarms, and who did what."""

from collections.abc import Sequence
from typing import Any

from services.cases.facets.transition.base import OnWord
from services.cases.facets.transition.causes import Cause
from services.cases.facets.transition.phases import phase
from services.cases.facets.transition.regimes import regime_on
from services.cases.facets.transition.rules import planned
from services.cases.facets.transition.state import Transition
from services.cases.facets.transition.transition import CHECKLIST
from shared.contracts.codes_transition import DocumentKind
from shared.law import Law
from shared.messages import Day, Message, Recorded


def shown(state: Transition, history: Sequence[Recorded], today: Day, law: Law) -> dict[str, Any]:
    """JSON. `history`: the stream's events, for who said what, and when the suite heard of it."""
    return {
        "phase": phase(state),
        "regime": regime_on(state.regimes, today),
        "proposed": _cause(state.proposed) if state.proposed else None,
        "causes": {reference: _cause(cause) for reference, cause in sorted(state.causes.items())},
        "asked": sorted(state.asked),
        "disputed": list(state.disputed),
        "asylblg_end": state.confirmed,
        "doubted": state.doubted and {"confirmed": state.doubted[0], "proposed": state.doubted[1]},
        "reversal_due": state.reversal_due,
        "application": vars(state.application),
        "benefits": vars(state.benefits),
        "gaps": state.gaps.model_dump(mode="json"),
        "papers": _papers(state, today, law),
        "housing": vars(state.housing),
        "alarms": dict(state.alarms),
        "alarm_days": planned(state, law),
        "closed": state.closed,
        "exit": state.exit,
        "steps": [_step(one) for one in history],
    }


def _cause(cause: Cause) -> dict[str, Any]:
    """Both candidates while the service is not confirmed (N1), and the text it rests on."""
    return {
        "earliest": cause.earliest,
        "latest": cause.latest,
        "asylblg_end": cause.end,
        "asylblg_end_earliest": cause.end_earliest,
        "rule": cause.applied.rule,
        "paragraph": cause.applied.paragraph,
        "in_force_since": cause.applied.valid_from,
    }


def _papers(state: Transition, today: Day, law: Law) -> list[dict[str, Any]]:
    """What the checklist wants, and what was asked for besides."""
    wanted = [DocumentKind(code) for code in law.on(state.end or today, CHECKLIST).codes]
    kinds = sorted({*wanted, *state.documents.requested, *state.documents.received})
    received = state.documents.received
    return [
        {
            "document": kind,
            "on_checklist": kind in wanted,
            "requested": state.documents.requested.get(kind, {}),
            "received": received[kind][0] if kind in received else None,
            "at": received[kind][1] if kind in received else None,
        }
        for kind in kinds
    ]


def _step(one: Recorded) -> dict[str, Any]:
    event: Message = one.event
    by = event.by if isinstance(event, OnWord) else None
    return {"what": one.event.name, "on": one.event.on, "by": by, "recorded_at": one.meta.recorded_at}
