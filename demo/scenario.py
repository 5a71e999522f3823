"""The cooperation's first year as a seeded scenario: what happens to invented people, week by week. Pure: no clock, no network.

Proportions follow the district's neighbours in 2018 (137 in courses, 9 refused, 34 aborted, 96 passed) and its own volumes.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

BEGIN, END = date(2016, 7, 1), date(2017, 6, 30)
DISTRICT_PERSONS = 1940
DISTRICT_VOLUNTEERS = 400

VGS = {
    "vg-landstuhl": 18,
    "vg-ramstein-miesenbach": 18,
    "vg-enkenbach-alsenborn": 16,
    "vg-otterbach-otterberg": 15,
    "vg-weilerbach": 13,
    "vg-kaiserslautern-sued": 10,
    "vg-bruchmuehlbach-miesau": 10,
}
PROVIDERS = {"jmd": 4, "cjd": 3, "landkreis-koordination": 3}
REFUSALS = {"child_care": 3, "job": 2, "pregnancy": 2, "health": 1, "transport": 1}
ABORTS = {"move": 7, "pregnancy": 5, "job": 5, "child_care": 4, "health": 3, "transport": 3, "other": 7}
WELFARE = ("caritas", "diakonie", "jmd", "cjd", "drk")
PURPOSES = {
    "caritas": "migration_advice",
    "diakonie": "migration_advice",
    "jmd": "youth_advice",
    "cjd": "youth_advice",
    "drk": "family_tracing",
}
SYLLABLES = ("ba", "do", "fi", "ga", "ho", "ka", "li", "ma", "no", "pe", "ra", "si", "ta", "vo", "za")


@dataclass(frozen=True)
class Register:
    """A person comes to a Verbandsgemeinde's desk."""

    key: UUID
    vg: str
    on: date
    given_name: str
    family_name: str


@dataclass(frozen=True)
class Fact:
    """A partner publishes a fact. `subject` is a registration's key where `of_person`, else the id itself."""

    id: UUID
    partner: str
    type: str
    subject: UUID
    data: dict[str, Any]
    of_person: bool = True


@dataclass(frozen=True)
class Send:
    """Somebody sends a command. `person` names a registration whose id goes into the body."""

    key: UUID
    service: str
    account: str
    body: dict[str, Any]
    person: UUID | None = None


@dataclass
class Week:
    """One barrier: the clock stands on its Friday afternoon."""

    friday: date
    registrations: list[Register] = field(default_factory=list)
    sends: list[Send] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


def year(seed: int, scale: float) -> list[Week]:
    """The same seed and scale give the same year."""
    return _Year(Random(seed), scale).weeks()


