"""Examples for the decision's tests: the policy of the real agreement, and electorates of any size."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from services.reporting.decision.agreement import Agreement
from services.reporting.decision.ballot import BallotOpened
from services.reporting.decision.ballot_terms import BallotTerms, Dossier, Elector, Motion
from services.reporting.decision.policy import Option
from services.reporting.decision.tally import Choice, Vote
from services.reporting.decision.voting import CastVote

AGREEMENT = Agreement.load(Path(__file__).parents[4] / "agreement" / "kaiserslautern-2016.toml")
P2016 = AGREEMENT.policy
COOPERATION = "kaiserslautern-2016"
CHAIR = "landkreis-koordination"
BALLOT = UUID("5b0c2f0e-3f6a-4c39-8d0f-2f1c9d1e2017")
SECOND = UUID("7c1d3a1f-4a7b-4d40-9e1a-3a2d0e2f2017")

OPENED = date(2017, 5, 15)
CLOSES = date(2017, 6, 9)
LAST_SECOND = datetime(2017, 6, 9, 21, 59, 59, tzinfo=UTC)  # 23:59:59 summer time, two hours ahead of UTC
CLOSED = datetime(2017, 6, 9, 22, 0, 0, tzinfo=UTC)
MAY_20 = datetime(2017, 5, 20, 10, 0, tzinfo=UTC)

EXTEND = Motion(option=Option.EXTEND, until=date(2018, 6, 30))
LET_EXPIRE = Motion(option=Option.LET_EXPIRE)

DOSSIER = Dossier(
    positions={"koop.cases.v1:0": 4711},
    digests={"language": "a" * 64},
    as_of=date(2017, 4, 27),
    law_version="2016-08-06#3f2a1c9d",
    policy_version="P-2016/1",
    hash="b" * 64,
)


def elector(n: int) -> Elector:
    return Elector(partner=f"p{n}", representative=f"representative@p{n}", deputy=f"deputy@p{n}")


def terms(voters: int = 14, **changes: Any) -> BallotTerms:
    usual: dict[str, Any] = {
        "cooperation": COOPERATION,
        "chair": CHAIR,
        "motion": EXTEND,
        "electorate": tuple(elector(n) for n in range(1, voters + 1)),
        "policy": P2016,
        "special_majority": False,
        "quorum_free": False,
        "procedure": "written",
        "closes_on": CLOSES,
        "dossier": DOSSIER,
    }
    return BallotTerms(**usual | changes)


def opened(voters: int = 14, **changes: Any) -> BallotOpened:
    return BallotOpened(on=OPENED, terms=terms(voters, **changes))


def votes(yes: int = 0, no: int = 0, abstain: int = 0, conditional: int = 0) -> dict[str, Vote]:
    """p1, p2, … vote in this order: yes, no, abstain, conditional yes."""
    cast = [Vote(choice="yes")] * yes + [Vote(choice="no")] * no + [Vote(choice="abstain")] * abstain
    cast += [Vote(choice="yes", subject_to_ratification=True)] * conditional
    return {f"p{n}": vote for n, vote in enumerate(cast, start=1)}


def cast(n: int, choice: Choice = "yes", at: datetime = MAY_20, role: str = "representative", **changes: Any) -> CastVote:
    wish: dict[str, Any] = {"on": OPENED, "ballot": BALLOT, "choice": choice, "at": at, "actor": f"{role}@p{n}", "partner": f"p{n}"}
    return CastVote(**wish | changes)
