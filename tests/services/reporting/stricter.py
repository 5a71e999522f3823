"""The same views, by code that cannot fold what the former could."""

from dataclasses import replace

from shared.contracts import cases
from shared.read_model import Record
from tests.services.reporting.published import PEOPLE, SEEN, Seen, evolve


def evolve_strictly(state: Seen, record: Record) -> Seen:
    if isinstance(record.contract, cases.LanguageCourseOffered) and record.contract.course == "no-longer-foldable":
        raise ValueError(record.contract.course)
    return evolve(state, record)


VIEWS = (replace(SEEN, evolve=evolve_strictly), PEOPLE)
