"""The state of the cooperation: who takes part, how long the term runs, what was decided and how."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from pydantic import BaseModel, ConfigDict

from shared.contracts import cooperation as c
from shared.read_model import Record, Row, Table, View

PARTNERS = Table(
    "cooperation_partners",
    (("cooperation", "text"), ("partner", "text"), ("name", "text"), ("kind", "text"), ("joined", "date"), ("leaves", "date")),
    key=2,
)
TERM = Table(
    "cooperation_term",
    (("cooperation", "text"), ("starts", "date"), ("ends", "date"), ("ended", "bool"), ("deliberation", "date"), ("held", "bool")),
    key=1,
)
BALLOTS = Table(
    "cooperation_ballots",
    (("ballot", "uuid"), ("cooperation", "text"), ("opened", "date"), ("state", "text"), ("option", "text"), ("content", "jsonb")),
    key=1,
)
NO_DAY = date(9999, 12, 31)


class Cooperation(BaseModel):
    """Partners and ballots by id, as they are shown."""

    model_config = ConfigDict(frozen=True)

    partners: dict[str, dict[str, str]] = {}
    starts: date = NO_DAY
    ends: date = NO_DAY
    ended: bool = False
    deliberation: date = NO_DAY
    held: bool = False
    ballots: dict[str, dict[str, Any]] = {}


def evolve(state: Cooperation, record: Record) -> Cooperation:
    match record.contract:
        case c.PartnerJoined(on=on, partner=partner, name=name, kind=kind):
            return _partner(state, partner, {"name": name, "kind": kind, "joined": on.isoformat()})
        case c.WithdrawalDeclared(partner=partner, last_day=last_day):
            return _partner(state, partner, {"leaves": last_day.isoformat()})
        case c.TermAgreed(starts=starts, ends=ends):
            return state.model_copy(update={"starts": starts, "ends": ends})
        case c.TermExtended(ends=ends) | c.TermExtensionRevoked(ends=ends):
            return state.model_copy(update={"ends": ends, "deliberation": NO_DAY, "held": False})
        case c.TermEnded():
            return state.model_copy(update={"ended": True})
        case c.DeliberationScheduled(day=day):
            return state.model_copy(update={"deliberation": day, "held": False})
        case c.DeliberationHeld(on=on):
            return state.model_copy(update={"deliberation": on, "held": True})
    return _decided(state, record)


def _decided(state: Cooperation, record: Record) -> Cooperation:
    contract = record.contract
    match contract:
        case c.BallotOpened():
            return _ballot(state, str(contract.ballot), {"state": "open", "opened": contract.on.isoformat()}, contract)
        case c.BallotClosed():
            return _ballot(state, str(contract.ballot), {"state": "carried" if contract.carried else "not_carried"}, contract)
        case c.BallotVoided():
            return _ballot(state, str(contract.ballot), {"state": "void"}, contract)
    return state


def _partner(state: Cooperation, partner: str, known: dict[str, str]) -> Cooperation:
    return state.model_copy(update={"partners": state.partners | {partner: state.partners.get(partner, {}) | known}})


def _ballot(state: Cooperation, ballot: str, known: dict[str, Any], contract: c.CooperationContract) -> Cooperation:
    content = contract.model_dump(mode="json", exclude={"on", "cooperation", "ballot"})
    merged = state.ballots.get(ballot, {}) | content | known
    return state.model_copy(update={"ballots": state.ballots | {ballot: merged}})


def rows(cooperation: str, state: Cooperation) -> Mapping[str, Iterable[Row]]:
    never = NO_DAY.isoformat()
    return {
        PARTNERS.name: [
            (cooperation, slug, p.get("name", slug), p.get("kind", "partner"), p.get("joined", never), p.get("leaves", never))
            for slug, p in state.partners.items()
        ],
        TERM.name: [(cooperation, state.starts, state.ends, state.ended, state.deliberation, state.held)],
        BALLOTS.name: [
            (ballot, cooperation, b.get("opened", never), b["state"], b.get("option", ""), Content(b))
            for ballot, b in state.ballots.items()
        ],
    }


class Content(Jsonb):
    """JSON that compares by its content, so that an unchanged row is seen to be unchanged."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Content) and self.obj == other.obj

    def __hash__(self) -> int:
        return hash(str(self.obj))


VIEW = View(
    "cooperation",
    "Kooperation / Cooperation",
    (
        c.PartnerJoined,
        c.WithdrawalDeclared,
        c.TermAgreed,
        c.TermExtended,
        c.TermExtensionRevoked,
        c.TermEnded,
        c.DeliberationScheduled,
        c.DeliberationHeld,
        c.BallotOpened,
        c.BallotClosed,
        c.BallotVoided,
    ),
    Cooperation(),
    evolve,
    (PARTNERS, TERM, BALLOTS),
    rows,
    {"cooperation_state": "SELECT * FROM {cooperation_term}"},
)


def state_now(connection: psycopg.Connection[Any], version: int) -> list[dict[str, Any]]:
    """Each cooperation with its term, roster and ballots (newest first)."""
    with connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(f"SELECT * FROM {TERM.at(version)} ORDER BY cooperation").fetchall()
        for one in found:
            key = (one["cooperation"],)
            one["partners"] = cursor.execute(
                f"SELECT partner, name, kind, joined, leaves FROM {PARTNERS.at(version)} WHERE cooperation = %s ORDER BY partner", key
            ).fetchall()
            one["ballots"] = cursor.execute(
                f"SELECT ballot, opened, state, option, content FROM {BALLOTS.at(version)} WHERE cooperation = %s "
                "ORDER BY opened DESC, ballot",
                key,
            ).fetchall()
        return found


def ballot(connection: psycopg.Connection[Any], version: int, ballot_id: str) -> dict[str, Any] | None:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(f"SELECT * FROM {BALLOTS.at(version)} WHERE ballot = %s", (ballot_id,)).fetchone()
