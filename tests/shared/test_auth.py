"""The one door. The table of access.toml is stated here a second time, in other words, and compared cell by cell."""

import json
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from shared.auth import Access, Door, Facet, Forbidden, Issued, Principal, Purpose, Role, Scope, Tokens, Unauthenticated, issue_tokens
from shared.topology import Topology

ROOT = Path(__file__).parents[2]
ACCESS = Access.load(ROOT / "agreement" / "access.toml")
TOPOLOGY = Topology.load(ROOT / "agreement" / "topology.toml")
ISSUED = issue_tokens(ACCESS.organisations)

ROLES, FACETS, PURPOSES = get_args(Role), get_args(Facet), get_args(Purpose)
FIVE = ("language", "work", "transition", "volunteers", "minors")
ABOUT_PERSONS = ("people", *FIVE, "referrals")


def cells(role: str, purpose: str, **levels: tuple[str, ...]) -> dict[tuple[str, str, str], str]:
    return {(role, facet, purpose): level for level, facets in levels.items() for facet in facets}


TABLE = (
    cells("caseworker", "casework", own=("people", "language", "work", "transition", "referrals"))
    | cells("caseworker", "steering", counts=("language", "work", "transition", "referrals"), all=("cooperation",))
    | cells("volunteer-coordinator", "casework", own=("volunteers", "referrals"))
    | cells("volunteer-coordinator", "steering", counts=("volunteers", "referrals"), all=("cooperation",))
    | cells("youth-office", "casework", own=("people", "minors", "referrals"))
    | cells("youth-office", "steering", counts=("minors", "referrals"), all=("cooperation",))
    | cells("coordinator", "steering", counts=ABOUT_PERSONS, all=("cooperation",))
    | cells("coordinator", "decision", all=("cooperation",))
    | cells("representative", "steering", counts=ABOUT_PERSONS, all=("cooperation",))
    | cells("representative", "decision", own=("cooperation",))
    | cells("auditor", "steering", counts=ABOUT_PERSONS, all=("cooperation",))
    | cells("auditor", "audit", all=(*ABOUT_PERSONS, "cooperation"))
    | cells("operator", "operation", all=tuple(f for f in FACETS if f != "minors"), counts=("minors",))
)


def who(role: str, facets: tuple[str, ...] = FIVE, organisation: str = "caritas") -> Principal:
    return Principal(f"{role}@{organisation}", organisation, role, frozenset(facets))


def level(principal: Principal, facet: str, purpose: str) -> str | None:
    try:
        return ACCESS.scope(principal, facet, purpose).level
    except Forbidden:
        return None


@pytest.mark.parametrize(("role", "facet", "purpose"), list(product(ROLES, FACETS, PURPOSES)))
def test_every_role_facet_and_purpose(role: str, facet: str, purpose: str) -> None:
    expected = TABLE.get((role, facet, purpose))
    assert level(who(role), facet, purpose) == expected
    # The same role in an organisation that takes part in no facet: figures and shared ground stay, single records do not.
    assert level(who(role, facets=()), facet, purpose) == (None if facet in FIVE and expected != "counts" else expected)


@pytest.mark.parametrize(("facet", "purpose"), list(product(ABOUT_PERSONS, PURPOSES)))
def test_r51_the_coordinator_sees_aggregates_and_process_state_and_no_single_record(facet: str, purpose: str) -> None:
    coordinator = who("coordinator", organisation="landkreis-koordination")
    assert level(coordinator, facet, purpose) in {None, "counts"}


def test_r51_only_the_youth_office_opens_a_jugendamt_file() -> None:
    assert [role for role in ROLES if level(who(role), "minors", "casework")] == ["youth-office"]


@pytest.mark.parametrize(
    "asked",
    [("nobody", "language", "casework"), ("caseworker", "secrets", "casework"), ("caseworker", "language", "curiosity"), ("", "", "")],
)
def test_what_does_not_exist_is_refused(asked: tuple[str, str, str]) -> None:
    role, facet, purpose = asked
    with pytest.raises(Forbidden) as refusal:
        ACCESS.scope(who(role), facet, purpose)
    assert refusal.value.details == {"role": role, "facet": facet, "purpose": purpose}


def test_a_scope_covers_single_records_or_none() -> None:
    assert Scope("all", "caritas").covers("drk")
    assert Scope("own", "caritas").covers("drk", "caritas")
    assert not Scope("own", "caritas").covers("drk")
    assert not Scope("own", "caritas").covers()
    assert not Scope("counts", "caritas").covers("caritas")


