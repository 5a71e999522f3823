"""The live reader on a real database: once in effect, in order, nothing dropped, nobody held up by another's fault."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from services.reporting.subscribers import BreakerOpen, NotWaiting
from shared.inbox import Move
from shared.metrics import REGISTRY
from shared.parking import parked_rows
from shared.store import Fenced
from tests.services.reporting import published
from tests.services.reporting.live import Live, live
from tests.services.reporting.published import offered, registered


@pytest.fixture
def desk(dsn_of: Callable[[str], str]) -> Iterator[Live]:
    with live(dsn_of("reporting")) as opened:
        yield opened
    published.BROKEN.clear()
    published.UNSHOWN.clear()


def test_a_batch_is_rows_heads_and_positions_together(desk: Live) -> None:
    desk.deliver(registered(1, 0), offered(1, 1, 1), offered(1, 2, 2), registered(2, 3, "vg-weilerbach"))
    assert desk.courses() == ["course-1", "course-2"]
    assert desk.counts() == {"vg-landstuhl": 1, "vg-weilerbach": 1}
    assert desk.desk.positions() == {("koop.cases.v1", 0): 4}
    assert sorted(number for (number,) in desk.rows("SELECT number FROM heads")) == [1, 1, 2]
    assert desk.rows("SELECT n FROM bi.seen_monthly WHERE vg = 'vg-landstuhl'") == [(1,)]


def test_a_zombies_batch_is_fenced_and_leaves_no_trace(desk: Live) -> None:
    desk.deliver(registered(1, 0))
    with pytest.raises(Fenced):
        desk.desk.apply([offered(1, 1, 0)], [Move("views", "koop.cases.v1", 0, 0, 1)])
    assert desk.courses() == []
    assert desk.heads() == {"person": 1}


def test_copies_at_other_offsets_are_counted_once(desk: Live) -> None:
    desk.deliver(registered(1, 0), registered(1, 1), offered(1, 1, 2))
    desk.deliver(offered(1, 1, 3), registered(1, 4))
    assert (desk.courses(), desk.counts(), desk.parked()) == (["course-1"], {"vg-landstuhl": 1}, [])


def test_what_came_too_early_waits_alone_and_takes_effect_with_the_missing_one(desk: Live) -> None:
    desk.deliver(offered(1, 3, 0), offered(1, 2, 1), registered(1, 2))
    assert (desk.parked(), desk.courses()) == ([("waiting", "gap"), ("waiting", "gap")], [])
    assert desk.counts() == {"vg-landstuhl": 1}, "another stream of the same key goes on"
    desk.deliver(offered(1, 1, 3))
    assert desk.courses() == ["course-1", "course-2", "course-3"]
    assert {status for status, _ in desk.parked()} == {"redriven"}


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (offered(1, 1, 1, type="koop.cases.NotYetInvented.v1"), "foreign"),
        (offered(1, 1, 1, time="yesterday"), "invalid"),
        (offered(1, 1, 1, koopnumber="one"), "invalid"),
    ],
)
def test_a_record_that_cannot_be_read_holds_up_its_key_and_no_other(desk: Live, bad: Any, reason: str) -> None:
    desk.deliver(registered(1, 0), bad, offered(1, 2, 2), registered(2, 3))
    desk.deliver(offered(1, 3, 4), offered(2, 1, 5))
    assert desk.parked() == [("waiting", reason), ("waiting", "behind"), ("waiting", "behind")]
    assert desk.courses() == ["course-1"]
    assert desk.counts() == {"vg-landstuhl": 2}


def test_a_record_that_one_view_cannot_fold_is_parked_for_all_views(desk: Live) -> None:
    published.BROKEN.add("course-1")
    desk.deliver(registered(1, 0), offered(1, 1, 1), offered(1, 2, 2))
    assert desk.parked() == [("waiting", "view_failed"), ("waiting", "behind")]
    assert desk.heads() == {"person": 1}
    assert desk.rows("SELECT details->>'problem' FROM parked WHERE reason = 'view_failed'") == [("ValueError",)]


def test_a_record_that_one_view_cannot_show_is_found_and_parked(desk: Live) -> None:
    published.UNSHOWN.add("course-2")
    desk.deliver(offered(1, 1, 0), offered(1, 2, 1), offered(2, 1, 2))
    assert desk.parked() == [("waiting", "view_failed")]
    assert desk.courses() == ["course-1", "course-1"]


def test_redriven_with_better_code_a_lane_goes_on_in_order(desk: Live) -> None:
    published.BROKEN.add("course-1")
    desk.deliver(registered(1, 0), offered(1, 1, 1), offered(1, 2, 2))
    lane = str(published.person(1))
    assert desk.desk.redrive(lane) == 2, "the code is as it was"
    published.BROKEN.clear()
    assert desk.desk.redrive(lane) == 0
    assert desk.courses() == ["course-1", "course-2"]
    desk.deliver(offered(1, 3, 3))
    assert (desk.courses()[-1], desk.heads()["language"]) == ("course-3", 3)


def test_a_dismissed_record_is_stepped_over_and_its_copies_too(desk: Live) -> None:
    desk.deliver(offered(1, 1, 0, time="never"), offered(1, 2, 1), offered(1, 1, 2, time="never"))
    row = parked(desk, "invalid")
    assert desk.desk.dismiss(row, "a test's own fault") == 0
    assert (desk.courses(), desk.heads()) == (["course-2"], {"language": 2})
    assert desk.parked() == [("dismissed", "invalid"), ("redriven", "behind"), ("redriven", "behind")]
    assert desk.rows("SELECT note FROM parked WHERE status = 'dismissed'") == [("a test's own fault",)]
    with pytest.raises(NotWaiting):
        desk.desk.dismiss(row, "again")


def test_a_dismissed_record_that_came_too_early_does_not_swallow_the_one_before_it(desk: Live) -> None:
    desk.deliver(offered(1, 2, 0, time="never"), offered(1, 1, 1), offered(1, 3, 2))
    desk.desk.dismiss(parked(desk, "invalid"), "a test's own fault")
    assert (desk.courses(), desk.heads()) == (["course-1", "course-3"], {"language": 3})


def test_when_most_of_a_batch_cannot_be_read_nothing_is_written_and_the_reader_waits(desk: Live) -> None:
    flood = [offered(n, 1, n, time="never") for n in range(1, 21)]
    with pytest.raises(BreakerOpen):
        desk.deliver(registered(30, 0), *flood)
    assert (desk.parked(), desk.desk.positions()) == ([], {})
    assert REGISTRY.get_sample_value("koop_breaker_open", {"service": "reporting"}) == 1
    desk.deliver(registered(30, 0))
    assert REGISTRY.get_sample_value("koop_breaker_open", {"service": "reporting"}) == 0


def test_small_batches_open_the_breaker_too(desk: Live) -> None:
    """Found by fault 29: records came a few at a time, no batch was large enough, and all of them would have been parked."""
    for n in range(1, 20):
        desk.deliver(offered(n, 1, n - 1, time="never"))
    with pytest.raises(BreakerOpen):
        desk.deliver(offered(20, 1, 19, time="never"))


def test_many_records_behind_failed_ones_do_not_hide_that_every_key_fails(desk: Live) -> None:
    """Found by fault 29: a few busy keys filled the batches with records that only waited."""
    failed = [offered(n, 1, n - 1, time="never") for n in range(1, 21)]
    behind = [offered(1, n, 18 + n) for n in range(2, 60)]
    with pytest.raises(BreakerOpen):
        desk.deliver(*failed, *behind)


def test_one_bad_key_with_many_records_opens_no_breaker(desk: Live) -> None:
    desk.deliver(offered(1, 1, 0, time="never"), *(offered(1, n, n) for n in range(2, 30)))
    assert len(desk.parked()) == 29


def test_a_key_that_no_column_holds_is_parked_like_any_other(desk: Live) -> None:
    desk.deliver(replace(registered(1, 0), key=b"\x00\xff"), replace(registered(2, 1), key=None), registered(3, 2))
    assert [reason for _, reason in desk.parked()] == ["invalid", "invalid"]
    assert desk.counts() == {"vg-landstuhl": 1}


class Counting(psycopg.Cursor[Any]):
    statements = 0

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        Counting.statements += 1
        return super().execute(*args, **kwargs)


def test_a_larger_batch_needs_no_more_statements(dsn_of: Callable[[str], str]) -> None:
    with live(dsn_of("reporting"), cursor=Counting) as desk:
        used = []
        for first, size in [(0, 5), (1000, 400)]:
            Counting.statements = 0
            desk.deliver(*(registered(first + n, first + n) for n in range(1, size + 1)))
            used.append(Counting.statements)
        assert used[1] <= used[0] < 25


def parked(desk: Live, reason: str) -> Any:
    with desk.pool.connection() as connection:
        return next(row for row in parked_rows(connection) if row.reason == reason)
