"""What is known of a term: its dates, its roster, what was prepared, and the ballots called in it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from services.reporting.decision.ballot_terms import Motion
from services.reporting.decision.policy import DecisionPolicy
from services.reporting.decision.preparation import Preparation
from services.reporting.decision.roster import Party
from shared.calendar import day_end, day_start
from shared.contracts.codes import Slug
from shared.decider import Refused
from shared.messages import Event

Facet = Annotated[str, StringConstraints(pattern=r"^[a-z]+$", max_length=40)]
"""A field of work of the agreement. Which ones there are is data: another agreement has others."""


class Outcome(StrEnum):
    CARRIED = "carried"
    NOT_CARRIED = "not_carried"
    INQUORATE = "inquorate"
    OBJECTED = "objected"
    DOSSIER_CHANGED = "dossier_changed"
    ANNULLED = "annulled"


FAILED = frozenset({Outcome.NOT_CARRIED, Outcome.INQUORATE})


class TermAgreed(Event, name="term.Agreed"):
    """`ends`: the last day; the term runs to its 24:00 in Europe/Berlin. It is a date, no Frist: § 193 BGB does not move it."""

    starts: date
    ends: date
    facets: tuple[Facet, ...]
    coordinator: Slug
    policy: DecisionPolicy


@dataclass(frozen=True)
class Call:
    """A ballot of this term; without an outcome it is running."""

    ballot: UUID
    motion: Motion
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Extension:
    """What an extension replaced, so that its annulment can bring it back."""

    ballot: UUID
    ends: date
    calls: tuple[Call, ...]
    preparation: Preparation


@dataclass(frozen=True)
class Term:
    agreed: TermAgreed | None = None
    ends: date | None = None
    parties: dict[Slug, Party] = field(default_factory=dict)
    preparation: Preparation = field(default_factory=Preparation)
    calls: tuple[Call, ...] = ()
    extensions: tuple[Extension, ...] = ()
    ended: bool = False

    @property
    def running(self) -> Call | None:
        return next((call for call in self.calls if call.outcome is None), None)

    @property
    def failed(self) -> tuple[Call, ...]:
        return tuple(call for call in self.calls if call.outcome in FAILED)

    def had(self, outcome: Outcome) -> bool:
        return any(call.outcome == outcome for call in self.calls)

    def in_force(self, at: datetime) -> bool:
        """R48: shared access ends at this instant, also when the event of the end is recorded later."""
        if self.agreed is None or self.ends is None or self.ended:
            return False
        return day_start(self.agreed.starts) <= at < day_end(self.ends)


def agreed(state: Term) -> TermAgreed:
    if state.agreed is None:
        raise Refused("term.unknown", "cooperation")
    return state.agreed


def chaired(state: Term, asking: str) -> TermAgreed:
    """The agreement, for what only the coordinator may ask."""
    agreement = agreed(state)
    if asking != agreement.coordinator:
        raise Refused("term.chair_only", "partner", chair=agreement.coordinator)
    return agreement
