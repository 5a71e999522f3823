"""The yearly vote in the demo year: deliberation, dossier, call, votes."""

from collections import defaultdict
from random import Random
from typing import Any
from uuid import UUID

from demo.script import Send


def decision(ballot: UUID, partners: list[str]) -> dict[str, list[Send]]:
    """The yearly vote by day: deliberation, dossier, call, votes (one abstains, one says no, one changes its mind, one is absent)."""
    chance = Random(ballot.int)
    chair = "coordinator@landkreis-koordination"
    cooperation = "kaiserslautern-2016"

    def send(account: str, body: dict[str, Any], path_service: str = "reporting") -> Send:
        return Send(UUID(int=chance.getrandbits(128), version=4), path_service, account, body)

    days: dict[str, list[Send]] = defaultdict(list)
    days["2017-04-03"].append(
        send(chair, {"type": "ScheduleDeliberation", "on": "2017-04-03", "cooperation": cooperation, "day": "2017-04-24"})
    )
    days["2017-04-24"].append(send(chair, {"type": "HoldDeliberation", "on": "2017-04-24", "cooperation": cooperation}))
    days["2017-04-28"].append(send(chair, {"type": "FreezeDossier", "cooperation": cooperation}))
    call = {"ballot": str(ballot), "motion": {"option": "extend", "until": "2018-06-30"}, "procedure": "written", "closes_on": "2017-06-09"}
    days["2017-05-15"].append(send(chair, {"type": "CallBallot", "on": "2017-05-15", "cooperation": cooperation, **call}))
    absent, abstains, against, changes = chance.sample(partners, 4)
    for partner in partners:
        choice = {abstains: "abstain", against: "no", changes: "no"}.get(partner, "yes")
        if partner != absent:
            vote = {"type": "CastVote", "on": "2017-05-22", "ballot": str(ballot), "choice": choice}
            days["2017-05-22"].append(send(f"representative@{partner}", vote))
    second = {"type": "CastVote", "on": "2017-06-08", "ballot": str(ballot), "choice": "yes"}
    days["2017-06-08"].append(send(f"representative@{changes}", second))
    return days
