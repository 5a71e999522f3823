"""The topology is data: what it grants is listed here again by hand, so that a change of a right is seen twice."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from pydantic import ValidationError

import shared.contracts
from shared.contracts.base import Contract, Fact
from shared.topology import AclSpec, Topology

ROOT = Path(__file__).parents[2]
TOPOLOGY = Topology.load(ROOT / "agreement" / "topology.toml")
NAMESPACED = TOPOLOGY.namespaced("t1-")
EVERY_PARTNER = TOPOLOGY.participants


def of(principal: str) -> set[tuple[str, str, str, str]]:
    return {acl[1:] for acl in TOPOLOGY.acls() if acl.principal == principal}


def test_fourteen_partners_and_four_units_have_a_principal_and_five_services() -> None:
    assert len(TOPOLOGY.partners) == 14
    assert len(TOPOLOGY.district_units) == 4
    assert TOPOLOGY.principals() == ["cases", "referrals", "volunteers", "minors", "reporting", *(f"partner-{p}" for p in EVERY_PARTNER)]
    assert len(set(TOPOLOGY.principals())) == 23


def test_topics_five_domain_and_two_per_partner() -> None:
    topics = {spec.name: spec for spec in TOPOLOGY.topics()}
    assert len(topics) == 5 + 2 * 18
    assert {name: spec.partitions for name, spec in topics.items() if ".partner." not in name} == {
        "koop.cases.v1": 12,
        "koop.referrals.v1": 12,
        "koop.minors.v1": 3,
        "koop.volunteers.v1": 12,
        "koop.cooperation.v1": 1,
    }
    assert topics["koop.cases.v1"].config["retention.ms"] == "-1"
    assert topics["koop.cases.v1"].config["compression.type"] == "zstd"


@pytest.mark.parametrize("partner", EVERY_PARTNER)
def test_partner_topics_keep_order_and_do_not_trust_the_partners_clock_or_compression(partner: str) -> None:
    topics = {spec.name: spec for spec in TOPOLOGY.topics()}
    facts, receipts = topics[f"koop.partner.{partner}.facts.v1"], topics[f"koop.partner.{partner}.receipts.v1"]
    assert facts.partitions == receipts.partitions == 1
    assert facts.config["message.timestamp.type"] == receipts.config["message.timestamp.type"] == "LogAppendTime"
    assert facts.config["retention.ms"] == receipts.config["retention.ms"] == str(30 * 24 * 60 * 60 * 1000)
    assert facts.config["compression.type"] == "uncompressed"
    assert facts.config["max.message.bytes"] == "65536"


@pytest.mark.parametrize("partner", EVERY_PARTNER)
def test_a_partner_may_write_its_facts_read_its_receipts_and_nothing_else(partner: str) -> None:
    facts, receipts = f"koop.partner.{partner}.facts.v1", f"koop.partner.{partner}.receipts.v1"
    assert of(f"partner-{partner}") == {
        ("TOPIC", facts, "LITERAL", "WRITE"),
        ("TOPIC", facts, "LITERAL", "DESCRIBE"),
        ("TOPIC", receipts, "LITERAL", "READ"),
        ("TOPIC", receipts, "LITERAL", "DESCRIBE"),
        ("GROUP", f"koop.partner.{partner}.", "PREFIXED", "READ"),
    }


@pytest.mark.parametrize(
    ("service", "writes", "reads"),
    [
        ("cases", {"koop.cases.v1"}, {"koop.cooperation.v1"}),
        ("referrals", {"koop.referrals.v1"}, {"koop.cooperation.v1"}),
        ("volunteers", {"koop.volunteers.v1"}, {"koop.cooperation.v1"}),
        ("minors", {"koop.minors.v1"}, {"koop.cooperation.v1"}),
        (
            "reporting",
            {"koop.cooperation.v1"},
            {"koop.cases.v1", "koop.referrals.v1", "koop.volunteers.v1", "koop.minors.v1", "koop.cooperation.v1"},
        ),
    ],
)
def test_a_service_writes_its_own_topic_and_receipts_and_never_a_fact(service: str, writes: set[str], reads: set[str]) -> None:
    answers = service != "reporting"
    heard = EVERY_PARTNER if service == "minors" else set(EVERY_PARTNER) - {"landkreis-jugendamt"}
    writes = writes | {f"koop.partner.{p}.receipts.v1" for p in heard if answers}
    reads = reads | {f"koop.partner.{p}.facts.v1" for p in heard if answers}
    expected = {("TOPIC", topic, "LITERAL", "WRITE") for topic in writes} | {("TOPIC", topic, "LITERAL", "READ") for topic in reads}
    expected |= {("TOPIC", topic, "LITERAL", "DESCRIBE") for topic in writes | reads}
    assert of(service) == expected | {("GROUP", f"koop.{service}.", "PREFIXED", "READ")}


def test_every_prefix_ends_in_a_dot_and_no_acl_is_granted_twice() -> None:
    acls = TOPOLOGY.acls()
    assert all(acl.name.endswith(".") for acl in acls if acl.pattern == "PREFIXED")
    assert len(set(acls)) == len(acls)
    assert not [acl for acl in acls if "*" in acl.name]


def test_a_namespace_reaches_every_topic_group_and_principal() -> None:
    assert all(spec.name.startswith("t1-koop.") for spec in NAMESPACED.topics())
    assert all(principal.startswith("t1-") for principal in [*NAMESPACED.principals(), *NAMESPACED.quotas()])
    assert all(acl.name.startswith("t1-koop.") and acl.principal.startswith("t1-") for acl in NAMESPACED.acls())
    assert NAMESPACED.service_group("cases", "facts") == "t1-koop.cases.facts"
    stripped = [AclSpec(a.principal[3:], a.resource, a.name[3:], a.pattern, a.operation) for a in NAMESPACED.acls()]
    assert stripped == TOPOLOGY.acls()


@pytest.mark.parametrize("partner", EVERY_PARTNER)
def test_the_partner_is_known_by_the_topic_alone(partner: str) -> None:
    assert TOPOLOGY.partner_of(TOPOLOGY.facts_topic(partner)) == partner
    assert NAMESPACED.partner_of(NAMESPACED.facts_topic(partner)) == partner
    assert NAMESPACED.partner_of(TOPOLOGY.facts_topic(partner)) is None
    assert TOPOLOGY.partner_of(TOPOLOGY.receipts_topic(partner)) is None


@pytest.mark.parametrize(
    "topic",
    [
        "koop.partner.caritas-evil.facts.v1",
        "koop.partner.caritas.evil.facts.v1",
        "koop.partner.caritas.facts.v1\n",
        "xkoop.partner.caritas.facts.v1",
        "koopxpartner.caritas.facts.v1",
        "koop.cases.v1",
        "",
    ],
)
def test_nobody_speaks_on_another_topic(topic: str) -> None:
    assert TOPOLOGY.partner_of(topic) is None


def test_facts_topics_are_in_the_order_of_the_participants() -> None:
    assert TOPOLOGY.facts_topics("minors") == [f"koop.partner.{p}.facts.v1" for p in EVERY_PARTNER]


def test_what_the_youth_office_states_one_service_alone_reads_and_answers_whatever_it_is() -> None:
    walled = TOPOLOGY.facts_topic("landkreis-jugendamt")
    assert [service for service in TOPOLOGY.answering() if walled in TOPOLOGY.facts_topics(service)] == ["minors"]
    for type_ in ("koop.fact.CourseStarted.v1", "koop.fact.NeverHeardOf.v7", ""):
        assert TOPOLOGY.owner(type_, "landkreis-jugendamt") == "minors"
        assert TOPOLOGY.owner(type_, "caritas") == "cases"


def test_cases_answers_what_nobody_owns() -> None:
    assert TOPOLOGY.owner("koop.fact.CourseStarted.v1") == "cases"
    assert TOPOLOGY.owner("koop.fact.ReferralAccepted.v1") == "referrals"
    assert TOPOLOGY.owner("koop.fact.HoursReported.v1") == "volunteers"
    assert TOPOLOGY.owner("koop.fact.NeverHeardOf.v7") == TOPOLOGY.owner("") == "cases"


VGS = {p for p in EVERY_PARTNER if p.startswith("vg-")}
WELFARE = {"caritas", "diakonie", "jmd", "cjd", "drk"}
COURSE = {"jmd", "cjd", "landkreis-koordination"}


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("PersonMoved", VGS | {"landkreis-auslaenderbehoerde"}),
        ("LanguageNeedAssessed", COURSE | {"agentur-arbeit"}),
        ("CourseEntitlementIssued", {"landkreis-auslaenderbehoerde"}),
        ("CourseObligationIssued", {"jobcenter", "landkreis-auslaenderbehoerde"}),
        ("ObligationRevoked", {"jobcenter", "landkreis-auslaenderbehoerde"}),
        ("ExamResultReported", COURSE),
        ("CourseDroppedOut", COURSE),
        ("ReferralDeclined", WELFARE),
        ("VolunteerLeft", WELFARE | VGS),
        ("NeverHeardOf", set()),
    ],
)
def test_who_may_state_what(name: str, allowed: set[str]) -> None:
    assert {partner for partner in EVERY_PARTNER if TOPOLOGY.may_state(partner, f"koop.fact.{name}.v1")} == allowed


def test_a_group_is_not_a_partner_and_a_stranger_states_nothing() -> None:
    assert not TOPOLOGY.may_state("welfare", "koop.fact.ReferralDeclined.v1")
    assert not TOPOLOGY.may_state("caritas-evil", "koop.fact.ReferralDeclined.v1")


def test_every_fact_contract_has_an_owner_and_an_area() -> None:
    for module in pkgutil.iter_modules(shared.contracts.__path__):
        importlib.import_module(f"shared.contracts.{module.name}")
    facts = {name for name, kind in Contract.registry.items() if issubclass(kind, Fact) and name.startswith("koop.fact.")}
    assert facts
    assert facts - {fact for listed in TOPOLOGY.facts.values() for fact in listed} == set()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"default_owner": "nobody"}, "neither a service nor a partner"),
        ({"partners": ("caritas",)}, "neither a service nor a partner"),
        ({"facts": {"cases": ("koop.fact.Unruled.v1",)}}, "one owner in topology.toml and one area"),
        ({"partners": ("caritas.evil",)}, "String should match pattern"),
        ({"surplus": 1}, "Extra inputs"),
    ],
)
def test_a_topology_that_contradicts_itself_does_not_load(change: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        Topology.model_validate(TOPOLOGY.model_dump() | change)


def test_the_papers_are_up_to_date() -> None:
    assert (ROOT / "docs" / "topics.md").read_bytes() == TOPOLOGY.docs_table().encode(), "run `koop topology docs`"
