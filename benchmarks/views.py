"""Three counter views: persons, days per Verbandsgemeinde, and courses by what happened in them and when.

One definition, folded by the product's kernel, live and rebuilt. Only the first keeps anything per person; what the other two
count is never corrected, so it is tallied. States and rows are tuples: the cheapest thing to make anew for every record.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from shared.contracts import cases as c
from shared.read_model import Record, Row, Table, View

PERSONS = Table("bench_persons", (("person", "uuid"), ("vg", "text"), ("records", "int"), ("units", "bigint"), ("last", "date")), 1)
DAYS = Table("bench_days", (("day", "date"), ("vg", "text"), ("n", "bigint")), 2, counter=True)
COURSES = Table("bench_courses", (("course", "text"), ("kind", "text"), ("year", "int"), ("n", "bigint")), 3, counter=True)


# By exact type: to ask a pydantic class for an instance takes as long as half a fold.
HOMES = frozenset({c.PersonRegistered, c.PersonMoved})
ABOUT_COURSES = frozenset(c.CourseContract.__subclasses__())


class Person(NamedTuple):
    vg: str = ""
    records: int = 0
    units: int = 0
    last: date = date.min


def evolve(state: Person, record: Record) -> Person:
    contract: Any = record.contract
    vg, records, units, last = state
    if type(contract) in HOMES:
        vg = contract.vg
    elif type(contract) is c.LanguageAttendanceReported:
        units += contract.units_attended
    return Person(vg, records + 1, units, max(last, contract.on))


def rows(person: str, state: Person) -> Mapping[str, list[Row]]:
    return {PERSONS.name: [(person, *state)]}


def tally(state: Person, record: Record) -> tuple[Row, ...]:
    contract: Any = record.contract
    day = (DAYS.name, contract.on, state.vg)
    if type(contract) in ABOUT_COURSES:
        return (day, (COURSES.name, contract.course, type(contract).__name__, contract.on.year))
    return (day,)


VIEWS: tuple[View[Any], ...] = (
    View("bench", "Persons, days, courses", (c.CaseContract,), Person(), evolve, (PERSONS, DAYS, COURSES), rows, tally=tally),
)
