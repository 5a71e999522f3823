"""The status as a caseworker reads it: every decision's standing, and each thing with all that its sources say, side by side."""

from typing import Any

from services.cases.status.claims import Claim
from services.cases.status.state import Status


def shown(state: Status) -> dict[str, Any]:
    """JSON. `contradictions` names the things that wait for a caseworker."""
    return {
        "decisions": [state.standings[decision].model_dump(mode="json") for decision in sorted(state.standings)],
        "reports": {about: _sources(claim) for about, claim in sorted(state.claims.items())},
        "contradictions": sorted(about for about, claim in state.claims.items() if claim.contested),
        "section_2_possible_from": state.benefits.possible_from,
        "reductions": [{"since": since, "until": until} for since, until in sorted(state.benefits.reductions.items())],
    }


def _sources(claim: Claim) -> list[dict[str, Any]]:
    return [
        {"said": one.value, "counts": source == claim.source and not claim.contested} | one.source.model_dump(mode="json")
        for source, one in sorted(claim.said.items())
    ]
