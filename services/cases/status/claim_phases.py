"""What is said about one thing by several sources, here about the service of a decision."""

from services.cases.status.claims import Claim
from services.cases.status.contradiction import ContradictionSettled
from services.cases.status.service import DecisionServed, ServiceCorrected
from shared.messages import Event

TRANSITIONS: dict[tuple[str, type[Event]], frozenset[str]] = {
    ("[*]", DecisionServed): frozenset({"said"}),
    ("contested", ContradictionSettled): frozenset({"settled"}),
    ("contested", ServiceCorrected): frozenset({"said"}),
    ("said", DecisionServed): frozenset({"contested"}),
    ("said", ServiceCorrected): frozenset({"contested", "settled"}),
    ("settled", ServiceCorrected): frozenset({"said"}),
}
"""By phase and event. Held to the decider by random walks, drawn in docs/states.md."""


def phase(claim: Claim | None) -> str:
    if claim is None:
        return "[*]"
    if claim.contested:
        return "contested"
    return "settled" if claim.settlement and len(claim.values) > 1 else "said"
