"""c1: three fictions and the actual day. Each counts from a day of its own."""

from datetime import date

import pytest

from services.cases.status.service import DecisionServed, ServiceCorrected
from shared.contracts.codes import ServiceMode
from tests.given import given
from tests.services.cases.status.said import decided, last, served, standing, told

ACTUAL, UNDELIVERABLE = ServiceMode.ACTUAL, ServiceMode.DEEMED_UNDELIVERABLE
RECEPTION, POST = ServiceMode.DEEMED_RECEPTION, ServiceMode.DEEMED_POST


@pytest.mark.parametrize(
    ("mode", "sent", "received", "day"),
    [
        (ACTUAL, date(2017, 1, 31), None, date(2017, 1, 31)),
        # § 10(2) S. 4 AsylG: came back; served on posting, Mon 30 Jan
        (UNDELIVERABLE, date(2017, 1, 30), None, date(2017, 1, 30)),
        # § 10(4) AsylG: handed to the centre Mon 30 Jan, third day Thu 2 Feb; handed out on Tue 31 Jan; handed out too late
        (RECEPTION, date(2017, 1, 30), None, date(2017, 2, 2)),
        (RECEPTION, date(2017, 1, 30), date(2017, 1, 31), date(2017, 1, 31)),
        (RECEPTION, date(2017, 1, 30), date(2017, 2, 10), date(2017, 2, 2)),
        # § 41(2) VwVfG: posted Mon 30 Jan, third day Thu 2 Feb; an earlier receipt does not count, a proven later one does
        (POST, date(2017, 1, 30), None, date(2017, 2, 2)),
        (POST, date(2017, 1, 30), date(2017, 1, 31), date(2017, 2, 2)),
        (POST, date(2017, 1, 30), date(2017, 2, 6), date(2017, 2, 6)),
        # posted Thu 2 Feb: the third day is Sun 5 Feb and stays, for nothing has to be done by then
        (POST, date(2017, 2, 2), None, date(2017, 2, 5)),
    ],
)
def test_c1_the_day_of_service_by_its_mode(mode: ServiceMode, sent: date, received: date | None, day: date) -> None:
    found = last(told(decided(on=date(2017, 1, 23)), served(sent, mode, received=received)))
    assert (found.served_earliest, found.served_latest, found.service_mode) == (day, day, mode)
    assert found.served == day


def test_n22_what_is_posted_in_2024_counts_three_days_and_in_2025_four() -> None:
    # Tue 31 Dec 2024 + 3 = Fri 3 Jan 2025; Thu 2 Jan 2025 + 4 = Mon 6 Jan 2025: the day of posting decides, and is stored
    for sent, day, since in (
        (date(2024, 12, 31), date(2025, 1, 3), date(1977, 1, 1)),
        (date(2025, 1, 2), date(2025, 1, 6), date(2025, 1, 1)),
    ):
        (event,) = told(served(sent, POST))
        assert isinstance(event, DecisionServed) and event.applied is not None
        assert (event.on, event.applied.valid_from, event.applied.running) == (day, since, "event")


def test_n1_both_candidates_are_shown_until_the_service_is_confirmed() -> None:
    # posted Mon 30 Jan 2017, deemed served Thu 2 Feb: the two lie in different months
    posted = served(date(2017, 1, 30), POST, confirmed=False)
    found = last(told(decided(on=date(2017, 1, 23)), posted))
    assert (found.served_earliest, found.served_latest, found.served) == (date(2017, 1, 30), date(2017, 2, 2), None)
    events = told(decided(on=date(2017, 1, 23)), posted, served(date(2017, 1, 30), POST))
    assert isinstance(events[-1], ServiceCorrected)
    assert last(events).served == date(2017, 2, 2)


def test_a_letter_does_not_arrive_before_it_was_sent() -> None:
    command = served(date(2017, 1, 30), POST, received=date(2017, 1, 29))
    given(standing).when(command).refused("status.received_before_sent", "received")


def test_service_may_be_heard_of_before_the_decision() -> None:
    found = last(told(served(date(2017, 1, 31))))
    assert (found.outcome, found.served) == (None, date(2017, 1, 31))
