"""Rebuild on the real broker and the real database: equal to live, beside live traffic, killed without harm, and back again."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from koop.projections import DIFFERENT, listing, rebuild, rollback
from services.reporting import rebuild as rebuilding
from shared.parking import RawRecord, parked_rows
from shared.projection import versions
from tests.conftest import Stack
from tests.services.reporting import published
from tests.services.reporting.broker import ROOT, Broker, as_published, broker
from tests.services.reporting.live import Live, live
from tests.services.reporting.published import offered, registered

CATALOGUE = "tests.services.reporting.published"
PERSONS = 30


@pytest.fixture
def kafka(stack: Stack, namespace: str) -> Broker:
    return broker(stack, namespace)


@pytest.fixture
def desk(dsn_of: Callable[[str], str]) -> Iterator[Live]:
    with live(dsn_of("reporting")) as opened:
        yield opened
    published.BROKEN.clear()


def year(first: int = 1, persons: int = PERSONS) -> list[RawRecord]:
    """Some persons with three offers each, and the copies that a relay's repetition leaves."""
    told = [r for n in range(first, first + persons) for r in (registered(n, 0, f"vg-{n % 3}"), *(offered(n, i, 0) for i in range(1, 4)))]
    return as_published(told + told[5:25])


def built(desk: Live, kafka: Broker, *names: str, processes: int = 1, **options: Any) -> dict[str, Any]:
    return rebuild(desk.dsn, kafka.login, names or None, catalogue=CATALOGUE, processes=processes, **options)


def statuses(desk: Live) -> list[tuple[str, int, str]]:
    return [(row["view"], row["version"], row["status"]) for row in listing(desk.dsn, catalogue=CATALOGUE)]


def test_a_rebuild_from_offset_0_equals_live_and_is_switched_in(desk: Live, kafka: Broker) -> None:
    kafka.send(year())
    kafka.follow(desk)
    seen: list[tuple[str, int, int]] = []
    done = built(desk, kafka, switch=True, processes=2, progress=lambda *step: seen.append(step))
    assert (done["ok"], done["switched"], done["exit_code"], done["records"]) == (True, True, 0, PERSONS * 4 + 20)
    assert statuses(desk) == [("people", 1, "kept"), ("people", 2, "live"), ("seen", 1, "kept"), ("seen", 2, "live")]
    assert ("fold", PERSONS * 4 + 20, PERSONS * 4 + 20) in seen
    kafka.send(year(100, 3))
    kafka.follow(desk)
    assert len(desk.courses(2)) == 3 * (PERSONS + 3)
    assert sum(n for _, n in desk.rows("SELECT vg, n FROM bi.seen_monthly")) == PERSONS + 3


def test_without_switch_it_is_a_rehearsal_that_leaves_nothing(desk: Live, kafka: Broker) -> None:
    kafka.send(year())
    kafka.follow(desk)
    assert built(desk, kafka, "seen")["ok"]
    assert statuses(desk) == [("people", 1, "live"), ("seen", 1, "live")]
    assert desk.rows("SELECT to_regclass('seen_courses_v2')") == [(None,)]


def test_a_difference_is_reported_and_switched_in_only_where_the_code_has_changed(desk: Live, kafka: Broker) -> None:
    kafka.send(year())
    kafka.follow(desk)
    desk.rows("UPDATE seen_courses_v1 SET course = 'tampered' WHERE person = %s RETURNING 1", str(published.person(1)))
    done = built(desk, kafka, switch=True, accept_difference=True)
    assert (done["ok"], done["exit_code"]) == (False, DIFFERENT)
    assert {view["view"]: view["equal"] for view in done["views"]} == {"seen": False, "people": True}
    assert [status for _, _, status in statuses(desk)] == ["live", "live"]
    desk.rows("UPDATE view_versions SET code = 'older' RETURNING 1")
    assert not built(desk, kafka, switch=True)["switched"]
    assert built(desk, kafka, switch=True, accept_difference=True)["switched"]


def test_what_waits_and_what_was_dismissed_is_left_out_exactly_as_live_does(desk: Live, kafka: Broker) -> None:
    published.BROKEN.add("broken")
    kafka.send(
        as_published(
            [
                *year(),
                *[offered(50, n, 0, "broken" if n == 2 else "") for n in range(1, 5)],
                *[offered(51, n, 0, **({"time": "never"} if n == 2 else {})) for n in range(1, 5)],
                *[offered(52, n, 0, "broken" if n == 2 else "") for n in range(1, 5)],
                offered(53, 2, 0),
            ]
        )
    )
    kafka.follow(desk)
    rows = [row for row in parked(desk) if row.reason in {"view_failed", "invalid"}]
    by_lane = {row.lane: row for row in rows}
    desk.desk.dismiss(by_lane[str(published.person(51))], "a test's own fault")
    published.BROKEN.clear()
    desk.desk.redrive(str(published.person(52)))
    assert built(desk, kafka)["ok"]
    assert {row.lane for row in parked(desk)} == {str(published.person(50)), str(published.person(53))}


def test_code_that_cannot_fold_what_live_holds_is_never_switched_in(desk: Live, kafka: Broker) -> None:
    kafka.send([*year(), offered(60, 1, 0, "no-longer-foldable")])
    kafka.follow(desk)
    desk.rows("UPDATE view_versions SET code = 'older' RETURNING 1")
    done = rebuild(desk.dsn, kafka.login, None, switch=True, accept_difference=True, catalogue="tests.services.reporting.stricter")
    assert (done["switched"], done["exit_code"]) == (False, DIFFERENT)
    assert "view_failed ValueError" in done["problem"]