def test_two_levels_for_one_cell_do_not_load() -> None:
    with pytest.raises(ValidationError, match="two levels"):
        Access.model_validate({"roles": {"auditor": {"audit": {"own": ["people"], "all": ["people"]}}}, "organisations": {}})


def test_the_organisations_are_those_of_the_topology_and_only_partners_vote() -> None:
    assert set(ACCESS.organisations) == set(TOPOLOGY.participants)
    assert {slug for slug, found in ACCESS.organisations.items() if "representative" in found.roles} == set(TOPOLOGY.partners)
    assert [slug for slug, found in ACCESS.organisations.items() if "youth-office" in found.roles] == ["landkreis-jugendamt"]
    assert "coordinator" not in ACCESS.organisations["landkreis-jugendamt"].roles


def test_tokens_are_issued_per_organisation_and_role_and_a_representative_has_a_deputy() -> None:
    accounts = [one.account for one in ISSUED]
    assert len(set(accounts)) == len(accounts)
    assert len({one.token for one in ISSUED}) == len(ISSUED)
    assert [one.account for one in ISSUED if one.organisation == "vg-landstuhl"] == [
        "caseworker@vg-landstuhl",
        "volunteer-coordinator@vg-landstuhl",
        "representative@vg-landstuhl",
        "deputy@vg-landstuhl",
    ]
    assert {one.role for one in ISSUED if one.account == "deputy@jobcenter"} == {"representative"}


@pytest.fixture
def door(tmp_path: Path) -> Door:
    file = tmp_path / "tokens.json"
    file.write_text(json.dumps([one.model_dump() for one in ISSUED]), "utf-8")
    return Door.load(file, ROOT / "agreement" / "access.toml")


@pytest.mark.parametrize("one", ISSUED, ids=lambda one: one.account)
def test_every_issued_token_opens_the_door_to_its_account(door: Door, one: Issued) -> None:
    found = door.authenticate(f"Bearer {one.token}")
    assert found == Principal(one.account, one.organisation, one.role, frozenset(ACCESS.organisations[one.organisation].facets))
    assert door.authenticate(f"bearer  {one.token} ") == found


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "auth.missing"),
        ("", "auth.missing"),
        ("Bearer", "auth.missing"),
        ("Bearer   ", "auth.missing"),
        ("Basic YTpi", "auth.missing"),
        (ISSUED[0].token, "auth.missing"),
        (f"Bearer {ISSUED[0].token}x", "auth.unknown"),
        (f"Bearer {ISSUED[0].token[:-1]}", "auth.unknown"),
        (f"Bearer {ISSUED[0].token},{ISSUED[1].token}", "auth.unknown"),
        ("Bearer grüße", "auth.unknown"),
    ],
)
def test_no_request_is_anonymous(door: Door, header: str | None, code: str) -> None:
    with pytest.raises(Unauthenticated) as refusal:
        door.authenticate(header)
    assert refusal.value.code == code


@pytest.mark.parametrize(("organisation", "role"), [("landkreis-jugendamt", "coordinator"), ("caritas-evil", "caseworker")])
def test_a_token_for_a_role_the_organisation_does_not_have_is_nobody(organisation: str, role: Role) -> None:
    token = "a" * 43
    door = Door(Tokens([Issued(token=token, account="x", organisation=organisation, role=role)]), ACCESS)
    with pytest.raises(Unauthenticated):
        door.authenticate(f"Bearer {token}")


def test_tokens_are_kept_as_hashes_only(door: Door) -> None:
    assert ISSUED[0].token not in repr(vars(door.tokens))
    assert ISSUED[0].token not in repr(ISSUED[0])


def test_a_token_file_that_does_not_load_does_not_tell_its_tokens(tmp_path: Path) -> None:
    file = tmp_path / "tokens.json"
    file.write_text(json.dumps([{"token": "short-secret", "account": "a", "organisation": "b", "role": "operator"}]), "utf-8")
    with pytest.raises(ValidationError) as failure:
        Tokens.load(file)
    assert "short-secret" not in str(failure.value)


def test_r48_after_the_term_casework_has_no_basis_and_figures_go_on(door: Door) -> None:
    over = Door(door.tokens, door.access, may_work=lambda organisation: organisation != "caritas")
    with pytest.raises(Forbidden) as refusal:
        over.scope(who("caseworker"), "language", "casework")
    assert refusal.value.code == "auth.term_over"
    assert over.scope(who("caseworker"), "language", "steering").level == "counts"
    assert over.scope(who("caseworker", organisation="diakonie"), "language", "casework").level == "own"
