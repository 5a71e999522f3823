"""Who may state what of a status, with its receipt; and what of it leaves the service."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest

from services.cases.facts import FACTS as CASES_FACTS
from services.cases.outbox import PUBLISHED, outbox
from services.cases.status.decision import DecisionReported
from services.cases.status.finality import ReportFinality
from services.cases.status.papers import ReportIdentityCorrected, ReportResidenceTitle
from services.cases.status.revocation import ReportRevocation
from shared.cloudevents import headers_of
from shared.contracts import cases_status, facts_status
from shared.contracts.codes import IdentityPart, Outcome, TitleKind
from shared.contracts.facts_status import StatusFact
from shared.desk import Desk
from shared.parking import RawRecord
from shared.statements import FactRoute
from shared.store import Store
from shared.texts import Texts
from tests.services.cases.facets.language.said import LAW, PERSON
from tests.services.cases.office import ROOT, Office
from tests.services.cases.status.said import ABH, DECISION, DESK, JOBCENTER, PAPER, decided, report, served, told
from tests.services.cases.test_facts import TOPOLOGY
from tests.services.cases.test_outbox import recorded

BENEFITS = {"AnalogousBenefitsReported", "BenefitsReducedReported", "ReductionEndedReported"}
FACTS = [kind for kind in vars(facts_status).values() if isinstance(kind, type) and issubclass(kind, StatusFact) and "type" in vars(kind)]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
def test_the_auslaenderbehoerde_states_the_status_and_the_carrier_its_benefits(fact: type[StatusFact]) -> None:
    by = {partner for partner in TOPOLOGY.participants if TOPOLOGY.may_state(partner, fact.type)}
    if fact.__name__ in BENEFITS:
        assert by == {"landkreis-sozialamt", *(partner for partner in TOPOLOGY.participants if partner.startswith("vg-"))}
    else:
        assert by == {ABH}
    assert JOBCENTER not in by


def test_what_leaves_is_what_figures_need() -> None:
    final, revoked = report(ReportFinality, date(2016, 5, 2)), report(ReportRevocation, date(2018, 9, 30))
    contracts = [outbox(recorded(event, "status")) for event in told(decided(Outcome.SUBSIDIARY, partial=True), final, revoked)]
    assert contracts == [
        cases_status.ProtectionDecided(on=date(2016, 4, 11), person=PERSON, outcome=Outcome.SUBSIDIARY, partial=True),
        cases_status.ProtectionFinal(on=date(2016, 5, 2), person=PERSON, outcome=Outcome.SUBSIDIARY),
        cases_status.ProtectionRevoked(on=date(2018, 9, 30), person=PERSON),
    ]
    inside = [str(DECISION), str(PAPER.reference), ABH]
    assert not [word for contract in contracts if contract for word in inside if word in contract.model_dump_json()]


def test_service_papers_contradictions_and_identity_stay_inside() -> None:
    title = report(ReportResidenceTitle, date(2016, 9, 12), kind=TitleKind.OTHER, valid_until=date(2017, 9, 11))
    identity = report(ReportIdentityCorrected, date(2016, 9, 12), part=IdentityPart.NAME)
    events = told(served(date(2016, 7, 29)), served(date(2016, 8, 1), by=DESK), title, identity)
    assert len(events) == 5
    assert [outbox(recorded(event, "status")) for event in events] == [None] * 5
    assert not [kind for kind in PUBLISHED if kind.name == "status.Contradicted"]


def test_no_field_of_any_event_takes_free_text() -> None:
    """What two sources said is JSON of coded values and days; a name has no place in it."""
    values: list[dict[str, Any]] = [json.loads(event.model_dump_json()) for event in told(decided(), served(date(2016, 7, 29)))]
    assert {text for value in values for text in _texts(value)} <= CODES


CODES = {
    *("refugee", "actual", "appeal.within", "§ 74 Abs. 1 AsylG", "status.AppealReported", "status.DecisionBecameFinal"),
    *("decision", ABH, str(DECISION), str(PAPER.reference), "2016-09-01T08:00:00Z", "2016-04-11", "2016-07-29", "2016-08-12"),
}


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) else []


def stated(partner: str, offset: int, subject: UUID = PERSON) -> RawRecord:
    fact = facts_status.DecisionReported
    attributes = {"id": f"e{offset}", "source": f"/partner/{partner}", "type": fact.type, "subject": str(subject)}
    value = json.dumps(fact.example | {"on": "2016-04-11"}).encode()
    return RawRecord(TOPOLOGY.facts_topic(partner), 0, offset, None, value, headers_of(attributes))


def test_each_fact_has_its_receipt_and_only_the_auslaenderbehoerdes_is_recorded(office: Office, store: Store, database: str) -> None:
    routes = {fact: FactRoute(command, requires=lambda c: f"person-{c.subject}") for fact, command in CASES_FACTS.items()}
    texts = Texts.load(ROOT / "shared" / "texts.toml", ROOT / "services" / "cases" / "texts.toml")
    desk = Desk(office.handler.domain, routes, TOPOLOGY, store, office.clock, LAW, texts)
    desk.apply([stated(ABH, 0), stated(JOBCENTER, 1), stated(DESK, 2)], [])
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT stream, value FROM cases.published WHERE stream LIKE 'receipts-%' ORDER BY stream").fetchall()
    receipts = {stream.removeprefix("receipts-cases-"): json.loads(bytes(value)) for stream, value in rows}
    assert {partner: (said["outcome"], said.get("rule")) for partner, said in receipts.items()} == {
        ABH: ("accepted", None),
        JOBCENTER: ("parked", "fact.not_yours_to_state"),
        DESK: ("parked", "fact.not_yours_to_state"),
    }
    (recorded_,) = store.whole(f"status-{PERSON}")
    assert isinstance(recorded_.event, DecisionReported)
    assert (recorded_.event.source.reported_by, recorded_.event.source.reported_at) == (ABH, office.clock.instant)
