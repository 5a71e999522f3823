"""From a registration over HTTP to the views of reporting: real processes, and everything agrees at the end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from koop.migrate import SERVICES
from koop.verify import verify
from shared.kafka import KafkaLogin
from tests.conftest import Stack
from tests.e2e.suite import Suite, running


@pytest.fixture
def suite(stack: Stack, database: str, dsn_of: Callable[[str], str], tmp_path: Path) -> Iterator[Suite]:
    with running(stack, database, dsn_of, tmp_path, ("cases", "reporting")) as suite:
        yield suite


def test_what_is_stated_reaches_the_views_once_and_verify_is_clean(
    suite: Suite, stack: Stack, database: str, dsn_of: Callable[[str], str]
) -> None:
    persons = [suite.person(vg) for vg in ("vg-landstuhl", "vg-weilerbach", "vg-landstuhl")]
    ids = suite.publish("jmd", *(("CourseOffered", one, {"on": "2016-08-01", "course": "bamf-2016-0815"}) for one in persons))
    assert {receipt["outcome"] for receipt in suite.receipts("jmd", ids)} == {"accepted"}
    admin = KafkaLogin(stack.kafka.admin_bootstrap, "admin", stack.kafka.admin_password, mechanism="PLAIN")
    found = verify({service: dsn_of(service) for service in SERVICES}, admin, suite.topology)
    assert found["ok"], found | {"topics": {name: topic for name, topic in found["topics"].items() if not topic["ok"]}}
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT vg, kind, sum(n) FROM bi.language_monthly WHERE kind = 'offered' GROUP BY vg, kind ORDER BY vg")
        assert [(vg, int(n)) for vg, _, n in rows.fetchall()] == [("vg-landstuhl", 2), ("vg-weilerbach", 1)]
