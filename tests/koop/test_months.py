"""`koop months publish`: only of what has arrived, and by the business clock."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest

from koop.months import NotArrived, publish
from services.reporting.views import VIEWS
from shared.clock import set_clock
from tests.conftest import Stack
from tests.koop.whole import LAW, Whole, opened
from tests.services.reporting.published import raw
from tests.services.reporting.test_months import taken_in

JULY = date(2016, 7, 31)


@pytest.fixture
def whole(stack: Stack, namespace: str, database: str, dsn_of: Callable[[str], str]) -> Iterator[Whole]:
    """Twenty-four minors were taken in; it is 2 August 2016."""
    with opened(stack, namespace, database, dsn_of, VIEWS) as made:
        time = datetime(2016, 7, 8, 8, tzinfo=UTC).isoformat()
        made.kafka.send(raw(taken_in(n), f"minor-{taken_in(n).minor}", 1, n, time=time) for n in range(24))
        made.kafka.follow(made.live)
        with psycopg.connect(database, autocommit=True) as connection:
            set_clock(connection, datetime(2016, 8, 2, 8, tzinfo=UTC), running=False)
        yield made


def published(whole: Whole) -> list[dict[str, Any]]:
    return publish(whole.dsns, whole.kafka.admin, whole.kafka.topology, LAW, seconds=0.2)


def test_the_month_that_is_over_is_published_once(whole: Whole) -> None:
    (said,) = published(whole)
    assert (said["facet"], said["month"], said["known"]) == ("minors", JULY, JULY)
    assert {"state", "missing"} < set(said["figures"].split(", "))
    assert published(whole) == []


def test_nothing_is_published_while_something_is_not_sent_or_not_read(whole: Whole) -> None:
    whole.person()
    with pytest.raises(NotArrived, match=r"2 of cases not sent"):
        published(whole)
    whole.relay.step()
    with pytest.raises(NotArrived, match=r"2 not read"):
        published(whole)
    whole.arrive()
    assert [one["month"] for one in published(whole)] == [JULY]


def test_nothing_is_published_while_a_record_waits_for_an_operator(whole: Whole) -> None:
    whole.tamper(
        "INSERT INTO reporting.parked (consumer, topic, partition, kafka_offset, headers, lane, reason, parked_at) "
        "VALUES ('views', 'elsewhere', 0, 0, '[]', 'x', 'invalid', now())"
    )
    with pytest.raises(NotArrived, match="koop parked list"):
        published(whole)
    whole.tamper("UPDATE reporting.parked SET status = 'dismissed', note = 'explained'")
    assert published(whole)
