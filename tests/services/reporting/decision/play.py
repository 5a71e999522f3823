"""What happens in a year's decision, in the words of those who take part in it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.reporting.decision.ballot_terms import Motion
from services.reporting.decision.calling import CallBallot
from services.reporting.decision.voting import CastVote
from shared.contracts import cooperation as out
from tests.services.reporting.decision.examples import AGREEMENT, BALLOT, CLOSES, COOPERATION, EXTEND
from tests.services.reporting.decision.world import World

TERM = f"term-{COOPERATION}"
PARTNERS = [signatory.slug for signatory in AGREEMENT.signatories if signatory.kind == "partner"]
VGS = [slug for slug in PARTNERS if slug.startswith("vg-")]
OTHERS = [slug for slug in PARTNERS if slug not in VGS]
AFTER_THE_TERM = datetime(2017, 7, 3, 8, tzinfo=UTC)


def call(world: World, ballot: UUID = BALLOT, motion: Motion = EXTEND, closes_on: date = CLOSES, **changes: Any) -> World:
    world.ask(CallBallot, cooperation=COOPERATION, ballot=ballot, motion=motion, closes_on=closes_on, **changes)
    return world


def vote(world: World, partners: list[str], choice: str = "yes", ballot: UUID = BALLOT) -> None:
    for slug in partners:
        world.ask(CastVote, partner=slug, ballot=ballot, choice=choice)


def close(world: World) -> out.BallotClosed:
    world.until(datetime(2017, 6, 10, 8, tzinfo=UTC))
    return next(contract for contract in reversed(world.published) if isinstance(contract, out.BallotClosed))
