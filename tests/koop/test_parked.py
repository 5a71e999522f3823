"""`koop parked`: seen with all its bytes, read again with today's code, or given up with a reason."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from koop.parked import NotParked, dismiss, listing, redrive, show
from shared.contracts.receipts import Receipt
from shared.parking import PARK, Parked, RawRecord
from tests.services.reporting import published
from tests.services.reporting.live import Live, live
from tests.services.reporting.published import DAY, NOW, offered, registered

FACT = RawRecord("koop.partner.jmd.facts.v1", 0, 7, None, b'{"on": \xff}', (("ce_type", b"koop.fact.CourseOffered.v1"), ("x", None)))


@pytest.fixture
def desk(dsn_of: Callable[[str], str]) -> Iterator[Live]:
    with live(dsn_of("reporting")) as opened:
        yield opened
    published.BROKEN.clear()


@pytest.fixture
def dsns(dsn_of: Callable[[str], str]) -> dict[str, str]:
    return {service: dsn_of(service) for service in ("cases", "reporting")}


class Answers:
    """A facts desk that answers as it is told."""

    def __init__(self, outcome: Any) -> None:
        self.outcome = outcome
        self.asked: list[RawRecord] = []

    def redrive(self, record: RawRecord) -> Receipt:
        self.asked.append(record)
        return Receipt(on=DAY, partner="jmd", partition=record.partition, offset=record.offset, outcome=self.outcome)


def again(desk: Live, dsns: dict[str, str], ref: str, answers: Answers | None = None) -> dict[str, Any]:
    return redrive(dsns, ref, views=desk.desk, facts=lambda service: answers or Answers("accepted"), now=now)


def now() -> datetime:
    return datetime(2016, 8, 2, 8, tzinfo=UTC)


def park_fact(dsns: dict[str, str]) -> str:
    with psycopg.connect(dsns["cases"]) as connection:
        row = Parked("facts", FACT, "jmd@7", "event.not_utf8", "data", NOW).row()
        connection.execute(PARK.format(schema="cases.").encode(), row)
    return str(listing(dsns)[0]["ref"])


def test_a_lane_is_listed_in_order_and_shown_with_its_bytes(desk: Live, dsns: dict[str, str]) -> None:
    desk.deliver(offered(1, 1, 0, time="never"), offered(1, 2, 1))
    found = listing(dsns)
    assert [(line["reason"], line["field"], line["place"]) for line in found] == [
        ("invalid", "time", "koop.cases.v1[0]@0"),
        ("behind", None, "koop.cases.v1[0]@1"),
    ]
    assert found[0]["ref"].startswith("reporting/")
    shown = show(dsns, found[0]["ref"])
    assert ["ce_time", "never"] in shown["headers"]
    assert '"course":"course-1"' in shown["value"]


def test_bytes_that_are_no_text_can_be_shown(desk: Live, dsns: dict[str, str]) -> None:
    shown = show(dsns, park_fact(dsns))
    assert shown["value"] == '{"on": \\xff}'
    assert shown["headers"] == [["ce_type", "koop.fact.CourseOffered.v1"], ["x", None]]


def test_redriven_with_todays_code_the_whole_lane_goes_on(desk: Live, dsns: dict[str, str]) -> None:
    published.BROKEN.add("course-1")
    desk.deliver(registered(1, 0), offered(1, 1, 1), offered(1, 2, 2))
    ref = listing(dsns)[0]["ref"]
    assert again(desk, dsns, ref) == {"ref": ref, "lane": str(published.person(1)), "ok": False, "still_waiting": 2}
    published.BROKEN.clear()
    assert again(desk, dsns, ref)["ok"]
    assert (listing(dsns), desk.courses()) == ([], ["course-1", "course-2"])
    with pytest.raises(NotParked):
        again(desk, dsns, ref)


def test_a_dismissal_needs_a_reason_and_lets_what_waits_behind_go_on(desk: Live, dsns: dict[str, str]) -> None:
    desk.deliver(offered(1, 1, 0, time="never"), offered(1, 2, 1))
    ref = listing(dsns)[0]["ref"]
    with pytest.raises(ValueError, match="note"):
        dismiss(dsns, ref, "  ", views=desk.desk, now=now)
    assert dismiss(dsns, ref, "sent by a broken build", views=desk.desk, now=now)["still_waiting"] == 0
    assert desk.courses() == ["course-2"]
    assert show(dsns, ref)["note"] == "sent by a broken build"
    assert [line["status"] for line in listing(dsns, status=None)] == ["dismissed", "redriven"]


@pytest.mark.parametrize(("outcome", "left"), [("accepted", 0), ("duplicate", 0), ("parked", 1)])
def test_a_fact_is_read_again_by_its_own_desk_and_waits_on_only_if_it_still_fails(
    desk: Live, dsns: dict[str, str], outcome: str, left: int
) -> None:
    ref, answers = park_fact(dsns), Answers(outcome)
    assert again(desk, dsns, ref, answers)["receipt"]["outcome"] == outcome
    assert len(listing(dsns)) == left
    assert answers.asked[0].value == FACT.value


def test_a_dismissed_fact_keeps_its_note(desk: Live, dsns: dict[str, str]) -> None:
    ref = park_fact(dsns)
    assert dismiss(dsns, ref, "the sender stated it anew", views=desk.desk, now=now) == {"ref": ref, "ok": True}
    assert show(dsns, ref)["status"] == "dismissed"


@pytest.mark.parametrize("ref", ["nowhere/1", "cases/0", "cases/x", "cases", ""])
def test_a_reference_to_nothing_says_so(dsns: dict[str, str], ref: str) -> None:
    with pytest.raises(NotParked):
        show(dsns, ref)
