"""What may leave this service, field by field. Basis, purpose and the kinds of data passed on stay inside."""

from typing import Any

from services.referrals import steps
from services.referrals.commands import referral_of
from shared.contracts import referrals as out
from shared.contracts.base import Contract
from shared.messages import Recorded


def outbox(recorded: Recorded) -> Contract | None:
    match recorded.event:
        case steps.ReferralSent(parties=parties, facet=facet, due=due):
            return _between(out.ReferralSent, recorded, parties, facet=facet, due=due)
        case steps.ReferralAcknowledged(parties=parties):
            return _between(out.ReferralAcknowledged, recorded, parties)
        case steps.ReferralAccepted(parties=parties):
            return _between(out.ReferralAccepted, recorded, parties)
        case steps.ReferralDeclined(parties=parties, reason=reason):
            return _between(out.ReferralDeclined, recorded, parties, reason=reason)
        case steps.ReferralStarted(parties=parties):
            return _between(out.ReferralStarted, recorded, parties)
        case steps.ReferralCompleted(parties=parties, outcome=outcome):
            return _between(out.ReferralCompleted, recorded, parties, outcome=outcome)
        case steps.ReferralWithdrawn(parties=parties, to_confirm=False) | steps.WithdrawalConfirmed(parties=parties):
            return _between(out.ReferralWithdrawn, recorded, parties)
        case steps.ReferralLapsed(parties=parties):
            return _between(out.ReferralLapsed, recorded, parties)
    return None  # a withdrawal that the recipient has yet to confirm: for others the referral is as open as before


def _between(contract: type[out.ReferralContract], recorded: Recorded, parties: steps.Parties, **own: Any) -> Contract:
    return contract(
        on=recorded.event.on,
        referral=referral_of(recorded.stream),
        person=parties.person,
        sender=parties.sender,
        recipient=parties.recipient,
        **own,
    )
