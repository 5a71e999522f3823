"""A decision as it stands, once it is known and as long as nobody contradicts. `open`: two candidates for the day of service, or
none. `served`: the time to sue runs. `pending`: a suit does.
"""

from services.cases.status.appeal import AppealReported, AppealWithdrawn, CourtRuled
from services.cases.status.decision import DecisionReported
from services.cases.status.finality import DecisionBecameFinal
from services.cases.status.revocation import ProtectionRevoked
from services.cases.status.service import DecisionServed, ServiceCorrected
from services.cases.status.standing import Standing
from shared.messages import Event

TRANSITIONS: dict[tuple[str, type[Event]], frozenset[str]] = {
    ("[*]", DecisionReported): frozenset({"open"}),
    ("final", AppealReported): frozenset({"pending"}),
    ("final", AppealWithdrawn): frozenset({"served"}),
    ("final", CourtRuled): frozenset({"pending", "revoked"}),
    ("final", ProtectionRevoked): frozenset({"revoked"}),
    ("final", ServiceCorrected): frozenset({"open", "served"}),
    ("open", AppealReported): frozenset({"pending"}),
    ("open", CourtRuled): frozenset({"final", "pending", "revoked"}),
    ("open", DecisionBecameFinal): frozenset({"final"}),
    ("open", DecisionServed): frozenset({"served"}),
    ("open", ProtectionRevoked): frozenset({"revoked"}),
    ("open", ServiceCorrected): frozenset({"served"}),
    ("pending", AppealWithdrawn): frozenset({"open", "served"}),
    ("pending", CourtRuled): frozenset({"final", "revoked"}),
    ("pending", DecisionBecameFinal): frozenset({"final"}),
    ("pending", ProtectionRevoked): frozenset({"revoked"}),
    ("revoked", CourtRuled): frozenset({"final", "pending"}),
    ("served", AppealReported): frozenset({"pending"}),
    ("served", CourtRuled): frozenset({"final", "pending", "revoked"}),
    ("served", DecisionBecameFinal): frozenset({"final"}),
    ("served", ProtectionRevoked): frozenset({"revoked"}),
    ("served", ServiceCorrected): frozenset({"open"}),
}
"""By phase and event. Held to the decider by random walks, drawn in docs/states.md."""


def phase(standing: Standing | None) -> str:
    """What weighs most: the end of the protection, then finality, then the suit."""
    if standing is None:
        return "[*]"
    reached = {
        "revoked": standing.revoked_on is not None,
        "final": standing.final_on is not None,
        "pending": standing.appeal_pending,
        "served": standing.served is not None,
    }
    return next((name for name, is_so in reached.items() if is_so), "open")
