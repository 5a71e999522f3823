"""The status as one decider: it keeps its state through a snapshot, and asks for a law where there is none."""

from datetime import date

from pydantic import TypeAdapter

from services.cases.status.appeal import ReportAppeal, ReportRuling
from services.cases.status.asylum_benefits import ReportReduction, ReportStay
from services.cases.status.papers import ReportIdentityCorrected, ReportResidenceTitle
from services.cases.status.state import Status
from shared.contracts.codes import IdentityPart, Outcome, ServiceMode, TitleKind
from tests.given import given
from tests.services.cases.status.said import DESK, decided, report, served, standing, told


def test_a_snapshot_is_read_back_as_it_was() -> None:
    state = standing.fold(
        told(
            decided(Outcome.SUBSIDIARY, partial=True),
            served(date(2016, 4, 16)),
            served(date(2016, 4, 18), by=DESK),
            report(ReportAppeal, date(2016, 4, 25)),
            report(ReportRuling, date(2017, 1, 23), outcome=Outcome.REFUGEE, final_on=date(2017, 2, 27)),
            report(ReportResidenceTitle, date(2017, 3, 6), kind=TitleKind.REFUGEE, valid_until=date(2020, 3, 5)),
            report(ReportIdentityCorrected, date(2017, 3, 6), part=IdentityPart.NAME),
            report(ReportStay, date(2015, 9, 10)),
            report(ReportReduction, date(2016, 10, 1)),
        )
    )
    adapter = TypeAdapter(Status)
    assert adapter.validate_json(adapter.dump_json(state)) == state


def test_a_day_before_all_law_is_asked_about() -> None:
    given(standing).when(served(date(1970, 1, 5), ServiceMode.DEEMED_POST)).refused("law.missing", "on")
