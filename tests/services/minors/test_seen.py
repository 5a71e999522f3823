"""Through the outbox into the view: whatever is said in whatever order, reporting shows the file where the decider has it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from services.minors.age import AssessAge, RecordCourtOrder
from services.minors.care import EndCare, StartCare
from services.minors.distribution import HandOver, NotifyStateOffice, RecordAssignment, RecordLand, RecordRegistration
from services.minors.guardian import AppointGuardian, RequestGuardian
from services.minors.helping import AgreeHelpPlan, ChangePlacement, OpenClearing
from services.minors.majority import AgreeTransitionPlan
from services.minors.missing import RecordReturn, ReportMissing
from services.minors.outbox import outbox
from services.minors.phases import phase
from services.minors.young_adult import GrantYoungAdultHelp
from services.reporting.views.minors import VIEW
from shared.contracts.codes_minors import AgeFinding, AgeMethod, CareEnd, GuardianKind, HelpForm, PlacementKind
from shared.decider import Refused
from shared.messages import Command, Event
from shared.read_model import Record, Row
from tests.services.minors.said import (
    BIRTHDAY,
    FILE,
    IN_CARE,
    JUGENDAMT,
    STREAM,
    TRIER,
    VG,
    born,
    due,
    excluded,
    file,
    recorded,
    say,
    taken_in,
    told,
)
from tests.services.reporting.views.told import folded

DAYS = some.integers(1, 400).map(lambda n: date(2016, 7, 4) + timedelta(days=n))
SAID = some.one_of(
    DAYS.map(lambda day: say(NotifyStateOffice, day)),
    DAYS.map(lambda day: say(RecordRegistration, day)),
    DAYS.map(lambda day: say(RecordAssignment, day, office=TRIER)),
    DAYS.map(lambda day: say(RecordAssignment, day, office=JUGENDAMT)),
    DAYS.map(lambda day: say(HandOver, day)),
    DAYS.map(excluded),
    DAYS.map(lambda day: say(StartCare, day, vg=VG)),
    DAYS.map(lambda day: say(OpenClearing, day)),
    DAYS.map(lambda day: say(AgreeHelpPlan, day, form=HelpForm.HOME)),
    DAYS.map(lambda day: say(ChangePlacement, day, vg="vg-weilerbach", kind=PlacementKind.HOME)),
    DAYS.map(lambda day: say(AssessAge, day, finding=AgeFinding.ADULT, method=AgeMethod.MEDICAL)),
    DAYS.map(lambda day: say(RecordCourtOrder, day, finding=AgeFinding.MINOR)),
    DAYS.map(lambda day: born(date(1999, 1, 1), day)),
    DAYS.map(lambda day: say(GrantYoungAdultHelp, day)),
    DAYS.map(lambda day: say(EndCare, day, reason=CareEnd.HELP_ENDED)),
    DAYS.map(lambda day: say(ReportMissing, day)),
    DAYS.map(lambda day: say(RecordReturn, day)),
)


def all_told(said: Sequence[Command]) -> list[Event]:
    """What is refused is left out; every deadline falls due at once."""
    events = told(taken_in())
    for command in said:
        for one in (command, *(deadline.command for deadline in due(events).values())):
            try:
                events = told(one, after=events)
            except Refused:
                continue
    return events


def rows(events: Sequence[Event]) -> dict[str, list[Row]]:
    published = [contract for event in events if (contract := outbox(recorded(event))) is not None]
    began = datetime(2016, 7, 4, tzinfo=UTC)
    arrived = [type(one).read(one.model_dump_json(exclude_none=True)) for one in published]  # as a record carries it
    records = [
        Record(0, STREAM, number, str(FILE), began + timedelta(minutes=number), contract) for number, contract in enumerate(arrived, 1)
    ]
    return folded(VIEW, records)


def believed(events: Sequence[Event]) -> Any:
    """What is held true now, whenever it became known."""
    found = rows(events)
    spans = sorted((str(row[1]), str(row[2]), str(row[4]), *row[6:]) for row in found["minor_spans"] if row[5].year == 9999)
    return spans, sorted((row[1], *row[4:]) for row in found["minor_figures"] if row[3].year == 9999)


@settings(max_examples=150, deadline=None)
@given(some.lists(SAID, max_size=9))
def test_the_view_ends_where_the_decider_stands(said: list[Command]) -> None:
    events = all_told(said)
    state = file.fold(events)
    last = {track: (until, shown) for track, _, until, _, shown in believed(events)[0]}
    assert last["process"] == ("9999-12-31", phase(state))
    missing = last.get("missing", ("", ""))[0] == "9999-12-31"
    assert missing == (state.absences.since is not None)


STEPS: tuple[Command, ...] = (
    say(NotifyStateOffice, date(2016, 7, 12)),
    say(RecordRegistration, date(2016, 7, 15)),
    say(RecordLand, date(2016, 7, 19)),
    excluded(date(2016, 7, 26)),
    say(RequestGuardian, date(2016, 8, 1)),
    say(ChangePlacement, date(2016, 8, 3), vg="vg-weilerbach", kind=PlacementKind.HOME),
    say(ReportMissing, date(2016, 8, 9)),
)


@settings(max_examples=60, deadline=None)
@given(some.permutations(STEPS))
def test_n7_facts_that_come_late_end_in_the_same_rows_as_in_order(steps: list[Command]) -> None:
    assert believed(told(taken_in(), *steps)) == believed(told(taken_in(), *STEPS))


GROWN_UP: tuple[Command, ...] = (
    born(BIRTHDAY, date(2016, 8, 1), AgeMethod.PAPER),
    say(AgreeTransitionPlan, date(2016, 8, 22)),
    say(AppointGuardian, date(2016, 9, 12), kind=GuardianKind.OFFICE),
    say(GrantYoungAdultHelp, date(2017, 3, 20)),
)


@settings(max_examples=100, deadline=None)
@given(some.permutations(range(5)), some.sampled_from([date(2017, 3, 10), date(2017, 3, 28), date(2017, 6, 1)]))
def test_n7_r32_the_way_to_majority_too_whatever_was_heard_first(order: list[int], end: date) -> None:
    """Of age on 15 Mar 2017, said on 1 Apr; the file ends before the birthday, between the two, or later."""
    steps = [*GROWN_UP, say(EndCare, end, reason=CareEnd.WITH_FAMILY)]
    assert in_the_end([steps[n] for n in order]) == in_the_end(steps)


def in_the_end(steps: Sequence[Command]) -> Any:
    """When all has fallen due, too."""
    events = told(*IN_CARE, *steps)
    for deadline in sorted(due(events).values(), key=lambda one: (one.due, one.key)):
        events = told(deadline.command, after=events)
    return believed(events)


def test_n7_a_file_that_ends_by_a_finding_after_majority_was_reached_counts_it_whatever_was_heard_first() -> None:
    steps = [GROWN_UP[0], say(EndCare, date(2017, 4, 7), reason=CareEnd.ADULT)]
    assert in_the_end(steps) == in_the_end(steps[::-1])
    assert "young_adult" in {kind for kind, *_ in in_the_end(steps)[1]}
