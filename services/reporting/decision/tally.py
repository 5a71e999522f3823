"""A count, and the result that is made of it."""

from typing import Literal

from services.reporting.decision.ballot_terms import VoterRole
from shared.contracts.codes import Slug
from shared.messages import Message

Choice = Literal["yes", "no", "abstain"]
Counted = Literal["yes", "no", "abstain", "conditional", "silent", "void"]


class Vote(Message):
    """A partner's last word. `subject_to_ratification`: a council has yet to approve it."""

    choice: Choice
    subject_to_ratification: bool = False
    by: VoterRole = "representative"


class RollCall(Message):
    """How a partner's vote was counted. The partners are institutions and vote openly, by name (§ 92 VwVfG e contrario)."""

    partner: Slug
    counted: Counted


class Tally(Message):
    """yes + no + abstained + conditional + silent = electorate; electorate + void = those it was opened for."""

    roll: tuple[RollCall, ...]
    yes: int
    no: int
    abstained: int
    conditional: int
    """Still subject to ratification at the close: neither a vote nor a participation."""
    silent: int
    void: int
    """Withdrew with effect before the close."""
    electorate: int
    participation: int
    against: int
    """What the yes-votes must exceed."""
    quorum: int
    """Participations needed; 0 where a second call announced that none are."""
    special: int | None
    """Yes-votes needed beside the majority."""
    quorate: bool
    carried: bool
    carried_by_all_members: bool
    """The strength of a yes: it had more than half of the electorate, not only of those who voted."""


class Result(Tally):
    words_de: str
    words_en: str