def test_beside_live_traffic_nothing_is_lost_at_the_switch(desk: Live, kafka: Broker) -> None:
    kafka.send(year())
    kafka.follow(desk)
    stop = threading.Event()

    def traffic() -> None:
        first = 1000
        while not stop.is_set():
            kafka.send(year(first, 5))
            kafka.follow(desk)
            first += 5

    thread = threading.Thread(target=traffic)
    thread.start()
    try:
        done = built(desk, kafka, switch=True, processes=2)
    finally:
        stop.set()
        thread.join(30)
    kafka.follow(desk)
    assert (done["ok"], done["switched"]) == (True, True)
    assert done["records"] > PERSONS * 4 + 20, "there was traffic meanwhile"
    assert built(desk, kafka)["ok"]


def test_a_batch_that_waited_for_a_switch_goes_into_the_new_version(desk: Live) -> None:
    with desk.pool.connection() as connection, connection.transaction():
        built = [(view, versions.make(connection, view, "building")) for view in published.VIEWS]
    with desk.pool.connection() as connection, ThreadPoolExecutor(1) as other:
        with connection.transaction():
            versions.live(connection, exclusively=True)
            batch = other.submit(desk.deliver, registered(1, 0), offered(1, 1, 1))
            while desk.rows("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") == [
                (0,)
            ]:
                time.sleep(0.01)
            for view, version in built:
                versions.switch(connection, view, version, {})
        batch.result(10)
    assert (desk.courses(1), desk.courses(2)) == ([], ["course-1"])


def test_rolled_back_the_former_version_has_all_that_came_since(desk: Live, kafka: Broker) -> None:
    published.BROKEN.add("broken")
    kafka.send([*year(), offered(70, 1, 0, "broken"), offered(70, 2, 0)])
    kafka.follow(desk)
    assert built(desk, kafka, switch=True)["switched"]
    kafka.send([*year(200, 5), *year()[:30]])
    kafka.follow(desk)
    published.BROKEN.clear()
    desk.desk.redrive(str(published.person(70)))
    back = rollback(desk.dsn, kafka.login, catalogue=CATALOGUE)
    assert back["ok"]
    assert [view["equal"] for view in back["views"]] == [True, True]
    assert statuses(desk) == [("people", 1, "live"), ("people", 2, "kept"), ("seen", 1, "live"), ("seen", 2, "kept")]
    kafka.send(year(300, 2))
    kafka.follow(desk)
    assert built(desk, kafka)["ok"]


def test_there_is_no_way_back_where_nothing_was_kept(desk: Live, kafka: Broker) -> None:
    back = rollback(desk.dsn, kafka.login, ["seen"], catalogue=CATALOGUE)
    assert (back["ok"], back["exit_code"]) == (False, 1)


KILLED = """
from koop.projections import rebuild
from shared.kafka import KafkaLogin
if __name__ == "__main__":
    rebuild({dsn!r}, KafkaLogin({bootstrap!r}, {user!r}, {password!r}), None, switch=True, catalogue={catalogue!r})
"""


@pytest.mark.parametrize(("point", "switched"), [("rebuild.before_switch", False), ("rebuild.after_switch", True)])
def test_killed_at_the_switch_it_has_either_happened_or_not(desk: Live, kafka: Broker, tmp_path: Any, point: str, switched: bool) -> None:
    kafka.send(year())
    kafka.follow(desk)
    script = tmp_path / "killed.py"
    login = kafka.login
    script.write_text(
        KILLED.format(dsn=desk.dsn, bootstrap=login.bootstrap, user=login.username, password=login.password, catalogue=CATALOGUE)
    )
    environment = os.environ | {"KOOP_CRASH_AT": point, "PYTHONPATH": str(ROOT)}
    died = subprocess.run([sys.executable, str(script)], env=environment, timeout=60, check=False)
    assert died.returncode == -signal.SIGKILL
    assert ("seen", 2, "live") in statuses(desk) if switched else ("seen", 1, "live") in statuses(desk)
    kafka.send(year(400, 3))
    kafka.follow(desk)
    assert built(desk, kafka, switch=True)["switched"]
    assert {status for _, _, status in statuses(desk)} == {"live", "kept"}


def test_only_one_rebuild_runs_at_a_time(desk: Live, kafka: Broker) -> None:
    with rebuilding._operator(desk.dsn), pytest.raises(rebuilding.Busy):
        built(desk, kafka)


def test_a_view_that_came_later_is_made_by_a_rebuild_not_left_half_empty(desk: Live, kafka: Broker) -> None:
    kafka.send(year())
    kafka.follow(desk)
    with desk.pool.connection() as connection, connection.transaction():
        versions.remove(connection, [published.PEOPLE], "live")
        assert versions.ensure_live(connection, published.VIEWS) == {"people": "has no live version"}
    assert built(desk, kafka, "people", switch=True)["switched"]
    assert desk.rows("SELECT count(*) FROM people_v1") == [(PERSONS,)]


def parked(desk: Live) -> list[Any]:
    with desk.pool.connection() as connection:
        return parked_rows(connection)
