"""R34: no referral without a basis that covers recipient, purpose and data."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.referrals.basis import Basis, ConsentBasis, DataClass, Purpose, Reach, Statute, StatutoryBasis, covered
from shared.decider import Refused

ON = date(2016, 9, 5)
CONSENT = UUID("2f8ce3c6-9c73-4e2d-8b2a-5d3b4b8c2016")
REACH = Reach(recipient="caritas", purpose=Purpose.HOUSING, data=(DataClass.CONTACT, DataClass.HOUSEHOLD))


def ask(basis: Basis | None, **changed: Any) -> Basis:
    asked: dict[str, Any] = {"recipient": "caritas", "purpose": Purpose.HOUSING, "data": (DataClass.CONTACT,), "on": ON} | changed
    return covered(basis, **asked)


@pytest.mark.parametrize("basis", [StatutoryBasis(statute=Statute.PUBLIC_TASK, reach=REACH), ConsentBasis(consent=CONSENT, reach=REACH)])
def test_r34_a_statute_or_a_consent_that_reaches_far_enough(basis: Basis) -> None:
    assert ask(basis) == basis


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"recipient": "diakonie"}, "referral.basis_other_recipient", "basis"),
        ({"purpose": Purpose.JOB_SEARCH}, "referral.basis_other_purpose", "basis"),
        ({"data": (DataClass.CONTACT, DataClass.HEALTH)}, "referral.basis_other_data", "data"),
    ],
)
def test_r34_a_basis_that_does_not_reach_is_none(changed: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        ask(StatutoryBasis(statute=Statute.PUBLIC_TASK, reach=REACH), **changed)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_r34_only_the_data_beyond_are_named() -> None:
    with pytest.raises(Refused) as refusal:
        ask(StatutoryBasis(statute=Statute.PUBLIC_TASK, reach=REACH), data=(DataClass.HEALTH, DataClass.CONTACT, DataClass.BENEFITS))
    assert refusal.value.details == {"data": "benefits, health"}


def test_r34_without_any_basis() -> None:
    with pytest.raises(Refused) as refusal:
        ask(None)
    assert refusal.value.code == "referral.basis_missing"


def test_r34_a_consent_carries_until_its_last_day_inclusive() -> None:
    basis = ConsentBasis(consent=CONSENT, reach=REACH, until=ON)
    assert ask(basis) == basis
    with pytest.raises(Refused) as refusal:
        ask(basis, on=date(2016, 9, 6))
    assert refusal.value.code == "referral.consent_expired"


@given(st.sets(st.sampled_from(DataClass), min_size=1), st.sets(st.sampled_from(DataClass), min_size=1))
def test_r34_data_are_covered_exactly_when_all_are_within_the_reach(allowed: set[DataClass], asked: set[DataClass]) -> None:
    reach = Reach(recipient="caritas", purpose=Purpose.HOUSING, data=tuple(allowed))
    try:
        ask(StatutoryBasis(statute=Statute.PUBLIC_TASK, reach=reach), data=tuple(asked))
        passed = True
    except Refused:
        passed = False
    assert passed == all(each in allowed for each in asked)
