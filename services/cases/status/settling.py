"""When sources begin to contradict each other, when they agree, and how a caseworker settles it. Nothing is chosen silently."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from services.cases.status.base import OFFICE
from services.cases.status.claims import NOTHING, Aspect, Thing
from services.cases.status.contradiction import (
    ContradictionOverdue,
    ContradictionSettled,
    RemindOfContradiction,
    SettleContradiction,
    StatusContradicted,
)
from services.cases.status.standing import Standing
from services.cases.status.state import Status
from shared.deadlines import frist
from shared.decider import Refused
from shared.law import Law
from shared.messages import Event

SETTLE = "status.contradiction.settle_within"
OF_A_DECISION = frozenset({Aspect.OUTCOME, Aspect.SERVICE, Aspect.FINALITY, Aspect.REVOCATION})


def decide(command: SettleContradiction | RemindOfContradiction, state: Status, law: Law) -> Sequence[Event]:
    """Raises Refused."""
    claim = state.claims.get(command.thing, NOTHING)
    if isinstance(command, RemindOfContradiction):
        due = claim.contested and command.thing not in state.overdue
        return [ContradictionOverdue(on=command.on, thing=command.thing)] if due else []
    if command.partner != law.on(command.on, OFFICE).text:
        raise Refused("status.not_yours_to_settle", "thing", office=law.on(command.on, OFFICE).text)
    if command.source not in claim.said:
        raise Refused("status.not_a_source", "source", sources=", ".join(sorted(claim.said)) or "-")
    if claim.settlement is not None and not claim.contested and claim.settlement.source == command.source:
        return []
    if len(claim.values) < 2:
        raise Refused("status.no_contradiction", "thing")
    return [
        ContradictionSettled(
            on=command.on, thing=command.thing, source=command.source, settled_by=command.partner, standing=_about(command.thing)
        )
    ]


def what_follows(before: Status, after: Status, on: date, law: Law) -> Iterator[Event]:
    """Drafts: a thing has become contested, or more so; or its sources have come to agree."""
    for about, claim in after.claims.items():
        known = before.claims.get(about, NOTHING)
        if claim.contested and claim.values != known.values:
            text, office = law.on(on, SETTLE), law.on(on, OFFICE).text
            settle = frist(SETTLE, text, on, office, stops=(ContradictionSettled.name,))
            yield StatusContradicted(on=on, thing=about, sources=tuple(sorted(claim.said)), settle=settle, standing=_about(about))
        if known.contested and not claim.contested and claim.settlement == known.settlement:
            yield ContradictionSettled(on=on, thing=about, source=None, settled_by=None, standing=_about(about))


def _about(about: Thing) -> Standing | None:
    aspect, _, rest = about.partition("/")
    return Standing(decision=UUID(rest)) if aspect in OF_A_DECISION else None
