"""What a ballot freezes when it opens: motion, electorate, rules, closing day, and the figures it rests on."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from services.reporting.decision.policy import DecisionPolicy, Option
from shared.calendar import day_end
from shared.contracts.codes import Slug
from shared.messages import Message

Account = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*@[a-z][a-z0-9-]*$", max_length=130)]
"""A role account of an organisation, `representative@caritas`. Who sits behind it is the organisation's own matter."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

VoterRole = Literal["representative", "deputy"]
Procedure = Literal["written", "meeting"]


class Motion(Message):
    """Named in the call (§ 32(1) S. 2 BGB by analogy). `until`: the last day of the term that an extension asks for."""

    option: Option
    until: date | None = None
    purpose_changed: bool = False
    new_controllers: bool = False
    """New joint controllers (Art. 26 DSGVO) join with it."""


class Elector(Message):
    """One vote. `last_day`: an announced withdrawal; the vote is void if it takes effect before the close."""

    partner: Slug
    representative: Account | None = None
    deputy: Account | None = None
    last_day: date | None = None

    def role_of(self, account: str) -> VoterRole | None:
        if account == self.representative:
            return "representative"
        return "deputy" if account == self.deputy else None


class Dossier(Message):
    """Where the figures come from: anyone can rebuild them from the logs up to `positions` and compare `hash`."""

    positions: dict[str, int]
    """`topic:partition` → offset of the next record that is not part of the figures."""
    digests: dict[str, Digest]
    """View → digest of its rows at these positions."""
    as_of: date
    law_version: str
    policy_version: str
    hash: Digest
    """SHA-256 of the dossier's bytes."""


class BallotTerms(Message):
    cooperation: Slug
    chair: Slug
    motion: Motion
    electorate: tuple[Elector, ...]
    policy: DecisionPolicy
    special_majority: bool
    quorum_free: bool
    """A second call that says so needs no quorum (§ 90(2) VwVfG)."""
    procedure: Procedure
    closes_on: date
    """The whole closing day counts, to 24:00 Europe/Berlin."""
    dossier: Dossier

    @property
    def closes_at(self) -> datetime:
        """The first instant that is too late (UTC)."""
        return day_end(self.closes_on)

    def elector(self, partner: str) -> Elector | None:
        return next((elector for elector in self.electorate if elector.partner == partner), None)
