from datetime import UTC, date, datetime

from services.cases.status.due import deadlines
from services.cases.status.papers import (
    ExpireResidenceTitle,
    IdentityCorrected,
    ReportAllocation,
    ReportIdentityCorrected,
    ReportPermission,
    ReportResidenceTitle,
    ReportToleration,
    ResidenceTitleExpired,
)
from shared.contracts.codes import IdentityPart, TitleKind
from shared.deadlines import SetDeadline
from tests.given import given
from tests.services.cases.facets.language.said import PERSON
from tests.services.cases.status.said import ABH, DESK, report, standing, told

ISSUED, LAST, AFTER = date(2016, 9, 12), date(2017, 9, 11), date(2017, 9, 12)
TITLE = report(ReportResidenceTitle, ISSUED, kind=TitleKind.SUBSIDIARY, valid_until=LAST)
EXPIRE = ExpireResidenceTitle(person=PERSON, on=AFTER, kind=TitleKind.SUBSIDIARY, issued=ISSUED)


def test_a_title_expires_after_its_last_day() -> None:
    (event,) = told(TITLE)
    (deadline,) = deadlines(event, PERSON)
    assert isinstance(deadline, SetDeadline) and deadline.frist is not None
    # Mon 11 Sep 2017 24:00 summer time
    assert (deadline.due, deadline.command) == (datetime(2017, 9, 11, 22, tzinfo=UTC), EXPIRE)
    assert (deadline.frist.owner, deadline.frist.paragraph) == (ABH, "§ 81 Abs. 4 AufenthG")
    expired = ResidenceTitleExpired(on=AFTER, kind=TitleKind.SUBSIDIARY, issued=ISSUED)
    given(standing, event).when(EXPIRE).then(expired)
    given(standing, event, expired).when(EXPIRE).nothing_new()


def test_a_title_does_not_expire_while_another_holds() -> None:
    another = report(ReportResidenceTitle, date(2017, 9, 4), kind=TitleKind.SUBSIDIARY, valid_until=date(2019, 9, 3))
    given(standing, *told(TITLE, another)).when(EXPIRE).nothing_new()


def test_a_title_with_two_last_days_ends_with_the_later_one() -> None:
    sooner = report(ReportResidenceTitle, ISSUED, by=DESK, kind=TitleKind.SUBSIDIARY, valid_until=date(2016, 12, 11))
    _, reported, contradicted = told(TITLE, sooner)
    (deadline,) = deadlines(reported, PERSON)
    assert isinstance(deadline, SetDeadline) and deadline.command == EXPIRE
    assert contradicted.name == "status.Contradicted"


def test_a_paper_does_not_end_before_its_issue() -> None:
    ended = date(2016, 9, 11)
    for wrong in (
        report(ReportResidenceTitle, ISSUED, kind=TitleKind.OTHER, valid_until=ended),
        report(ReportToleration, ISSUED, valid_until=ended),
        report(ReportPermission, ISSUED, valid_until=ended),
    ):
        given(standing).when(wrong).refused("status.ends_before_issue", "valid_until")


def test_papers_stand_beside_each_other_and_prove_no_decision() -> None:
    state = standing.fold(
        told(report(ReportPermission, ISSUED, valid_until=LAST), report(ReportToleration, AFTER, valid_until=LAST.replace(year=2018)))
    )
    assert sorted(state.claims) == ["permission/2016-09-12", "toleration/2017-09-12"]
    assert state.standings == {}


def test_two_allocations_of_one_day_contradict() -> None:
    one = report(ReportAllocation, ISSUED, vg="vg-landstuhl")
    assert len(told(one, report(ReportAllocation, ISSUED, by=DESK, vg="vg-landstuhl"))) == 2
    assert told(one, report(ReportAllocation, ISSUED, by=DESK, vg="vg-weilerbach"))[-1].name == "status.Contradicted"
    assert len(told(one, report(ReportAllocation, AFTER, vg="vg-weilerbach"))) == 2, "a later allocation is news"


def test_an_identity_is_corrected_without_a_value() -> None:
    corrected = report(ReportIdentityCorrected, ISSUED, part=IdentityPart.BIRTH_DATE)
    (event,) = told(corrected)
    assert isinstance(event, IdentityCorrected)
    assert event.model_dump(exclude={"source"}) == {"on": ISSUED, "part": "birth_date"}
    given(standing, event).when(corrected).nothing_new()
