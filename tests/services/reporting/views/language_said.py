"""What is heard of one invented person's language courses."""

from typing import Any

from shared.contracts import cases as c
from shared.contracts.base import Contract
from shared.contracts.codes import Ground, Level, Levels, Programme
from shared.read_model import Record
from tests.services.reporting.views import told
from tests.services.reporting.views.told import day, person

LANDSTUHL, WEILERBACH = "vg-landstuhl", "vg-weilerbach"
INTEGRATION = Programme.INTEGRATION
Said = tuple[Contract, str]


def of(contract: type[c.CaseContract], on: str, n: int = 1, **fields: Any) -> c.CaseContract:
    return contract(person=person(n), on=day(on), **fields)


def course(contract: type[c.CourseContract], on: str, code: str = "k1", **fields: Any) -> c.CaseContract:
    return of(contract, on, course=code, **fields)


def exam(on: str, reached: Level | None, *, successful: bool = False) -> c.CaseContract:
    return of(c.LanguageLevelReached, on, programme=INTEGRATION, reached=reached, levels=Levels(), successful=successful)


def entitled(on: str) -> c.CaseContract:
    return of(c.LanguageEntitlementIssued, on, ground=Ground.TITLE, programme=INTEGRATION, valid_until=day("2017-08-31"))


REGISTERED = of(c.PersonRegistered, "07-01", vg=LANDSTUHL)


def heard(*said: Contract | Said) -> list[Record]:
    return told.heard("language", *said)
