"""koop.cooperation.v1, key = cooperation: who belongs to it, how long it lasts, and what its ballots decided.

Accounts stay inside, and so does every vote until the close: it can be changed until then, and a running count would
sway those who have not voted. The partners vote openly, so the closed ballot names each vote as it was counted.
"""

from datetime import date, datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Contract
from shared.contracts.codes import Slug
from shared.messages import Message

Option = Literal["extend", "extend_with_changes", "let_expire", "successor"]

_KEY = {"cooperation": "kaiserslautern-2016"}
_BALLOT = _KEY | {"ballot": "5b0c2f0e-3f6a-4c39-8d0f-2f1c9d1e2017"}


class CooperationContract(Contract):
    topic: ClassVar[str] = "koop.cooperation.v1"

    cooperation: Slug

    @property
    def subject(self) -> str:
        return self.cooperation


class PartnerJoined(CooperationContract, type="koop.reporting.PartnerJoined.v1"):
    """`on`: member since. The legal entity (Träger) may have another name than the partner in the agreement."""

    partner: Slug
    kind: Literal["partner", "coordinator"]
    name: str
    legal_entity: str

    example: ClassVar[dict[str, Any]] = _KEY | {
        "on": "2016-07-01",
        "partner": "jmd",
        "kind": "partner",
        "name": "Jugendmigrationsdienst Kaiserslautern",
        "legal_entity": "Internationaler Bund – IB Südwest gGmbH",
    }


class WithdrawalDeclared(CooperationContract, type="koop.reporting.WithdrawalDeclared.v1"):
    """The partner will leave with the end of `last_day`."""

    partner: Slug
    last_day: date

    example: ClassVar[dict[str, Any]] = _KEY | {"on": "2017-05-20", "partner": "vg-weilerbach", "last_day": "2017-05-31"}


class PartnerWithdrawn(CooperationContract, type="koop.reporting.PartnerWithdrawn.v1"):
    """`on`: the last day of membership, to its 24:00."""

    partner: Slug

    example: ClassVar[dict[str, Any]] = _KEY | {"on": "2017-05-31", "partner": "vg-weilerbach"}


class TermAgreed(CooperationContract, type="koop.reporting.TermAgreed.v1"):
    """From `starts` 00:00 to `ends` 24:00, Europe/Berlin."""

    starts: date
    ends: date
    facets: list[str]
    coordinator: Slug
    policy: str

    example: ClassVar[dict[str, Any]] = _KEY | {
        "on": "2016-07-01",
        "starts": "2016-07-01",
        "ends": "2017-06-30",
        "facets": ["language", "work", "transition", "volunteers", "minors"],
        "coordinator": "landkreis-koordination",
        "policy": "P-2016/1",
    }


class DeliberationScheduled(CooperationContract, type="koop.reporting.DeliberationScheduled.v1"):
    day: date

    example: ClassVar[dict[str, Any]] = _KEY | {"on": "2017-04-03", "day": "2017-04-24"}


class DeliberationHeld(CooperationContract, type="koop.reporting.DeliberationHeld.v1"):
    example: ClassVar[dict[str, Any]] = _KEY | {"on": "2017-04-24"}


class DossierFrozen(CooperationContract, type="koop.reporting.DossierFrozen.v1"):
    """The figures of a decision, as everyone can rebuild them: log positions, digests of the views, hash of the paper."""

    as_of: date
    positions: dict[str, int]
    digests: dict[str, str]
    hash: str

    example: ClassVar[dict[str, Any]] = _KEY | {
        "on": "2017-04-28",
        "as_of": "2017-04-27",
        "positions": {"koop.cases.v1:0": 4711},
        "digests": {"language": "a" * 64},
        "hash": "b" * 64,
    }


