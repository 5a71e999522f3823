"""Zuständig: which account of an organisation has taken a person's case, facet by facet. Stream `charge-<person>`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from shared.contracts.codes import Slug
from shared.decider import Decider, Refused
from shared.messages import Command, Event


class CaseFacet(StrEnum):
    LANGUAGE = "language"
    WORK = "work"
    TRANSITION = "transition"


class TakeCharge(Command):
    """`actor` and `partner` are filled by the door: an account takes a case for its own organisation only. The last one has it."""

    person: UUID
    facet: CaseFacet
    actor: str
    partner: Slug


class GiveUpCharge(Command):
    """By any account of the organisation: who is ill cannot do it."""

    person: UUID
    facet: CaseFacet
    partner: Slug


class ChargeTaken(Event, name="charge.Taken"):
    """`account`: a role account, no person's name."""

    facet: CaseFacet
    organisation: Slug
    account: str


class ChargeGivenUp(Event, name="charge.GivenUp"):
    facet: CaseFacet
    organisation: Slug


@dataclass(frozen=True)
class Charge:
    """Facet, then organisation, to account."""

    taken: dict[str, dict[Slug, str]] = field(default_factory=dict)

    def of(self, facet: str, organisation: str) -> str | None:
        return self.taken.get(facet, {}).get(organisation)


def decide(command: Command, state: Charge) -> Sequence[Event]:
    match command:
        case TakeCharge(on=on, facet=facet, actor=account, partner=organisation):
            known = state.of(facet, organisation) == account
            return [] if known else [ChargeTaken(on=on, facet=facet, organisation=organisation, account=account)]
        case GiveUpCharge(on=on, facet=facet, partner=organisation):
            if state.of(facet, organisation) is None:
                raise Refused("charge.nobody", "facet", facet=facet)
            return [ChargeGivenUp(on=on, facet=facet, organisation=organisation)]
    raise TypeError(f"{type(command).__name__} is about no charge")


def evolve(state: Charge, event: Event) -> Charge:
    match event:
        case ChargeTaken(facet=facet, organisation=organisation, account=account):
            return Charge({**state.taken, facet: {**state.taken.get(facet, {}), organisation: account}})
        case ChargeGivenUp(facet=facet, organisation=organisation):
            left = {name: account for name, account in state.taken.get(facet, {}).items() if name != organisation}
            return Charge({**state.taken, facet: left})
    return state


charge = Decider(Charge(), decide, evolve, snapshots=False)
