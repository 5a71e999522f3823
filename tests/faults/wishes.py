"""What people and partners want, drawn from a seed: each wish is a function of its number alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from tests.faults.oplog import Op

VGS = ("vg-landstuhl", "vg-weilerbach", "vg-otterbach-otterberg")
WELFARE = ("caritas", "drk", "cjd")
ROLES = ("mentor", "language_help", "driving")
WEEKS = tuple(f"2026-{month:02}-{day:02}" for month, day in ((9, 7), (9, 14), (9, 21), (9, 28), (10, 5), (10, 12), (10, 19)))
"""Mondays."""
MONTHS = tuple(f"2026-{month:02}" for month in range(3, 11))
STEPS = ("AcknowledgeReferral", "AcceptReferral", "StartReferral", "CompleteReferral")
TODAY = "2026-11-02"


@dataclass(frozen=True)
class Wish:
    """A command (`account`, `path`) or a fact (`subject`) with its body; `twin`: said at the same moment by somebody else."""

    op: Op
    body: dict[str, Any]
    account: str = ""
    path: str = "/commands"
    subject: str = ""
    twin: "Wish | None" = None


@dataclass
class Subjects:
    """Whom it is about. Drawn with Zipf's law: a few have much to do with us, most little."""

    canary: str
    persons: list[str] = field(default_factory=list)
    volunteers: list[tuple[str, str]] = field(default_factory=list)
    referrals: list[tuple[str, str]] = field(default_factory=list)
    """(id, partner): the volunteer's organisation, the referral's recipient."""


def some(chance: Random, found: Sequence[Any]) -> Any:
    return chance.choices(found, [1 / (rank + 1) ** 1.1 for rank in range(len(found))])[0]


def uuid(chance: Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


def person(chance: Random, canary: str) -> Wish:
    """The names are the canary: they may appear in the vault and nowhere else."""
    vg = chance.choice(VGS)
    body = {"given_name": canary, "family_name": canary, "vg": vg, "on": "2026-02-02", "birth_date": "1990-01-01"}
    return Wish(Op(uuid(chance), "cases", "RegisterPerson"), body, f"caseworker@{vg}", "/people")


def volunteer(chance: Random) -> Wish:
    partner = chance.choice(WELFARE)
    body = {"volunteer": uuid(chance), "vg": chance.choice(VGS), "weekly_limit": chance.choice([4, 6, 8])}
    return _command(chance, "volunteers", "RegisterVolunteer", f"volunteer-coordinator@{partner}", on="2026-02-02", **body)


def referral(chance: Random, about: str) -> Wish:
    sender, recipient = chance.choice(VGS), chance.choice(WELFARE)
    passed: dict[str, Any] = {"recipient": recipient, "purpose": "language_course", "data": ["identity", "contact"]}
    body = {"referral": uuid(chance), "person": about, "facet": "language", "due": "2031-12-31"}
    basis = {"kind": "statute", "statute": "dsgvo_6_1_e", "reach": passed}
    return _command(chance, "referrals", "SendReferral", f"caseworker@{sender}", on=TODAY, basis=basis, **body, **passed)


def hours(chance: Random, about: tuple[str, str]) -> Wish:
    said = {"week": chance.choice(WEEKS), "role": chance.choice(ROLES), "hours": chance.randrange(1, 40) / 4}
    return _command(chance, "volunteers", "ReportHours", f"volunteer-coordinator@{about[1]}", on=TODAY, volunteer=about[0], **said)


def moved(chance: Random, about: str) -> Wish:
    vg, on = chance.choice(VGS), f"2026-{chance.randrange(3, 11):02}-{chance.randrange(1, 28):02}"
    return _command(chance, "cases", "MovePerson", f"caseworker@{vg}", on=on, person=about, vg=vg)


def step(chance: Random, about: tuple[str, str]) -> Wish:
    kind = some(chance, STEPS)
    more = {"outcome": "achieved"} if kind == "CompleteReferral" else {}
    return _command(chance, "referrals", kind, f"caseworker@{about[1]}", on=TODAY, referral=about[0], **more)


def offered(chance: Random, about: str) -> Wish:
    data = {"on": f"2026-{chance.randrange(3, 11):02}-15", "course": f"course-{chance.randrange(400)}"}
    return _fact(chance, "jmd", "CourseOffered", about, data)


def attended(chance: Random, about: str) -> Wish:
    units = {"units_attended": chance.randrange(0, 80), "units_held": 80}
    return _fact(chance, "jmd", "AttendanceReported", about, {"on": TODAY, "course": "course-1", "month": chance.choice(MONTHS)} | units)


def told_hours(chance: Random, about: tuple[str, str]) -> Wish:
    said = {"on": TODAY, "week": chance.choice(WEEKS), "role": chance.choice(ROLES), "hours": chance.randrange(1, 40) / 4}
    return _fact(chance, about[1], "HoursReported", about[0], said)


def wrong(chance: Random, subjects: Subjects) -> Wish:
    """Well-formed and yet to be parked: a field that nobody knows, with a name in it."""
    data = {"on": TODAY, "course": "course-1", "note": subjects.canary}
    return _fact(chance, "jmd", "CourseOffered", some(chance, subjects.persons), data, invalid=True)


def _command(chance: Random, service: str, kind: str, account: str, **body: Any) -> Wish:
    return Wish(Op(uuid(chance), service, kind), {"type": kind} | body, account)


def _fact(chance: Random, partner: str, kind: str, subject: str, data: dict[str, Any], *, invalid: bool = False) -> Wish:
    return Wish(Op(uuid(chance), partner, f"koop.fact.{kind}.v1", fact=True, invalid=invalid), data, subject=subject)
