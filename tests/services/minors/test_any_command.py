"""Whatever the youth office says, in whatever order, with whatever days: it is decided or refused by name, and the file goes on."""

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as some

from services.minors.chain import periods
from services.minors.commands import open_to_people
from services.minors.companions import Clearance
from services.minors.minor import MinorCommands
from services.minors.shown import shown
from shared.birth import BirthDate
from shared.decider import Refused
from shared.messages import Command
from tests.services.cases.facets.language.said import LAW
from tests.services.minors.said import FILE, SIBLING, due, file, recorded, taken_in, told

DAYS = some.one_of(some.dates(date(2016, 6, 1), date(2018, 6, 1)), some.dates(date(1900, 1, 1), date(2200, 12, 31)))
BIRTHS = some.one_of(
    some.builds(BirthDate, year=some.integers(1997, 2003)), some.dates(date(1900, 1, 1), date(2200, 12, 31)).map(BirthDate.of)
)
KNOWN = {
    "on": DAYS,
    "minor": some.just(FILE),
    "sibling": some.just(SIBLING),
    "other": some.just(SIBLING),
    "at": some.just(datetime(2018, 6, 1, tzinfo=UTC)),
    "volunteer": some.just(SIBLING),
    "clearance": some.none() | some.builds(Clearance, inspected=DAYS, certificate=DAYS),
    "birth": BIRTHS,
    "vg": some.just("vg-landstuhl"),
    "office": some.sampled_from(["landkreis-jugendamt", "jugendamt-trier"]),
}


def anything(kind: type[Command]) -> some.SearchStrategy[Command]:
    return some.builds(kind, **{name: KNOWN[name] for name in kind.model_fields if name in KNOWN})


SAID = some.one_of(*(anything(kind) for kind in get_args(MinorCommands) if kind in open_to_people()))


@settings(max_examples=150, deadline=None)
@given(some.lists(SAID, max_size=8))
def test_it_is_decided_or_refused_and_the_clocks_are_what_is_known(said: list[Command]) -> None:
    events = told(taken_in())
    for command in said:
        for one in (command, *(deadline.command for deadline in due(events).values())):
            with suppress(Refused):
                events = told(one, after=events)
    state = file.fold(events)
    assert shown(state, [recorded(event, n) for n, event in enumerate(events, 1)], {}, LAW, date(2018, 6, 1))["state"] != "[*]"
    for clock, frist in state.clocks.running.items():
        assert periods(state, LAW)[clock] == (frist, None)
