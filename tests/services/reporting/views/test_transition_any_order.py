"""N7: the view of the change-over does not depend on which stream arrives first."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.views.transition import VIEW
from shared.contracts import cases as c
from shared.contracts import cases_transition as t
from shared.contracts.codes_transition import HousingOutcome, TransitionExit
from shared.read_model import Record, Row
from tests.services.reporting.views.test_transition import WEILERBACH, applied, confirmed, gaps, heard, of, proposed, registered
from tests.services.reporting.views.told import folded

DAYS = st.integers(0, 200).map(lambda n: date.fromordinal(date(2017, 1, 1).toordinal() + n))


@st.composite
def stories(draw: st.DrawFn) -> list[Record]:
    kinds: Sequence[Any] = draw(
        st.lists(
            st.sampled_from(
                [
                    lambda on: proposed(on, on),
                    lambda on: confirmed(on, on),
                    applied,
                    lambda on: of(t.Sgb2Granted, on, provisional=False),
                    lambda on: of(t.Sgb2FirstPaid, on),
                    lambda on: gaps(on, entitlement=3),
                    lambda on: of(t.TransitionReverted, on),
                    lambda on: of(t.TransitionDoubted, on),
                    lambda on: of(t.TransitionClosed, on, complete_at_handover=False),
                    lambda on: of(t.TransitionLeft, on, exit=TransitionExit.SGB12),
                    lambda on: of(c.PersonMoved, on, vg=WEILERBACH),
                    lambda on: of(t.SharedHousingLeft, on, how=HousingOutcome.RENTED),
                ]
            ),
            max_size=8,
        )
    )
    return heard(registered(), *[kind(draw(DAYS).isoformat()) for kind in kinds])


def _without_known(rows: dict[str, list[Row]]) -> Any:
    """What is believed now, whenever it became known."""
    spans = sorted((row[:3], row[4], *row[6:]) for row in rows["transition_spans"] if row[5].year == 9999)
    return spans, sorted((row[:2], *row[4:]) for row in rows["transition_figures"] if row[3].year == 9999)


@settings(max_examples=80, deadline=None)
@given(stories(), st.integers(0, 999))
def test_n7_facts_in_any_order_of_streams_end_in_the_same_rows(story: list[Record], seed: int) -> None:
    streams = {name: [one for one in story if one.stream == name] for name in {one.stream for one in story}}
    mixed, chance = [], Random(seed)
    while any(streams.values()):
        mixed.append(streams[chance.choice([name for name, left in sorted(streams.items()) if left])].pop(0))
    assert _without_known(folded(VIEW, mixed)) == _without_known(folded(VIEW, story))
