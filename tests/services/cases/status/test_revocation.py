from datetime import date

from services.cases.status.appeal import ReportRuling
from services.cases.status.revocation import ReportRevocation, ReportRevocationOpened
from shared.contracts.codes import Outcome
from tests.given import given
from tests.services.cases.status.said import decided, last, report, standing, told

OPENED, REVOKED = report(ReportRevocationOpened, date(2018, 3, 12)), report(ReportRevocation, date(2018, 9, 30))


def test_r13_a_revocation_is_a_new_event_and_the_grant_stays_what_it_was() -> None:
    events = told(decided(), OPENED, REVOKED)
    assert [last([event]).revoked_on for event in events] == [None, None, date(2018, 9, 30)]
    assert last(events).outcome is Outcome.REFUGEE


def test_a_check_opened_twice_on_one_day_is_one() -> None:
    given(standing, *told(decided(), OPENED)).when(OPENED).nothing_new()


def test_n2_a_later_ruling_that_grants_protection_undoes_the_revocation() -> None:
    ruling = report(ReportRuling, date(2019, 2, 4), outcome=Outcome.REFUGEE, final_on=date(2019, 3, 11))
    assert last(told(decided(), REVOKED, ruling)).revoked_on is None
    older = report(ReportRuling, date(2017, 2, 6), outcome=Outcome.REFUGEE, final_on=date(2017, 3, 13))
    assert last(told(decided(), REVOKED, older)).revoked_on == date(2018, 9, 30)
