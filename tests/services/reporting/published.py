"""Published records for tests, as the relay sends them, and small views that show what a reader made of them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.cloudevents import headers_of
from shared.contracts import cases
from shared.contracts.base import Contract
from shared.contracts.codes import CourseKind
from shared.parking import RawRecord
from shared.read_model import Record, Row, Table, View

NOW = datetime(2016, 8, 1, 8, tzinfo=UTC)
DAY = date(2016, 8, 1)
UNREADABLE = "unreadable-1"
UNSHOWABLE = "unshowable-1"


def person(n: int) -> UUID:
    return UUID(int=n, version=4)


def raw(contract: Contract, stream: str, number: int, offset: int, *, topic: str = "", partition: int = 0, **headers: str) -> RawRecord:
    """`headers` replace what the relay would write (without the prefix `ce_`)."""
    attributes = {
        "id": f"{stream}-{number}",
        "source": "/koop/cases",
        "type": contract.type,
        "subject": contract.subject,
        "time": "2016-08-01T08:00:00Z",
        "koopposition": str(offset + 1),
        "koopstream": stream,
        "koopnumber": str(number),
        "koopepoch": "1",
    }
    value = contract.model_dump_json(exclude_none=True).encode()
    return RawRecord(topic or contract.topic, partition, offset, contract.subject.encode(), value, tuple(headers_of(attributes | headers)))


def registered(n: int, offset: int, vg: str = "vg-landstuhl", **more: Any) -> RawRecord:
    return raw(cases.PersonRegistered(on=DAY, person=person(n), vg=vg), f"person-{person(n)}", 1, offset, **more)


def offered(n: int, number: int, offset: int, course: str = "", **more: Any) -> RawRecord:
    """The stream language-<person> is made of offers here."""
    contract = cases.LanguageCourseOffered(on=DAY, person=person(n), course=course or f"course-{number}", kind=CourseKind.GENERAL)
    return raw(contract, f"language-{person(n)}", number, offset, **more)


class Seen(BaseModel):
    model_config = ConfigDict(frozen=True)

    vg: str = ""
    courses: tuple[str, ...] = ()


def evolve(state: Seen, record: Record) -> Seen:
    match record.contract:
        case cases.PersonRegistered(vg=vg):
            return state.model_copy(update={"vg": vg})
        case cases.LanguageCourseOffered(course=course):
            if course in BROKEN:
                raise ValueError(course)
            return state.model_copy(update={"courses": (*state.courses, course)})
    return state


BROKEN: set[str] = set()
"""Courses that the code of the day cannot fold."""

UNSHOWN: set[str] = set()
"""Courses that the code of the day can fold, but not show."""


def rows(subject: str, state: Seen) -> Mapping[str, list[Row]]:
    if UNSHOWN & set(state.courses):
        raise ValueError("no rows")
    return {
        "seen_courses": [(subject, i, course) for i, course in enumerate(state.courses)],
        "seen_counts": [(state.vg, 1)],
    }


def evolve_other(state: Seen, record: Record) -> Seen:
    return evolve(state, record) if isinstance(record.contract, cases.PersonRegistered) else state


def rows_other(subject: str, state: Seen) -> Mapping[str, list[Row]]:
    return {"people": [(subject, state.vg)]}


SEEN = View(
    name="seen",
    title="What was read of each person, in order",
    reads=(cases.PersonRegistered, cases.LanguageCourseOffered),
    initial=Seen(),
    evolve=evolve,
    tables=(
        Table("seen_courses", (("person", "text"), ("place", "int"), ("course", "text")), 2),
        Table("seen_counts", (("vg", "text"), ("n", "bigint")), 1, counter=True),
    ),
    rows=rows,
    published={"seen_monthly": "SELECT vg, n FROM reporting.{seen_counts}"},
)
PEOPLE = View(
    name="people",
    title="Who lives where",
    reads=(cases.PersonRegistered,),
    initial=Seen(),
    evolve=evolve_other,
    tables=(Table("people", (("person", "text"), ("vg", "text")), 1),),
    rows=rows_other,
)
VIEWS = (SEEN, PEOPLE)
