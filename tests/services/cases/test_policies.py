"""Deadlines end at 24:00 in Europe/Berlin: 22:00Z in summer time, 23:00Z in winter time (N8)."""

from datetime import UTC, date, datetime

from services.cases.commands import routes
from services.cases.facets.language.attendance import CourseInterrupted
from services.cases.facets.language.enrolment import CourseProviderChanged, NoteOverdueStart
from services.cases.facets.language.entitlement import CourseEntitlementIssued, ExpireEntitlement
from services.cases.facets.language.lapse import ReviewLapse
from services.cases.person import PersonRegistered
from services.cases.policies import deadlines
from shared.contracts.codes import Ground, Programme, Reason
from shared.deadlines import ClearDeadline, Frist, SetDeadline
from tests.services.cases.facets.language.said import AT_CJD, COURSE, ENROLLED, LAW, OTHER, PERSON, START, enrolled, german, started
from tests.services.cases.test_outbox import recorded


def overdue(course: str, period: Frist | None = START) -> SetDeadline:
    # Thu 13 Oct 2016 24:00 summer time
    command = NoteOverdueStart(person=PERSON, on=date(2016, 10, 14), course=course)
    return SetDeadline(f"start-{course}", datetime(2016, 10, 13, 22, tzinfo=UTC), command, period)


# Fri 1 Sep 2017 24:00 summer time
lapse_of_wait = SetDeadline(
    f"lapse-{COURSE}",
    datetime(2017, 9, 1, 22, tzinfo=UTC),
    ReviewLapse(person=PERSON, on=date(2017, 9, 2), course=COURSE, since=ENROLLED),
)


def test_r19_the_enrolment_sets_the_last_day_of_a_start_in_time() -> None:
    assert deadlines(recorded(enrolled)) == [overdue(COURSE), lapse_of_wait]
    assert deadlines(recorded(started)) == [ClearDeadline(f"start-{COURSE}")]


def test_an_enrolment_from_before_periods_were_kept_sets_its_deadline_without_one() -> None:
    assert deadlines(recorded(enrolled.model_copy(update={"start": None})))[0] == overdue(COURSE, None)


def test_r19_a_corrected_enrolment_without_a_due_day_clears_what_was_set() -> None:
    corrected = enrolled.model_copy(update={"start_due": None, "lapse_on": None})
    assert deadlines(recorded(corrected)) == [ClearDeadline(f"start-{COURSE}"), ClearDeadline(f"lapse-{COURSE}")]


def test_r20_the_entitlement_expires_at_the_end_of_its_last_day() -> None:
    issued = CourseEntitlementIssued(on=date(2016, 8, 31), ground=Ground.ASYLUM_SEEKER, valid_until=date(2016, 11, 30), excusable=True)
    # Wed 30 Nov 2016 24:00 winter time
    command = ExpireEntitlement(person=PERSON, on=date(2016, 12, 1), programme=Programme.INTEGRATION, issued=date(2016, 8, 31))
    assert deadlines(recorded(issued)) == [
        SetDeadline("entitlement-integration-2016-08-31", datetime(2016, 11, 30, 23, tzinfo=UTC), command)
    ]


def test_n8_the_day_on_which_the_clocks_change_ends_in_winter_time() -> None:
    issued = CourseEntitlementIssued(on=date(2016, 7, 30), ground=Ground.ASYLUM_SEEKER, valid_until=date(2016, 10, 30), excusable=True)
    (deadline,) = deadlines(recorded(issued))
    assert isinstance(deadline, SetDeadline)
    assert deadline.due == datetime(2016, 10, 30, 23, tzinfo=UTC)


def test_c4_an_interruption_is_reviewed_after_a_year() -> None:
    paused = CourseInterrupted(on=date(2016, 11, 2), course=COURSE, reason=Reason.HEALTH, lapse_on=date(2017, 11, 2))
    (deadline,) = deadlines(recorded(paused))
    assert isinstance(deadline, SetDeadline)
    assert deadline.key == f"lapse-{COURSE}"
    assert deadline.command == ReviewLapse(person=PERSON, on=date(2017, 11, 3), course=COURSE, since=date(2016, 11, 2))


def test_n5_the_due_day_moves_to_the_next_provider() -> None:
    changed = CourseProviderChanged(
        on=date(2016, 9, 20), course=COURSE, to_course=OTHER, provider="cjd", start_due=date(2016, 10, 13), start=AT_CJD
    )
    assert deadlines(recorded(changed)) == [ClearDeadline(f"start-{COURSE}"), overdue(OTHER, AT_CJD)]
    assert deadlines(recorded(changed.model_copy(update={"to_course": COURSE}))) == [overdue(COURSE, AT_CJD)]


def test_what_becomes_due_is_a_command_of_this_service_and_does_what_it_says() -> None:
    table = routes(LAW)
    for deadline in deadlines(recorded(enrolled)):
        assert isinstance(deadline, SetDeadline)
        assert table[type(deadline.command)].stream(deadline.command) == f"language-{PERSON}"
        assert [event.on for event in german.decide(deadline.command, german.fold([enrolled]))] == [deadline.command.on]


def test_most_events_set_nothing() -> None:
    assert deadlines(recorded(PersonRegistered(on=ENROLLED, vg="vg-landstuhl"), "person")) == []
