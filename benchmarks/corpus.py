"""A synthetic corpus of published contracts: language courses of invented persons, ten records each, exactly as the relay sends them.

Seeded: the same number of events is the same corpus. A record is about 650 bytes, headers with it; twelve types, two streams per person.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.cloudevents import headers_of
from shared.contracts import cases as c
from shared.messages import Meta, Recorded, event_id, id_from
from shared.parking import RawRecord
from shared.unit import outgoing

TOPIC = c.CaseContract.topic
PARTITIONS = 12
PER_PERSON = 10
BLOCK = 2000
"""Persons whose records lie between each other's."""

FIRST, DAYS = date(2016, 7, 4), 1900
PLACES = [f"vg-{name}" for name in ("landstuhl", "weilerbach", "ramstein-miesenbach", "otterbach-otterberg", "enkenbach-alsenborn")]
COURSES = [f"bamf-{n}" for n in range(200)]
_COURSE = {"course": COURSES}
_PAPER = {"ground": ["title", "asylum_seeker"], "programme": ["integration"], "valid_until": ["2026-01-01"]}
_ABORTED = _COURSE | {"reason": ["job"]}
_LEVELS = {"listening": "B1", "reading": "B1", "writing": "A2", "speaking": "B1"}

Step = tuple[str, type[c.CaseContract], dict[str, Any]]

_BEGIN: list[Step] = [
    ("person", c.PersonRegistered, {"vg": PLACES}),
    ("language", c.LanguageNeedAssessed, {"literacy": ["latin", "second_script", "primary"]}),
    ("language", c.LanguageEntitlementIssued, _PAPER),
    ("language", c.LanguageCourseOffered, _COURSE | {"kind": ["general", "women", "literacy"]}),
]
_JOIN: list[Step] = [
    ("language", c.LanguageCourseEnrolled, _COURSE | {"kind": ["general", "women"], "start_due": ["2026-01-01"]}),
    ("language", c.LanguageCourseStarted, _COURSE),
    ("language", c.LanguageAttendanceReported, _COURSE | {"month": ["2016-10", "2017-03"], "units_attended": [60, 71], "units_held": [80]}),
]
_EXAM: Step = (
    "language",
    c.LanguageLevelReached,
    {"programme": ["integration"], "reached": ["B1", "A2"], "levels": [_LEVELS], "successful": [True, False]},
)
STORIES: list[list[Step]] = [
    [*_BEGIN, ("language", c.LanguageCourseAccepted, _COURSE), *_JOIN, ("language", c.LanguageCourseCompleted, _COURSE), _EXAM],
    [*_BEGIN, *_JOIN, ("person", c.PersonMoved, {"vg": PLACES}), ("language", c.LanguageCourseAborted, _ABORTED), _EXAM],
]


def events(count: int, seed: int = 2016) -> Iterator[tuple[RawRecord, datetime]]:
    """`count` records in the order of their log, `offset` being the place in it, with the instant of recording."""
    chance = random.Random(seed)
    position = 0
    for first in range(0, count // PER_PERSON + 1, BLOCK):
        told = [_story(chance, n) for n in range(first, first + BLOCK)]
        for step in range(PER_PERSON):
            for story in told:
                if position == count:
                    return
                position += 1
                yield _record(story[step], position)


def _story(chance: random.Random, n: int) -> list[tuple[str, int, c.CaseContract]]:
    """Stream, number and contract, in order."""
    person, day = UUID(int=chance.getrandbits(128), version=4), FIRST + timedelta(days=chance.randrange(DAYS))
    course = {"course": chance.choice(COURSES)}
    numbers = {"person": 0, "language": 0}
    found = []
    for kind, contract, choices in STORIES[n % len(STORIES)]:
        numbers[kind] += 1
        day += timedelta(days=chance.randrange(20))
        data = {name: chance.choice(values) for name, values in choices.items()} | (course if "course" in choices else {})
        found.append((f"{kind}-{person}", numbers[kind], contract.model_validate({"on": day, "person": person} | data)))
    return found


def _record(said: tuple[str, int, c.CaseContract], position: int) -> tuple[RawRecord, datetime]:
    stream, number, contract = said
    at = datetime(2016, 7, 4, tzinfo=UTC) + timedelta(seconds=position)
    meta = Meta(event_id=event_id(stream, number), recorded_at=at, actor="bench", correlation=id_from("bench", position))
    sent = outgoing("cases", Recorded(stream, number, contract, meta), contract, number)  # type: ignore[arg-type]
    place = {"koopposition": str(position), "koopstream": stream, "koopnumber": str(number), "koopepoch": "1"}
    return RawRecord(TOPIC, 0, position - 1, sent.key.encode(), sent.value, tuple(headers_of(sent.headers | place))), at


def partition(key: bytes) -> int:
    """All of a key in one partition, evenly over all."""
    return int(key[:4], 16) % PARTITIONS


def records(count: int) -> Sequence[RawRecord]:
    return [record for record, _ in events(count)]
