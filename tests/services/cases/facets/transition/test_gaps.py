"""R2, R4, R5, N7: from when SGB II is paid, and the days between that nobody pays or insures."""

from datetime import date

from services.cases.facets.transition.applying import ForwardApplication
from services.cases.facets.transition.benefits import ConfirmFirstPayment, ConfirmInsurance
from services.cases.facets.transition.gaps import Gaps, GapsFound
from tests.given import given
from tests.services.cases.facets.transition.said import DESK, FEB_1, JAN_31, applied, confirmed, crossing, stands, state, told, word

MARCH_1 = date(2017, 3, 1)


def test_r2_an_application_on_28_february_acts_back_to_the_first() -> None:
    assert state(stands(), applied(date(2017, 2, 28))).gaps == Gaps(start=FEB_1, entitlement=0)


def test_r3_an_application_on_1_march_leaves_28_days() -> None:
    # 1 Feb to 28 Feb 2017
    assert state(stands(), applied(MARCH_1)).gaps == Gaps(start=MARCH_1, entitlement=28)


def test_r4_what_the_municipality_received_on_27_february_counts_from_then() -> None:
    forwarded = word(ForwardApplication, date(2017, 3, 5), DESK)
    found = state(stands(), applied(date(2017, 2, 27), DESK, DESK), forwarded)
    assert (found.gaps.start, found.gaps.entitlement) == (FEB_1, 0)
    assert (found.application.received, found.application.forwarded) == (date(2017, 2, 27), date(2017, 3, 5))


def test_r4_the_jobcenters_own_stamp_changes_nothing() -> None:
    events = told(stands(), applied(date(2017, 2, 27), DESK, DESK))
    given(crossing, *events).when(applied(date(2017, 3, 6))).nothing_new()


def test_r5_an_application_of_january_pays_nothing_before_february() -> None:
    assert state(stands(), applied(JAN_31)).gaps == Gaps(start=FEB_1, entitlement=0)


def test_n7_a_receipt_heard_of_late_closes_the_gap_and_the_former_figure_stays_in_the_log() -> None:
    events = told(stands(), applied(MARCH_1), applied(date(2017, 2, 20), DESK, DESK))
    assert [event.gaps.entitlement for event in events if isinstance(event, GapsFound)] == [28, 0]


def test_payment_and_insurance_gaps_are_figures_of_their_own() -> None:
    # start 1 Feb; money on Mon 13 Feb: 12 days; insured from 6 Feb: 5 days
    paid, insured = word(ConfirmFirstPayment, date(2017, 2, 13)), word(ConfirmInsurance, date(2017, 2, 6))
    assert state(stands(), applied(date(2017, 2, 28)), paid, insured).gaps == Gaps(start=FEB_1, entitlement=0, payment=12, insurance=5)
    assert state(paid, insured, applied(date(2017, 2, 28)), stands(), confirmed()).gaps.payment == 12


def test_an_application_that_was_forwarded_before_it_came_has_a_wrong_date() -> None:
    given(crossing, *told(stands(), applied(date(2017, 2, 27)))).when(word(ForwardApplication, date(2017, 2, 20))).refused(
        "transition.forwarded_before_received", "on"
    )
