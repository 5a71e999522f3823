"""What a scenario is made of: weeks with registrations, facts and commands, and the seeded chance that fills them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

BEGIN, END = date(2016, 7, 1), date(2017, 6, 30)
WEEK = timedelta(days=7)
SYLLABLES = ("ba", "do", "fi", "ga", "ho", "ka", "li", "ma", "no", "pe", "ra", "si", "ta", "vo", "za")

VGS = {
    "vg-landstuhl": 18,
    "vg-ramstein-miesenbach": 18,
    "vg-enkenbach-alsenborn": 16,
    "vg-otterbach-otterberg": 15,
    "vg-weilerbach": 13,
    "vg-kaiserslautern-sued": 10,
    "vg-bruchmuehlbach-miesau": 10,
}
WELFARE = ("caritas", "diakonie", "jmd", "cjd", "drk")


@dataclass(frozen=True)
class Register:
    """A person comes to a desk: of the Verbandsgemeinde, unless another account takes them down."""

    key: UUID
    vg: str
    on: date
    given_name: str
    family_name: str
    account: str = ""

    @property
    def by(self) -> str:
        return self.account or f"caseworker@{self.vg}"


@dataclass(frozen=True)
class OpenFile:
    """The youth office opens a minor's file. `person`: the registration's key."""

    key: UUID
    person: UUID
    vg: str
    on: date


@dataclass(frozen=True)
class Fact:
    """A partner publishes a fact. `subject`: the key of a registration or of a file, by which the id is found; else the id itself."""

    id: UUID
    partner: str
    type: str
    subject: UUID
    data: dict[str, Any]


@dataclass(frozen=True)
class Send:
    """Somebody sends a command. `about`: fields of the body that name a person or a file, by key."""

    key: UUID
    service: str
    account: str
    body: dict[str, Any]
    about: dict[str, UUID] = field(default_factory=dict)


@dataclass
class Week:
    """One barrier: the clock stands on its Friday afternoon."""

    friday: date
    registrations: list[Register] = field(default_factory=list)
    files: list[OpenFile] = field(default_factory=list)
    sends: list[Send] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


@dataclass
class Script:
    """The year while it is written. What would fall outside of it is not written."""

    chance: Random
    scale: float
    by_friday: dict[date, Week] = field(default_factory=lambda: {friday: Week(friday) for friday in fridays(BEGIN, END)})

    def week(self, day: date) -> Week | None:
        return self.by_friday.get(day + timedelta(days=(4 - day.weekday()) % 7))

    def uuid(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def pick(self, weights: dict[str, int]) -> str:
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def happens(self, probability: float) -> bool:
        return self.chance.random() < probability

    def after(self, day: date, least: int, most: int) -> date:
        """A workday some days later, Monday to Friday."""
        later = day + timedelta(days=self.chance.randint(least, most))
        return later - timedelta(days=max(0, later.weekday() - 4))

    def name(self) -> str:
        return "".join(self.chance.choices(SYLLABLES, k=self.chance.randint(2, 3))).capitalize()

    def register(self, vg: str, on: date, account: str = "") -> UUID:
        person = self.uuid()
        if week := self.week(on):
            week.registrations.append(Register(person, vg, on, self.name(), self.name(), account))
        return person

    def open_file(self, person: UUID, vg: str, on: date) -> UUID:
        minor = self.uuid()
        if week := self.week(on):
            week.files.append(OpenFile(minor, person, vg, on))
        return minor

    def fact(self, partner: str, type_: str, subject: UUID, on: date, **data: Any) -> None:
        if week := self.week(on):
            week.facts.append(Fact(self.uuid(), partner, type_, subject, {"on": on.isoformat(), **data}))

    def send(self, service: str, account: str, on: date, person: UUID | None = None, *, told: date | None = None, **body: Any) -> None:
        """`body` has the command's type and fields; its day is `on`, said on that day or on `told`."""
        self.tell(service, account, on, {"person": person} if person else {}, told=told, **body)

    def tell(self, service: str, account: str, on: date, about: dict[str, UUID], *, told: date | None = None, **body: Any) -> None:
        if week := self.week(told or on):
            week.sends.append(Send(self.uuid(), service, account, {"on": on.isoformat(), **body}, about))


def fridays(first: date, last: date) -> Iterator[date]:
    friday = first + timedelta(days=(4 - first.weekday()) % 7)
    while friday <= last:
        yield friday
        friday += WEEK
