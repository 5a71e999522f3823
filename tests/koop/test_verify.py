"""`koop verify` on the real broker and the real database: clean when all agree, and naming the place when one does not."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from koop.verify import discreet
from services.cases.app import domain
from services.cases.facts import FACTS
from shared.desk import Desk
from shared.statements import FactRoute
from shared.texts import Texts
from tests.conftest import Stack
from tests.koop.whole import CLOCK, LAW, Whole, opened
from tests.services.reporting import published
from tests.services.reporting.broker import ROOT
from tests.services.reporting.published import offered
from tests.shared.test_desk import fact


@pytest.fixture
def whole(stack: Stack, namespace: str, database: str, dsn_of: Callable[[str], str]) -> Iterator[Whole]:
    with opened(stack, namespace, database, dsn_of, published.VIEWS) as made:
        yield made
    published.BROKEN.clear()


def facts(whole: Whole) -> Desk:
    routes = {kind: FactRoute(command, requires=lambda c: f"person-{c.subject}") for kind, command in FACTS.items()}
    texts = Texts.load(ROOT / "shared" / "texts.toml", ROOT / "services" / "cases" / "texts.toml")
    return Desk(domain(LAW), routes, whole.kafka.topology, whole.store, CLOCK, LAW, texts)


def test_what_agrees_everywhere_is_clean_and_counted(whole: Whole) -> None:
    person = whole.person()
    whole.person()
    parked = fact(0, {"on": "2016-08-01", "course": "bamf-1", "surprise": 1}, subject=person)
    facts(whole).apply([replace(parked, topic=whole.kafka.topology.facts_topic("jmd"))], [])
    whole.arrive()
    found = whole.verify()
    assert found["ok"], found
    cases = found["topics"][whole.kafka.topology.name("koop.cases.v1")]
    assert (cases["records"], cases["log"], cases["repeated"]) == (4, cases["topic"], 0)
    assert found["stores"]["cases"]["rendered"] == found["stores"]["cases"]["published"]
    assert found["stores"]["cases"]["events"] == 8  # of two persons two moves each, and what the change-over notes of them
    assert found["topics"][whole.kafka.topology.receipts_topic("jmd")]["records"] == 1
    assert found["parked"]["cases"]["waiting"] == {"facts": 1}, "a partner's faulty fact is answered, not our fault"
    assert {view["view"]: view["equal"] for view in found["views"]["views"]} == {"seen": True, "people": True}


def test_a_relays_repetition_is_counted_and_no_fault(whole: Whole) -> None:
    whole.person()
    whole.arrive()
    whole.tamper("UPDATE cases.relay_cursor SET last_id = 0")
    whole.relay.log.close()  # a leader looks at its cursor again when half of its lease is over; this one at once
    whole.arrive()
    found = whole.verify()
    assert found["ok"], found
    assert found["topics"][whole.kafka.topology.name("koop.cases.v1")]["repeated"] == 2


def test_what_was_never_relayed_is_told(whole: Whole) -> None:
    whole.person()
    whole.arrive()
    whole.person()
    found = whole.verify()
    assert (found["ok"], found["not_relayed"]) == (False, {"cases": 2})
    assert found["topics"][whole.kafka.topology.name("koop.cases.v1")]["missing"] == 2


def test_what_the_views_have_not_read_is_told(whole: Whole) -> None:
    whole.person()
    whole.relay.step()
    found = whole.verify()
    assert (found["ok"], found["views"]["behind"]) == (False, 2)


def test_an_event_changed_behind_the_logs_back_is_named(whole: Whole) -> None:
    person = whole.person()
    whole.arrive()
    whole.tamper(
        "UPDATE cases.events SET state = convert_to(replace(convert_from(state, 'UTF8'), 'vg-weilerbach', 'vg-landstuhl'), 'UTF8') "
        "WHERE originator_id = %s AND originator_version = 2",
        f"person-{person}",
    )
    found = whole.verify()
    assert not found["ok"]
    assert found["stores"]["cases"]["difference"] == f"person-{person}@2 (koop.cases.PersonMoved.v1)"


def test_a_log_line_changed_after_it_was_sent_differs_from_the_topic(whole: Whole) -> None:
    whole.person()
    whole.arrive()
    whole.tamper("UPDATE cases.published SET value = '{}' WHERE number = 2")
    found = whole.verify()["topics"][whole.kafka.topology.name("koop.cases.v1")]
    assert (found["ok"], found["differing"]) == (False, 1)
    assert found["log"]["sha256"] != found["topic"]["sha256"]


def test_what_is_in_the_topic_and_in_no_log_is_told(whole: Whole) -> None:
    whole.person()
    whole.arrive()
    whole.kafka.send([offered(1, 2, 99)])
    whole.kafka.follow(whole.live)
    found = whole.verify()
    topic = found["topics"][whole.kafka.topology.name("koop.cases.v1")]
    assert (found["ok"], topic["surplus"], topic["gaps"]) == (False, 1, 1)
    assert found["parked"]["reporting"]["waiting"] == {"views": 1}


def test_a_view_that_was_changed_by_hand_is_told(whole: Whole) -> None:
    whole.person()
    whole.arrive()
    whole.tamper("UPDATE reporting.seen_counts_v1 SET n = n + 1")
    found = whole.verify()
    assert not found["ok"]
    assert {view["view"]: view["equal"] for view in found["views"]["views"]} == {"seen": False, "people": True}


def test_a_waiting_domain_record_fails_it_until_it_is_dismissed(whole: Whole) -> None:
    whole.person()
    published.BROKEN.add("broken")
    whole.arrive()
    whole.tamper(
        "INSERT INTO reporting.parked (consumer, topic, partition, kafka_offset, headers, lane, reason, parked_at) "
        "VALUES ('views', 'elsewhere', 0, 0, '[]', 'x', 'invalid', now())"
    )
    assert not whole.verify()["ok"]
    whole.tamper("UPDATE reporting.parked SET status = 'dismissed', note = 'explained'")
    assert whole.verify()["ok"]


def test_behind_the_wall_it_is_not_said_in_whose_file_something_differs() -> None:
    found = {"ok": False, "running": 7, "fired": 2, "difference": "minor-6c3d1f0a plan-late"}
    assert discreet("minors", found) == {"ok": False, "running": None, "fired": None, "difference": "behind the wall"}
    assert discreet("minors", found | {"difference": None})["difference"] is None
    assert discreet("cases", found) == found
