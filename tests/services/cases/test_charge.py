from datetime import date

from services.cases.charge import CaseFacet, ChargeGivenUp, ChargeTaken, GiveUpCharge, TakeCharge, charge
from tests.given import given
from tests.services.cases.facets.language.said import PERSON

DAY, TRANSITION = date(2016, 9, 1), CaseFacet.TRANSITION


def take(account: str = "caseworker@jobcenter", organisation: str = "jobcenter") -> TakeCharge:
    return TakeCharge(person=PERSON, on=DAY, facet=TRANSITION, actor=account, partner=organisation)


def give_up(organisation: str = "jobcenter") -> GiveUpCharge:
    return GiveUpCharge(person=PERSON, on=DAY, facet=TRANSITION, partner=organisation)


taken = ChargeTaken(on=DAY, facet=TRANSITION, organisation="jobcenter", account="caseworker@jobcenter")
given_up = ChargeGivenUp(on=DAY, facet=TRANSITION, organisation="jobcenter")


def test_an_account_takes_a_case_for_its_organisation() -> None:
    given(charge).when(take()).then(taken)
    given(charge, taken).when(take()).nothing_new()


def test_the_last_account_of_an_organisation_has_it_and_two_organisations_do_not_disturb_each_other() -> None:
    other = ChargeTaken(on=DAY, facet=TRANSITION, organisation="vg-landstuhl", account="caseworker@vg-landstuhl")
    state = given(charge, taken, other, taken.model_copy(update={"account": "second@jobcenter"})).state()
    assert (state.of(TRANSITION, "jobcenter"), state.of(TRANSITION, "vg-landstuhl")) == ("second@jobcenter", "caseworker@vg-landstuhl")
    assert state.of(CaseFacet.LANGUAGE, "jobcenter") is None


def test_what_was_taken_can_be_given_up_once() -> None:
    given(charge, taken).when(give_up()).then(given_up)
    given(charge, taken, given_up).when(give_up()).refused("charge.nobody", "facet")
    given(charge, taken).when(give_up("vg-landstuhl")).refused("charge.nobody", "facet")
