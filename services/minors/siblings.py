"""Geschwister: both files know of each other, and of where the other one goes (§ 42b(5) SGB VIII)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.minors.base import MinorCommand
from shared.contracts.codes import Slug
from shared.contracts.codes_minors import SeparationReason
from shared.decider import Refused
from shared.messages import Event


class LinkSibling(MinorCommand):
    """`sibling`: the file of a brother or sister."""

    sibling: UUID


class NoteSibling(MinorCommand):
    """Follows from the sibling's file. `office`: where that one is assigned."""

    sibling: UUID
    office: Slug | None


class SiblingKnown(Event, name="minors.SiblingKnown"):
    """Both files have it. `office`: where the sibling is assigned; `own`: where this one is, for the sibling's file to hear."""

    sibling: UUID
    office: Slug | None
    own: Slug | None


SiblingCommand = LinkSibling | NoteSibling

Siblings = Mapping[UUID, Slug | None]
"""Their files, with the youth office where one is assigned."""


def decide(command: SiblingCommand, state: Siblings, own: Slug | None) -> Sequence[Event]:
    """`own`: the youth office that this file is assigned to. What was said before changes nothing, so two files come to rest."""
    match command:
        case LinkSibling(on=on, sibling=sibling, minor=minor):
            if sibling == minor:
                raise Refused("minors.own_sibling", "sibling")
            return [] if sibling in state else [SiblingKnown(on=on, sibling=sibling, office=None, own=own)]
        case NoteSibling(on=on, sibling=sibling, office=office):
            known = sibling in state and state[sibling] == office
            return [] if known else [SiblingKnown(on=on, sibling=sibling, office=office, own=own)]


def r30_siblings_stay_together(office: Slug, apart: SeparationReason | None, siblings: Siblings) -> None:
    """§ 42b(5) S. 1. Raises Refused where a sibling went elsewhere and nobody says why this one does not."""
    elsewhere = sorted({other for other in siblings.values() if other} - {office})
    if elsewhere and apart is None:
        raise Refused("minors.siblings_apart", "apart", office=", ".join(elsewhere))


def evolve(state: Siblings, event: Event) -> Siblings:
    return {**state, event.sibling: event.office} if isinstance(event, SiblingKnown) else state
