from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from pydantic import ValidationError

from services.cases.facets.language.enrolment import CourseEnrolmentConfirmed
from services.cases.facets.language.entitlement import CourseEntitlementIssued, MissedEnrolmentExcused
from services.cases.facets.language.exam import ExamResultReported, RepeatUnitsGranted
from services.cases.facets.language.lapse import LapseReviewDue
from services.cases.facets.language.need import LanguageNeedAssessed, PlacementTestTaken
from services.cases.facets.transition.confirming import TransitionConfirmed, TransitionCorrected
from services.cases.outbox import PUBLISHED, outbox
from services.cases.person import PersonRegistered
from shared.contracts import cases
from shared.contracts.base import Contract
from shared.contracts.codes import CourseKind, Excuse, Ground, Level, Levels, Literacy, Programme
from shared.messages import Event, Meta, Recorded
from tests.services.cases.facets.language.said import COURSE, ENROLLED, PERSON, enrolled

META = Meta(
    event_id=UUID(int=1), recorded_at=datetime(2016, 9, 1, 8, tzinfo=UTC), actor="partner-cjd", partner="cjd", correlation=UUID(int=2)
)
CONTRACTS = [
    kind for kind in Contract.registry.values() if issubclass(kind, cases.CaseContract) and kind.__module__.startswith("shared.contracts")
]


def recorded(event: Event, kind: str = "language") -> Recorded:
    return Recorded(f"{kind}-{PERSON}", 1, event, META)


@pytest.mark.parametrize(
    ("event", "contract"),
    [
        (PersonRegistered(on=ENROLLED, vg="vg-landstuhl"), cases.PersonRegistered(on=ENROLLED, person=PERSON, vg="vg-landstuhl")),
        (
            enrolled,
            cases.LanguageCourseEnrolled(on=ENROLLED, person=PERSON, course=COURSE, kind=CourseKind.GENERAL, start_due=date(2016, 10, 13)),
        ),
        (
            CourseEntitlementIssued(on=ENROLLED, ground=Ground.TITLE, valid_until=date(2017, 9, 1), excusable=True),
            cases.LanguageEntitlementIssued(
                on=ENROLLED, person=PERSON, ground=Ground.TITLE, programme=Programme.INTEGRATION, valid_until=date(2017, 9, 1)
            ),
        ),
        (
            LanguageNeedAssessed(on=ENROLLED, literacy=Literacy.PRIMARY, levels=Levels(), childcare_needed=True, transport_needed=True),
            cases.LanguageNeedAssessed(on=ENROLLED, person=PERSON, literacy=Literacy.PRIMARY),
        ),
    ],
)
def test_what_leaves(event: Event, contract: Contract) -> None:
    assert outbox(recorded(event)) == contract


@pytest.mark.parametrize(
    "event",
    [
        PlacementTestTaken(on=ENROLLED, levels=Levels(), module=2),
        MissedEnrolmentExcused(on=ENROLLED, programme=Programme.INTEGRATION, issued=ENROLLED, reason=Excuse.HEALTH),
        RepeatUnitsGranted(on=ENROLLED, units=300),
        LapseReviewDue(on=ENROLLED, course=COURSE),
    ],
)
def test_what_stays_inside(event: Event) -> None:
    assert outbox(recorded(event)) is None


def test_r18_the_level_leaves_and_the_failed_test_does_not() -> None:
    event = ExamResultReported(
        on=ENROLLED,
        programme=Programme.INTEGRATION,
        overall=Level.B1,
        levels=Levels(),
        life_in_germany=False,
        reached=Level.B1,
        successful=False,
    )
    contract = outbox(recorded(event))
    assert isinstance(contract, cases.LanguageLevelReached)
    assert (contract.reached, contract.successful) == (Level.B1, False)
    assert "life_in_germany" not in contract.model_dump()


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.__name__)
def test_every_contract_has_a_valid_example_and_is_keyed_by_the_person(contract: type[cases.CaseContract]) -> None:
    example = contract.model_validate_json(contract.model_validate(contract.example).model_dump_json())
    assert (example.topic, example.subject) == ("koop.cases.v1", str(example.person))
    assert contract.type == f"koop.cases.{contract.__name__}.v1"
    with pytest.raises(ValidationError):
        contract.model_validate(contract.example | {"name": "Max Muster"})


def test_every_contract_is_published_by_one_event_but_an_end_that_is_confirmed_or_corrected_alike() -> None:
    assert {TransitionConfirmed, TransitionCorrected} <= PUBLISHED.keys()
    assert len(PUBLISHED) == len(CONTRACTS) + 1


def test_an_enrolment_keeps_its_provider_inside() -> None:
    event = CourseEnrolmentConfirmed(on=ENROLLED, course=COURSE, provider="cjd", kind=CourseKind.YOUTH, start_due=None, lapse_on=None)
    contract = outbox(recorded(event))
    assert contract is not None
    assert "cjd" not in contract.model_dump_json()
