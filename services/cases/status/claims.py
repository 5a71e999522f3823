"""Reports of one thing by several sources: side by side, each with its time and evidence, until they agree or a human settles."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from services.cases.status.base import Source
from shared.contracts.codes import Slug
from shared.messages import Message


class Aspect(StrEnum):
    """What two sources can contradict each other about."""

    OUTCOME = "outcome"
    SERVICE = "service"
    FINALITY = "finality"
    REVOCATION = "revocation"
    TITLE = "title"
    TOLERATION = "toleration"
    PERMISSION = "permission"
    ALLOCATION = "allocation"


Thing = Annotated[str, StringConstraints(pattern=r"^[a-z]+(/[a-z0-9_-]+)+$", max_length=80)]
"""One thing that can be reported: `service/<decision>`, `title/refugee/2016-09-01`."""


class Said(Message):
    """One source's last word about a thing. `value`: what was said, as JSON of coded values and days."""

    value: str
    source: Source


@dataclass(frozen=True)
class Settlement:
    """A human decided for a source, knowing these values. A value that nobody had said then opens the question again."""

    source: Slug
    values: tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """All that is said about one thing."""

    said: dict[Slug, Said]
    settlement: Settlement | None = None

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(sorted({one.value for one in self.said.values()}))

    def without(self, source: Slug) -> list[str]:
        """What the others say."""
        return [one.value for name, one in self.said.items() if name != source]

    @property
    def contested(self) -> bool:
        known = self.settlement.values if self.settlement else ()
        return len(self.values) > 1 and not set(self.values) <= set(known)

    @property
    def source(self) -> Slug:
        """Whose word is shown: by settlement, else the first name of the alphabet, so that it never hangs on who came first."""
        settled = self.settlement.source if self.settlement and not self.contested else None
        return settled if settled in self.said else min(self.said)


Claims = dict[Thing, Claim]


NOTHING = Claim({})


def thing(aspect: Aspect, *of: object) -> Thing:
    return "/".join((aspect, *map(str, of)))


def with_said(claims: Claims, about: Thing, said: Said) -> Claims:
    """The source's last word; said again alike, the first time stays."""
    before = claims.get(about, NOTHING)
    known = before.said.get(said.source.reported_by)
    if known is not None and known.value == said.value:
        return claims
    return {**claims, about: Claim({**before.said, said.source.reported_by: said}, before.settlement)}


def with_settlement(claims: Claims, about: Thing, source: Slug) -> Claims:
    before = claims.get(about, NOTHING)
    return {**claims, about: Claim(before.said, Settlement(source, before.values))}
