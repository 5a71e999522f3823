"""How a decision on protection stands, after all that has been reported of it. Every event about a decision carries it whole."""

from datetime import date
from uuid import UUID

from shared.contracts.codes import Outcome, ServiceMode
from shared.deadlines import Frist
from shared.messages import Message


class Standing(Message):
    """Of one decision, after the event that carries it. Days are legal days in Europe/Berlin.

    `outcome`: None while only its service or a suit has been heard of. `partial`: less was granted than asked for. `issued`: the
    day of the decision or, with `by_court`, of the ruling that took its place. `served_earliest`, `served_latest`: both candidates
    until the service is confirmed, then equal (N1). `appeal_pending`: a suit, or what follows it, is not settled. `final_on`: the
    day with whose end it is unanfechtbar. `contested`: what two sources say differently (`outcome`, `service`, `finality`,
    `revocation`) and no human has settled: nothing may follow from it by itself.
    """

    decision: UUID
    outcome: Outcome | None = None
    partial: bool = False
    by_court: bool = False
    issued: date | None = None
    served_earliest: date | None = None
    served_latest: date | None = None
    service_mode: ServiceMode | None = None
    appeal_pending: bool = False
    final_on: date | None = None
    revoked_on: date | None = None
    contested: tuple[str, ...] = ()

    @property
    def served(self) -> date | None:
        """The day of service, once it is confirmed."""
        return self.served_latest if self.served_earliest == self.served_latest else None


class OnStanding(Message):
    """What an event has that may concern a decision.

    `appeal_period`: runs after this event (§ 74 AsylG); None where no such period runs or it has been noted as over.
    """

    standing: Standing | None = None
    appeal_period: Frist | None = None


class OfDecision(OnStanding):
    """What every event about a decision has."""

    standing: Standing


def standing_in(event: Message) -> Standing | None:
    """The standing that an event carries, if it concerns a decision."""
    return event.standing if isinstance(event, OnStanding) else None
