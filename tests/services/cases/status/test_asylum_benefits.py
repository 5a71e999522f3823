"""R10, R11, R12: § 2 and § 1a AsylbLG to the day, by the text of the law that counts."""

from datetime import UTC, date, datetime

import pytest

from services.cases.status.asylum_benefits import (
    AnalogousBenefitsPossible,
    BenefitsReduced,
    NoteAnalogousBenefits,
    NoteReductionReview,
    ReductionReviewDue,
    ReportAnalogousBenefits,
    ReportReduction,
    ReportReductionEnd,
    ReportStay,
    StayReported,
    possible_from,
)
from services.cases.status.due import deadlines
from shared.deadlines import ClearDeadline, SetDeadline
from tests.given import given
from tests.services.cases.facets.language.said import LAW, PERSON
from tests.services.cases.status.said import DESK, report, standing, told

STAY = date(2016, 1, 10)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, tzinfo=UTC)


def test_r10_section_2_is_possible_after_fifteen_months_to_the_day() -> None:
    (event,) = told(report(ReportStay, STAY))
    assert isinstance(event, StayReported)
    # 10 Jan 2016 is not counted: 15 months end on 10 Apr 2017, § 2 from 11 Apr, not from 1 May
    assert (event.possible_from, event.applied.paragraph) == (date(2017, 4, 11), "§ 2 Abs. 1 AsylbLG (2015)")
    (deadline,) = deadlines(event, PERSON)
    note = NoteAnalogousBenefits(person=PERSON, on=date(2017, 4, 11))
    # 11 Apr 2017 00:00 summer time
    assert isinstance(deadline, SetDeadline) and (deadline.due, deadline.command) == (datetime(2017, 4, 10, 22, tzinfo=UTC), note)
    possible = AnalogousBenefitsPossible(on=date(2017, 4, 11))
    given(standing, event).when(note).then(possible)
    given(standing, event, possible).when(note).nothing_new()


def test_r10_an_interrupted_stay_counts_anew() -> None:
    history = told(report(ReportStay, STAY), report(ReportStay, date(2016, 3, 1)))
    given(standing, *history).when(NoteAnalogousBenefits(person=PERSON, on=date(2017, 4, 11))).nothing_new()
    # 15 months end on 1 Jun 2017
    assert standing.fold(history).benefits.possible_from == date(2017, 6, 2)


@pytest.mark.parametrize(
    ("stay", "decided", "received", "first", "paragraph"),
    [
        # 48 months until 28 Feb 2015; the 15 months apply to running cases at once: 13 months on 1 Mar 2015, so 15 on 15 Apr
        (date(2014, 1, 15), date(2015, 1, 5), None, date(2015, 4, 16), "2015"),
        (date(2012, 1, 15), date(2015, 1, 5), None, date(2015, 3, 1), "2015"),
        # what had been reached under the 48 months (15 Jan 2014) is not taken away by a shorter wait
        (date(2010, 1, 15), date(2015, 4, 1), None, date(2014, 1, 16), "2007"),
        # 15 months would be over on 10 Sep 2019, after the change: 18 months, 10 Dec 2019
        (date(2018, 6, 10), date(2019, 1, 7), None, date(2019, 12, 11), "2019"),
        # R11: the same wait begun in January 2023 runs into the text of 2024: 36 months, 10 Jan 2026
        (date(2023, 1, 10), date(2023, 2, 6), None, date(2026, 1, 11), "2024"),
        # c9, § 15: over on 10 Aug 2019; benefits received by 21 Aug keep the 15 months, without them 18 months count (10 Nov)
        (date(2018, 5, 10), date(2019, 10, 7), date(2019, 8, 21), date(2019, 8, 11), "2015"),
        (date(2018, 5, 10), date(2019, 10, 7), date(2019, 8, 22), date(2019, 11, 11), "2019"),
        (date(2018, 5, 10), date(2019, 10, 7), None, date(2019, 11, 11), "2019"),
        # 18 months over on 10 Feb 2024; received by 26 Feb or not: 36 months, 10 Aug 2025
        (date(2022, 8, 10), date(2024, 3, 4), date(2024, 2, 26), date(2024, 2, 11), "2019"),
        (date(2022, 8, 10), date(2024, 3, 4), None, date(2025, 8, 11), "2024"),
    ],
)
def test_r11_r52_n22_the_text_of_the_law_that_counts(stay: date, decided: date, received: date | None, first: date, paragraph: str) -> None:
    day, text = possible_from(LAW, stay, received=received, decided=decided)
    assert (day, f"AsylbLG ({paragraph})" in text.paragraph) == (first, True)


def test_r52_a_decision_keeps_the_text_it_was_made_under() -> None:
    (before,) = told(report(ReportStay, date(2018, 5, 10), at=at(2019, 5, 6)))
    assert isinstance(before, StayReported)
    assert (before.possible_from, before.applied.valid_from, before.applied.running) == (date(2019, 8, 11), date(2015, 3, 1), "at_once")
    received = told(report(ReportAnalogousBenefits, date(2019, 8, 12)), report(ReportStay, date(2018, 5, 10), at=at(2019, 10, 7)))
    assert isinstance(received[-1], StayReported) and received[-1].possible_from == date(2019, 8, 11)