class _Year:
    def __init__(self, chance: Random, scale: float) -> None:
        self.chance = chance
        self.scale = scale
        self.by_friday: dict[date, Week] = {}

    def weeks(self) -> list[Week]:
        for friday in _fridays():
            self.by_friday[friday] = Week(friday)
        for _ in range(max(8, round(DISTRICT_PERSONS * self.scale))):
            self._person()
        for _ in range(max(4, round(DISTRICT_VOLUNTEERS * self.scale))):
            self._volunteer()
        self._mistakes()
        return list(self.by_friday.values())

    def _week(self, day: date) -> Week | None:
        return self.by_friday.get(day + timedelta(days=(4 - day.weekday()) % 7))

    def _uuid(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def _pick(self, weights: dict[str, int]) -> str:
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def _name(self) -> str:
        return "".join(self.chance.choices(SYLLABLES, k=self.chance.randint(2, 3))).capitalize()

    def _after(self, day: date, least: int, most: int) -> date:
        """A workday some days later, Monday to Friday."""
        later = day + timedelta(days=self.chance.randint(least, most))
        return later - timedelta(days=max(0, later.weekday() - 4))

    def _fact(self, partner: str, type_: str, subject: UUID, on: date, *, of_person: bool = True, **data: Any) -> None:
        if week := self._week(on):
            week.facts.append(Fact(self._uuid(), partner, type_, subject, {"on": on.isoformat(), **data}, of_person))

    def _person(self) -> None:
        arrived = self._after(BEGIN, 0, 20) if self.chance.random() < 0.6 else self._after(BEGIN, 21, 300)
        person, vg = self._uuid(), self._pick(VGS)
        if week := self._week(arrived):
            week.registrations.append(Register(person, vg, arrived, self._name(), self._name()))
        provider = self._pick(PROVIDERS)
        needed = self._after(arrived, 3, 20)
        literacy = self._pick({"latin": 3, "second_script": 5, "primary": 2})
        self._fact(
            provider, "LanguageNeedAssessed", person, needed, literacy=literacy, levels={"listening": "A1", "speaking": "A1"},
            childcare_needed=self.chance.random() < 0.3, transport_needed=self.chance.random() < 0.3,
        )  # fmt: skip
        if self.chance.random() < 0.12:
            self._fact(vg, "PersonMoved", person, self._after(arrived, 40, 250), vg=self._pick(VGS))
        if self.chance.random() < 0.8:
            self._referral(person, vg, self._after(arrived, 5, 120))
        if self.chance.random() < 0.8:
            self._course(person, provider, needed)

    def _course(self, person: UUID, provider: str, needed: date) -> None:
        granted = self._after(needed, 7, 40)
        if self.chance.random() < 0.6:
            ground, days = ("title", 365) if self.chance.random() < 0.7 else ("asylum_seeker", 91)
            valid = (granted + timedelta(days=days)).isoformat()
            self._fact("landkreis-auslaenderbehoerde", "CourseEntitlementIssued", person, granted, ground=ground, valid_until=valid)
        else:
            self._fact("jobcenter", "CourseObligationIssued", person, granted, authority="jobcenter", programme="integration")
        offered = self._after(granted, 5, 40)
        course = f"{provider[:3]}-{offered:%Y}-{self.chance.randint(1, max(2, round(20 * self.scale)))}"
        kind = self._pick({"general": 7, "literacy": 2, "women": 1})
        self._fact(
            provider, "PlacementTestTaken", person, offered, levels={"reading": "A1", "writing": "A0"}, module=self.chance.randint(1, 3)
        )
        self._fact(provider, "CourseOffered", person, offered, course=course, kind=kind)
        answered = self._after(offered, 3, 14)
        if self.chance.random() < 0.07:
            self._fact(provider, "CourseOfferRefused", person, answered, course=course, reason=self._pick(REFUSALS))
            return
        self._fact(provider, "CourseOfferAccepted", person, answered, course=course)
        enrolled = self._after(answered, 2, 10)
        self._fact(provider, "CourseEnrolmentConfirmed", person, enrolled, course=course, provider=provider, kind=kind)
        if self.chance.random() < 0.9:
            self._attend(person, provider, course, self._after(enrolled, 10, 60))

    def _attend(self, person: UUID, provider: str, course: str, started: date) -> None:
        self._fact(provider, "CourseStarted", person, started, course=course)
        aborted = self._after(started, 20, 150) if self.chance.random() < 0.22 else None
        finished = self._after(started, 140, 200)
        ends = aborted or finished
        for month_end in _month_ends(started, min(ends, END)):
            held = self.chance.randint(60, 100)
            attended = round(held * self.chance.uniform(0.55, 1))
            self._fact(
                provider, "AttendanceReported", person, month_end, course=course, month=f"{month_end:%Y-%m}", units_attended=attended,
                units_held=held,
            )  # fmt: skip
        if aborted:
            self._fact(provider, "CourseDroppedOut", person, aborted, course=course, reason=self._pick(ABORTS))
            return
        self._fact(provider, "CourseCompleted", person, finished, course=course)
        level = self._pick({"B1": 6, "A2": 3, "A1": 1})
        levels = dict.fromkeys(("listening", "reading", "writing", "speaking"), level)
        known = self.chance.random() < 0.93
        examined = self._after(finished, 3, 14)
        self._fact(
            provider, "ExamResultReported", person, examined, programme="integration", overall=level, levels=levels, life_in_germany=known
        )

    def _referral(self, person: UUID, vg: str, sent: date) -> None:
        recipient, referral = self.chance.choice(WELFARE), self._uuid()
        purpose, data = PURPOSES[recipient], ["identity", "contact"]
        reach = {"recipient": recipient, "purpose": purpose, "data": data}
        body = {
            "type": "SendReferral", "on": sent.isoformat(), "referral": str(referral), "recipient": recipient, "facet": "language",
            "purpose": purpose, "data": data, "basis": {"kind": "consent", "consent": str(self._uuid()), "reach": reach},
            "due": (sent + timedelta(days=28)).isoformat(),
        }  # fmt: skip
        week = self._week(sent)
        if week is None:
            return
        week.sends.append(Send(self._uuid(), "referrals", f"caseworker@{vg}", body, person))
        if self.chance.random() < 0.12:
            return  # nobody answers: it lapses
        answered = self._after(sent, 7, 18)
        said: dict[str, Any] = {"referral": str(referral)}
        self._fact(recipient, "ReferralAcknowledged", person, answered, **said)
        if self.chance.random() < 0.12:
            self._fact(recipient, "ReferralDeclined", person, answered, reason=self._pick({"no_capacity": 3, "not_reached": 2}), **said)
            return
        self._fact(recipient, "ReferralAccepted", person, answered, **said)
        begun = self._after(answered, 7, 30)
        self._fact(recipient, "ReferralStarted", person, begun, **said)
        if self.chance.random() < 0.75:
            outcome = self._pick({"achieved": 6, "partly_achieved": 3, "moved_away": 1})
            self._fact(recipient, "ReferralCompleted", person, self._after(begun, 14, 120), outcome=outcome, **said)

    def _volunteer(self) -> None:
        volunteer, vg, since = self._uuid(), self._pick(VGS), self._after(BEGIN, 0, 120)
        organisation = vg if self.chance.random() < 0.5 else self.chance.choice(WELFARE)
        limit = self.chance.choice((4.0, 6.0, 8.0))
        self._fact(
            organisation, "VolunteerRegistered", volunteer, since, of_person=False, vg=vg, languages=["deu", "arb"], weekly_limit=limit
        )
        left = self._after(since, 60, 300) if self.chance.random() < 0.2 else END
        role, eager = self._pick({"language_help": 4, "mentor": 3, "companion": 2, "driving": 1}), self.chance.random() < 0.12
        monday = since + timedelta(days=7 - since.weekday())
        while monday + timedelta(days=11) < left:
            if self.chance.random() < 0.9:
                hours = round(self.chance.uniform(0.5, limit * (1.6 if eager else 1)) * 4) / 4
                on = monday + timedelta(days=7)
                self._fact(organisation, "HoursReported", volunteer, on, of_person=False, week=monday.isoformat(), role=role, hours=hours)
            monday += timedelta(days=7)
        if left < END:
            self._fact(organisation, "VolunteerLeft", volunteer, left, of_person=False)

    def _mistakes(self) -> None:
        """What partners get wrong: it is parked with its reason and harms nobody."""
        day = date(2016, 10, 5)
        known = [r.key for week in self.by_friday.values() if week.friday < day for r in week.registrations]
        someone = self.chance.choice(known)
        self._fact("cjd", "CourseOffered", self._uuid(), day, of_person=False, course="cjd-2016-1", kind="general")
        self._fact("cjd", "AttendanceReported", someone, day, course="cjd-2016-1", month="2016-09", units_attended=90, units_held=80)
        self._fact("jmd", "CourseObligationIssued", someone, day, authority="jobcenter", programme="integration")
        self._fact("jmd", "CourseOfferRefused", someone, day, course="jmd-2016-1", reason="does not like it")
        week = self._week(day)
        assert week is not None
        twice = next(fact for fact in week.facts if fact.partner == "jmd")
        week.facts.append(twice)


def _fridays() -> Iterator[date]:
    friday = BEGIN
    while friday <= END:
        yield friday
        friday += timedelta(days=7)


def _month_ends(first: date, last: date) -> Iterator[date]:
    """The last workday of each month in between."""
    day = first.replace(day=1)
    while True:
        following = (day + timedelta(days=32)).replace(day=1)
        workday = following - timedelta(days=1)
        workday -= timedelta(days=max(0, workday.weekday() - 4))
        if workday > last:
            return
        if workday >= first:
            yield workday
        day = following


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
