"""What is said of one invented minor: Mon 4 July 2016 into provisional care in Landstuhl."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from services.minors.age import ClaimAge
from services.minors.base import MinorCommand
from services.minors.care import StartCare, StartProvisionalCare
from services.minors.distribution import ExcludeFromDistribution
from services.minors.minor import minor
from services.minors.policies import deadlines
from services.minors.shown import shown
from services.minors.state import Minor
from shared.birth import BirthDate
from shared.calendar import day_start
from shared.contracts.codes_minors import AgeMethod, AgeSource, ExclusionReason
from shared.deadlines import Deadline, SetDeadline
from shared.law import Law, LawValue
from shared.messages import Command, Event, Meta, Recorded, event_id
from tests.services.cases.facets.language.said import LAW

FILE = UUID("6c3d1f0a-2e5b-4b7e-9d14-5a8f0b612016")
SIBLING = UUID("7d4e2a1b-3f6c-4c8f-8e25-6b9a1c722016")
STREAM = f"minor-{FILE}"
JUGENDAMT, TRIER, VG = "landkreis-jugendamt", "jugendamt-trier", "vg-landstuhl"
FOUND = date(2016, 7, 4)

file = minor(LAW)
Kind = TypeVar("Kind", bound=MinorCommand)


def law_with(key: str, value: Any) -> Law:
    """The agreement's law with one parameter changed."""
    changed = [LawValue.model_validate(one.model_dump() | {"value": value}) for one in LAW.versions(key)]
    return Law(dict(LAW.parameters) | {key: changed})


def say(shape: type[Kind], on: date, /, **more: Any) -> Kind:
    heard = {"at": day_start(on)} if "at" in shape.model_fields else {}
    return shape.model_validate({"minor": FILE, "on": on, **heard, **more})


def taken_in(on: date = FOUND) -> StartProvisionalCare:
    return say(StartProvisionalCare, on, vg=VG)


def excluded(on: date, reason: ExclusionReason = ExclusionReason.WELFARE) -> ExcludeFromDistribution:
    return say(ExcludeFromDistribution, on, reason=reason)


def born(birth: BirthDate | date, on: date = FOUND, method: AgeMethod = AgeMethod.STATEMENT) -> ClaimAge:
    day = BirthDate.of(birth) if isinstance(birth, date) else birth
    return say(ClaimAge, on, source=AgeSource.SELF, method=method, birth=day)


def told(*commands: Command, after: Sequence[Event] = (), law: Law = LAW) -> list[Event]:
    """All that follows when these are said one after the other."""
    decider, events = minor(law), list(after)
    for command in commands:
        events += decider.decide(command, decider.fold(events))
    return events


def state(*commands: Command, law: Law = LAW) -> Minor:
    return file.fold(told(*commands, law=law))


def names(events: Sequence[Event]) -> list[str]:
    return [event.name.partition(".")[2] for event in events]


def recorded(event: Event, version: int = 1) -> Recorded:
    at = "2016-07-04T08:00:00Z"
    meta = Meta.model_validate({"event_id": event_id(STREAM, version), "recorded_at": at, "actor": "test", "correlation": FILE})
    return Recorded(STREAM, version, event, meta)


def due(events: Sequence[Event]) -> dict[str, SetDeadline]:
    """What is due after all of them, by key."""
    found: dict[str, Deadline] = {}
    for event in events:
        found |= {one.key: one for one in deadlines(recorded(event))}
    return {key: one for key, one in found.items() if isinstance(one, SetDeadline)}


BIRTHDAY = date(1999, 3, 15)
IN_CARE = (taken_in(), excluded(date(2016, 7, 14)), say(StartCare, date(2016, 7, 15), vg=VG))


def read(events: list[Event], today: date) -> dict[str, Any]:
    """The file as the youth office reads it that day, whatever was said."""
    return shown(file.fold(events), [], {}, LAW, today)


def seen(events: list[Event], today: date) -> dict[str, Any]:
    """What of it is about majority."""
    found: dict[str, Any] = read(events, today)["majority"]
    return found


def fired(*keys: str, after: list[Event]) -> list[Event]:
    """The events with those that these deadlines lead to, in this order."""
    for key in keys:
        after = told(due(after)[key].command, after=after)
    return after
