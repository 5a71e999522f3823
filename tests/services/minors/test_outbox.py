"""What leaves says states, numbers of days, yes or no; a birthday travels by the month."""

from datetime import date
from typing import get_args

from services.minors import care, distribution, helping, majority, young_adult
from services.minors.age import AgeAssessed, AgeClaimed
from services.minors.clocks import PeriodEnded
from services.minors.guardian import GuardianAppointed, GuardianshipEnded
from services.minors.minor import MinorCommands
from services.minors.outbox import PUBLISHED, outbox
from shared.birth import BirthDate
from shared.contracts import minors as out
from shared.contracts.base import Contract
from shared.contracts.codes_minors import AgeFinding, AgeMethod, AgeSource, CareEnd, Clock, GuardianKind, HelpForm, MinorState
from shared.messages import Event
from tests.services.minors.said import FILE, TRIER, recorded
from tools.golden import example

JULY_12 = date(2016, 7, 12)


def leaves(event: Event) -> Contract | None:
    return outbox(recorded(event))


def test_a_step_leaves_as_the_state_it_leads_to_and_nothing_of_its_content() -> None:
    assigned = distribution.AssignmentReceived(on=JULY_12, office=TRIER, apart=None, siblings=())
    assert leaves(assigned) == out.MinorStateEntered(on=JULY_12, minor=FILE, state=MinorState.ASSIGNED)
    planned = helping.HelpPlanAgreed(on=JULY_12, form=HelpForm.INTENSIVE)
    assert leaves(planned) == out.MinorStateEntered(on=JULY_12, minor=FILE, state=MinorState.IN_HELP)


def test_numbers_of_days_leave_without_the_days() -> None:
    appointed = GuardianAppointed(on=JULY_12, kind=GuardianKind.OFFICE, days=8)
    assert leaves(appointed) == out.MinorGuardianAppointed(on=JULY_12, minor=FILE, days=8)
    assert leaves(PeriodEnded(on=JULY_12, clock=Clock.REPORT, kept=True)) == out.MinorPeriodEnded(
        on=JULY_12, minor=FILE, clock=Clock.REPORT, kept=True
    )


def test_claims_findings_and_the_guardianships_end_stay_inside() -> None:
    birth = BirthDate(year=1999)
    assert leaves(AgeClaimed(on=JULY_12, source=AgeSource.SELF, method=AgeMethod.STATEMENT, birth=birth)) is None
    assert leaves(AgeAssessed(on=JULY_12, finding=AgeFinding.MINOR, method=AgeMethod.INSPECTION, birth=birth)) is None
    assert leaves(GuardianshipEnded(on=date(2017, 4, 1))) is None


def test_what_lies_near_a_birthday_travels_by_the_month() -> None:
    for event in (
        majority.TransitionPlanAgreed(on=date(2017, 3, 15), in_time=True),
        young_adult.YoungAdultHelpGranted(on=date(2017, 3, 15)),
        young_adult.YoungAdultHelpRefused(on=date(2017, 3, 15)),
        care.CareEnded(on=date(2017, 3, 15), reason=CareEnd.HELP_ENDED),
        majority.MajorityReached(on=date(2017, 4, 1), ends=(), begins=()),  # says the month already
    ):
        left = leaves(event)
        assert left is not None
        assert left.on == date(2017, 4, 1)
    ended = leaves(care.CareEnded(on=date(2017, 3, 15), reason=CareEnd.WITH_FAMILY))
    assert ended is not None
    assert ended.on == date(2017, 3, 15)


def test_nothing_that_leaves_has_a_date_but_its_day_nor_a_text() -> None:
    """No contract can carry a birth date, a name or a person's id: every field is the day, the file, a code, a number, a yes or no."""
    allowed = {"on", "minor", "vg", "state", "clock", "kept", "days", "in_time", "decision"}
    for kind in {type(left) for event in PUBLISHED if (left := leaves(example(event))) is not None}:
        assert kind.model_fields.keys() <= allowed
        assert kind.__module__ == out.__name__


def test_every_contract_of_the_topic_is_sent_by_something() -> None:
    sent = {type(left) for event in PUBLISHED if (left := leaves(example(event))) is not None}
    every = {kind for kind in Contract.registry.values() if issubclass(kind, out.MinorContract)}
    assert sent == every
    assert len(get_args(MinorCommands)) > len(PUBLISHED)
