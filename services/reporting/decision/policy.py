"""How the partners decide, as data: `agreement/*.toml` states it, every ballot stores the one it was held under."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from shared.messages import Message


class Option(StrEnum):
    """What a motion may ask for. A yes to LET_EXPIRE or SUCCESSOR leaves the term's end where it is."""

    EXTEND = "extend"
    EXTEND_WITH_CHANGES = "extend_with_changes"
    LET_EXPIRE = "let_expire"
    SUCCESSOR = "successor"


EXTENSIONS = frozenset({Option.EXTEND, Option.EXTEND_WITH_CHANGES})


class Share(Message):
    """More than `numerator/denominator` of a body: strictly more, so that 7 of 14 is not more than one half."""

    numerator: int = Field(ge=0)
    denominator: int = Field(gt=0)

    def least(self, members: int) -> int:
        """The smallest whole number above the share: 13 → 7, 14 → 8, 15 → 8 for one half."""
        return self.numerator * members // self.denominator + 1

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


class DecisionPolicy(Message):
    """A rule set that the partners agreed on. Silence is never a vote."""

    id: Annotated[str, Field(pattern=r"^[A-Z]-\d{4}$")]
    version: int = Field(ge=1)
    options: tuple[Option, ...]
    landkreis_votes: bool
    """P-2016: no. The Landkreis chairs, calls and keeps the minutes, and has no vote, nor a casting one."""
    quorum: Share
    """Of the electorate (§ 90(1) VwVfG by analogy)."""
    abstention_counts_for_quorum: bool
    abstention_counts_for_majority: bool
    """No: only yes and no are votes cast (BGH II ZR 164/81). Yes: majority of those present."""
    tie: Literal["not_carried"]
    """§ 91 VwVfG: without a chair who is entitled to vote, a tie is a rejection."""
    repeats: int = Field(ge=0)
    """How often a motion that was not carried may be put again within the term."""
    quorum_free_repeat: Literal["if_announced", "never"]
    """§ 90(2) VwVfG: a second call to the same matter, after a lack of quorum, if the call says so."""
    special_majority: Share
    """Yes-votes of the whole electorate, for what is more than a plain extension."""
    plain_months: int = Field(gt=0)
    """An extension longer than this needs the special majority."""
    dossier_days: int = Field(ge=0)
    """Days that the figures must have been frozen before a ballot opens."""
    written_procedure: Literal["unless_objection", "never"]
    """§ 90(1) S. 2 VwVfG by analogy: allowed unless a member objects."""

    @property
    def key(self) -> str:
        return f"{self.id}/{self.version}"