class BallotOpened(CooperationContract, type="koop.reporting.BallotOpened.v1"):
    """`closes_at`: the first instant that is too late. `until`: the last day of the term that the motion asks for."""

    ballot: UUID
    option: Option
    until: date | None = None
    electorate: list[Slug]
    procedure: Literal["written", "meeting"]
    special_majority: bool
    quorum_free: bool
    closes_at: datetime
    policy: str
    dossier: str

    example: ClassVar[dict[str, Any]] = _BALLOT | {
        "on": "2017-05-15",
        "option": "extend",
        "until": "2018-06-30",
        "electorate": ["agentur-arbeit", "caritas", "jobcenter"],
        "procedure": "written",
        "special_majority": False,
        "quorum_free": False,
        "closes_at": "2017-06-09T22:00:00Z",
        "policy": "P-2016/1",
        "dossier": "b" * 64,
    }


class ElectorWithdrew(CooperationContract, type="koop.reporting.ElectorWithdrew.v1"):
    """A partner of the running ballot's electorate leaves: with effect before the close, its vote is void."""

    ballot: UUID
    partner: Slug
    last_day: date

    example: ClassVar[dict[str, Any]] = _BALLOT | {"on": "2017-05-20", "partner": "vg-weilerbach", "last_day": "2017-05-31"}


class NamedVote(Message):
    partner: Slug
    counted: Literal["yes", "no", "abstain", "conditional", "silent", "void"]


class BallotClosed(CooperationContract, type="koop.reporting.BallotClosed.v1"):
    """yes + no + abstained + conditional + silent = electorate. `quorum` 0: a second call that needed none."""

    ballot: UUID
    option: Option
    carried: bool
    carried_by_all_members: bool
    quorate: bool
    yes: int = Field(ge=0)
    no: int = Field(ge=0)
    abstained: int = Field(ge=0)
    conditional: int = Field(ge=0)
    silent: int = Field(ge=0)
    electorate: int = Field(ge=0)
    quorum: int = Field(ge=0)
    votes: list[NamedVote]
    policy: str
    words_de: str
    words_en: str

    example: ClassVar[dict[str, Any]] = _BALLOT | {
        "on": "2017-06-09",
        "option": "extend",
        "carried": True,
        "carried_by_all_members": True,
        "quorate": True,
        "yes": 2,
        "no": 0,
        "abstained": 0,
        "conditional": 0,
        "silent": 1,
        "electorate": 3,
        "quorum": 2,
        "votes": [
            {"partner": "agentur-arbeit", "counted": "yes"},
            {"partner": "caritas", "counted": "yes"},
            {"partner": "jobcenter", "counted": "silent"},
        ],
        "policy": "P-2016/1",
        "words_de": "3 Stimmberechtigte. Beteiligung 2 ≥ 2 (mehr als 1/2 von 3): beschlussfähig. 2 Ja > 0 Nein: Mehrheit.",
        "words_en": "3 entitled to vote. Participation 2 ≥ 2 (more than 1/2 of 3): quorate. 2 yes > 0 no: majority.",
    }


class BallotVoided(CooperationContract, type="koop.reporting.BallotVoided.v1"):
    """It decides nothing, and nothing that it decided stands; only a new ballot can decide."""

    ballot: UUID
    reason: Literal["objection", "dossier_changed", "wrong_electorate", "wrong_motion", "ineligible_vote", "wrong_figures", "procedure"]

    example: ClassVar[dict[str, Any]] = _BALLOT | {"on": "2017-05-17", "reason": "objection"}


class TermExtended(CooperationContract, type="koop.reporting.TermExtended.v1"):
    """`ends`: the new last day."""

    ballot: UUID
    ends: date

    example: ClassVar[dict[str, Any]] = _BALLOT | {"on": "2017-06-09", "ends": "2018-06-30"}


class TermExtensionRevoked(CooperationContract, type="koop.reporting.TermExtensionRevoked.v1"):
    """The ballot behind the extension was annulled: `ends` is the last day again."""

    ballot: UUID
    ends: date

    example: ClassVar[dict[str, Any]] = _BALLOT | {"on": "2017-06-14", "ends": "2017-06-30"}


class TermEnded(CooperationContract, type="koop.reporting.TermEnded.v1"):
    """Shared access ended with `on` 24:00 Europe/Berlin; retention periods run from `retention_from`."""

    retention_from: date

    example: ClassVar[dict[str, Any]] = _KEY | {"on": "2017-06-30", "retention_from": "2017-07-01"}
