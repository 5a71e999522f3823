from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.decision.ballot_rules import count
from services.reporting.decision.policy import Share
from services.reporting.decision.tally import Vote
from tests.services.reporting.decision.examples import CLOSES, P2016, elector, terms, votes

choices = st.sampled_from(["yes", "no", "abstain"])
some_votes = st.dictionaries(
    st.integers(1, 20).map(lambda n: f"p{n}"), st.builds(Vote, choice=choices, subject_to_ratification=st.booleans())
)
some_departures = st.dictionaries(st.integers(1, 20).map(lambda n: f"p{n}"), st.dates(date(2017, 5, 1), date(2017, 7, 1)))


def test_r42_a_tie_of_seven_to_seven_is_not_carried() -> None:
    result = count(terms(14), votes(yes=7, no=7), {})
    assert result.quorate
    assert not result.carried
    assert "7 Ja = 7 Nein: Stimmengleichheit, das ist Ablehnung." in result.words_de


def test_r43_abstentions_count_for_the_quorum_and_not_for_the_majority() -> None:
    result = count(terms(14), votes(yes=3, no=2, abstain=3), {})
    assert (result.participation, result.quorum, result.quorate, result.carried) == (8, 8, True, True)
    assert not result.carried_by_all_members
    assert result.words_de == (
        "14 Stimmberechtigte. Beteiligung 8 ≥ 8 (mehr als 1/2 von 14): beschlussfähig. 3 Ja > 2 Nein: Mehrheit. "
        "Enthaltungen 3, unter Vorbehalt und darum nicht gezählt 0, nicht abgegeben 6. Angenommen."
    )
    assert result.words_en == (
        "14 entitled to vote. Participation 8 ≥ 8 (more than 1/2 of 14): quorate. 3 yes > 2 no: majority. "
        "Abstentions 3, conditional and therefore not counted 0, not cast 6. Carried."
    )


def test_r44_seven_of_fourteen_are_no_quorum() -> None:
    result = count(terms(14), votes(yes=7), {})
    assert (result.participation, result.quorum, result.quorate, result.carried) == (7, 8, False, False)
    assert "Beteiligung 7 < 8 (mehr als 1/2 von 14): nicht beschlussfähig." in result.words_de


@pytest.mark.parametrize(("voters", "quorum"), [(13, 7), (14, 8), (15, 8)])
def test_d1_the_quorum_is_more_than_half_of_the_electorate(voters: int, quorum: int) -> None:
    assert count(terms(voters), votes(yes=quorum), {}).quorate
    assert not count(terms(voters), votes(yes=quorum - 1), {}).quorate


def test_d1_fifteen_voters_tie_as_soon_as_one_is_absent() -> None:
    assert not count(terms(15), votes(yes=7, no=7), {}).carried
    assert count(terms(15), votes(yes=8, no=7), {}).carried


def test_d1_eight_of_fourteen_are_a_majority_of_all_members() -> None:
    assert count(terms(14), votes(yes=8, no=6), {}).carried_by_all_members
    assert not count(terms(14), votes(yes=7, no=1), {}).carried_by_all_members


def test_more_than_a_plain_extension_needs_more_than_half_of_the_electorate() -> None:
    missed = count(terms(14, special_majority=True), votes(yes=7, no=1), {})
    assert not missed.carried
    assert "Besondere Mehrheit: 7 Ja < 8 (mehr als 1/2 von 14): verfehlt." in missed.words_de
    assert count(terms(14, special_majority=True), votes(yes=8, no=6), {}).carried


def test_a_second_call_that_announced_it_needs_no_quorum_but_still_a_majority() -> None:
    result = count(terms(14, quorum_free=True), votes(yes=2, no=1), {})
    assert result.quorate and result.carried
    assert "needs no quorum, as it announced" in result.words_en
    assert not count(terms(14, quorum_free=True), {}, {}).carried


def test_n19_a_conditional_vote_is_neither_a_yes_nor_a_participation() -> None:
    result = count(terms(14), votes(yes=7, conditional=1), {})
    assert (result.yes, result.conditional, result.participation, result.quorate) == (7, 1, 7, False)
    assert "unter Vorbehalt und darum nicht gezählt 1" in result.words_de


def test_n6_a_partner_that_left_before_the_close_has_no_vote_and_the_denominators_show_it() -> None:
    # p1 voted yes and was a member until 8 June 24:00, the ballot closed on 9 June 24:00: 13 are left, quorum 7
    result = count(terms(14), votes(yes=8), {"p1": date(2017, 6, 8)})
    assert (result.void, result.electorate, result.quorum, result.yes, result.carried) == (1, 13, 7, 7, True)
    assert result.words_de.startswith("14 Stimmberechtigte bei Eröffnung, 1 vor dem Schluss ausgeschieden (p1): 14 − 1 = 13.")


def test_n6_a_partner_that_leaves_with_the_closing_day_was_a_member_to_its_last_second() -> None:
    assert count(terms(14), votes(yes=8), {"p1": CLOSES}).void == 0


def test_n6_a_departure_known_at_the_opening_counts_as_well() -> None:
    leaving = elector(2).model_copy(update={"last_day": date(2017, 5, 31)})
    assert count(terms(electorate=(elector(1), leaving)), {}, {}).electorate == 1


def test_a_policy_may_count_abstentions_for_the_majority() -> None:
    of_those_present = P2016.model_copy(update={"abstention_counts_for_majority": True})
    result = count(terms(14, policy=of_those_present), votes(yes=4, no=2, abstain=2), {})
    assert not result.carried
    assert "4 Ja = 4 Nein und Enthaltungen" in result.words_de


@given(st.integers(1, 200))
def test_the_least_number_above_a_half_is_above_it_and_the_one_before_is_not(members: int) -> None:
    least = Share(numerator=1, denominator=2).least(members)
    assert 2 * least > members >= 2 * (least - 1)


@given(st.integers(1, 20), some_votes, some_departures, st.booleans(), st.booleans())
def test_the_totals_always_add_up(voters: int, cast: dict[str, Vote], left: dict[str, date], special: bool, free: bool) -> None:
    result = count(terms(voters, special_majority=special, quorum_free=free), cast, left)
    assert result.yes + result.no + result.abstained + result.conditional + result.silent == result.electorate
    assert result.electorate + result.void == len(result.roll) == voters
    assert result.carried <= (result.quorate and result.yes > result.no)
    assert result.carried_by_all_members <= result.carried
    assert result.words_de.endswith(".") and "{" not in result.words_de + result.words_en
