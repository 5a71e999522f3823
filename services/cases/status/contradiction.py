"""Widerspruch: two sources say different things about one thing. Both stay, listed, until they agree or a caseworker settles it."""

from services.cases.status.base import StatusCommand
from services.cases.status.claims import Thing
from services.cases.status.standing import OnStanding
from shared.contracts.codes import Slug
from shared.deadlines import Frist
from shared.messages import Event


class SettleContradiction(StatusCommand):
    """A caseworker of the Ausländerbehörde decides whose word counts. `partner` is filled by the door."""

    thing: Thing
    source: Slug
    partner: Slug


class RemindOfContradiction(StatusCommand):
    """Fired by the deadline: nobody has settled it in time."""

    thing: Thing


class StatusContradicted(OnStanding, Event, name="status.Contradicted"):
    """`sources`: who says something about it, in the order of the alphabet."""

    thing: Thing
    sources: tuple[Slug, ...]
    settle: Frist


class ContradictionSettled(OnStanding, Event, name="status.ContradictionSettled"):
    """`source`: whose word counts; None where the sources came to agree by themselves."""

    thing: Thing
    source: Slug | None
    settled_by: Slug | None


class ContradictionOverdue(Event, name="status.ContradictionOverdue"):
    thing: Thing