def test_r12_a_reduction_ends_after_six_months_and_is_looked_at_before() -> None:
    (event,) = told(report(ReportReduction, date(2016, 10, 1), by=DESK))
    assert isinstance(event, BenefitsReduced) and event.review is not None
    # § 187(2) BGB: 1 Oct is counted, so six months end on Fri 31 Mar 2017; two weeks before: 17 Mar
    assert (event.until, event.review.last_day, event.review.owner) == (date(2017, 3, 31), date(2017, 3, 31), DESK)
    assert event.applied.paragraph == "§ 14 Abs. 1 AsylbLG"
    (deadline,) = deadlines(event, PERSON)
    look = NoteReductionReview(person=PERSON, on=date(2017, 3, 17), since=date(2016, 10, 1))
    # 17 Mar 2017 00:00 winter time
    assert isinstance(deadline, SetDeadline) and (deadline.due, deadline.command) == (datetime(2017, 3, 16, 23, tzinfo=UTC), look)
    due = ReductionReviewDue(on=date(2017, 3, 17), since=date(2016, 10, 1))
    given(standing, event).when(look).then(due)
    given(standing, event, due).when(look).nothing_new()


def test_r12_a_longer_reduction_is_refused_and_a_benefits_period_does_not_move_off_a_sunday() -> None:
    wish = report(ReportReduction, date(2016, 10, 1), until=date(2017, 4, 1))
    assert given(standing).when(wish).refused("status.reduction_too_long", "until").details == {"most": date(2017, 3, 31)}
    (event,) = told(report(ReportReduction, date(2017, 2, 1)))
    # six months from 1 Feb 2017 end on Mon 31 Jul; from 1 Nov 2016 on Sun 30 Apr 2017, which stays (§ 26(4) SGB X)
    assert isinstance(event, BenefitsReduced) and event.until == date(2017, 7, 31)
    (sunday,) = told(report(ReportReduction, date(2016, 11, 1)))
    assert isinstance(sunday, BenefitsReduced) and sunday.until == date(2017, 4, 30)


def test_r12_an_end_before_the_beginning_is_refused() -> None:
    wish = report(ReportReduction, date(2016, 10, 1), until=date(2016, 9, 30))
    given(standing).when(wish).refused("status.ends_before_issue", "until")


def test_c9_n22_a_reduction_begun_before_6_aug_2016_knows_no_limit_whenever_it_is_reported() -> None:
    (event,) = told(report(ReportReduction, date(2016, 8, 5), at=at(2016, 10, 3)))
    assert isinstance(event, BenefitsReduced)
    assert (event.until, event.review, event.applied.paragraph) == (None, None, "§ 1a AsylbLG (alt)")
    assert deadlines(event, PERSON) == [ClearDeadline("reduction-2016-08-05")]


def test_r12_who_cooperates_again_needs_no_review() -> None:
    history = told(report(ReportReduction, date(2016, 10, 1)), report(ReportReductionEnd, date(2016, 12, 1)))
    assert deadlines(history[-1], PERSON) == [ClearDeadline("reduction-2016-10-01")]
    given(standing, *history).when(NoteReductionReview(person=PERSON, on=date(2017, 3, 17), since=date(2016, 10, 1))).nothing_new()


def test_r12_an_older_reduction_heard_late_clears_nothing_of_a_newer() -> None:
    history = told(report(ReportReduction, date(2016, 9, 1)))
    (look,) = deadlines(history[-1], PERSON)
    for late in (
        report(ReportReduction, date(2016, 3, 1)),
        report(ReportReduction, date(2016, 3, 1), until=date(2016, 5, 31)),
        report(ReportReductionEnd, date(2016, 6, 15)),
    ):
        (event,) = standing.decide(late, standing.fold(history))
        assert all(one.key != look.key for one in deadlines(event, PERSON))


def test_r12_a_reduction_that_was_made_longer_is_looked_at_again() -> None:
    # until 30 Nov 2016: looked at on 16 Nov; until 28 Feb 2017: on 14 Feb
    history = told(report(ReportReduction, date(2016, 9, 1), until=date(2016, 11, 30)))
    history += standing.decide(NoteReductionReview(person=PERSON, on=date(2016, 11, 16), since=date(2016, 9, 1)), standing.fold(history))
    history += standing.decide(report(ReportReduction, date(2016, 9, 1)), standing.fold(history))
    due = ReductionReviewDue(on=date(2017, 2, 14), since=date(2016, 9, 1))
    given(standing, *history).when(NoteReductionReview(person=PERSON, on=date(2017, 2, 14), since=date(2016, 9, 1))).then(due)


def test_c9_that_section_2_was_received_in_time_counts_whichever_was_heard_first() -> None:
    # stay since 10 May 2018: 15 months until 10 Aug 2019; without the receipt of 12 Aug the 18 months of the newer text, 10 Nov
    stay = report(ReportStay, date(2018, 5, 10), at=at(2019, 10, 7))
    received = report(ReportAnalogousBenefits, date(2019, 8, 12), at=at(2019, 10, 8))
    for wishes in ((stay, received), (received, stay)):
        assert standing.fold(told(*wishes)).benefits.possible_from == date(2019, 8, 11)
    given(standing, *told(stay, received)).when(stay).nothing_new()
