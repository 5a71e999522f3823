"""R1, R6, R7, N1: which day is proposed, by which rule, and when nothing is."""

from datetime import date
from typing import Any

import pytest

from services.cases.facets.transition.causes import CauseFound, CauseLost, CompetenceDisputed, ConsiderTitle
from services.cases.facets.transition.confirming import ProposalWithdrawn, TransitionProposed
from services.cases.status.standing import Standing
from shared.contracts.codes import Outcome, TitleKind
from shared.messages import Command
from tests.services.cases.facets.language.said import PERSON
from tests.services.cases.facets.transition.said import FEB_1, FEB_28, JAN_31, SECOND, confirmed, names, stands, state, told


def proposed(*commands: Command) -> TransitionProposed:
    (*_, found) = [event for event in told(*commands) if isinstance(event, TransitionProposed)]
    return found


def test_r1_served_on_the_last_of_january_asylblg_ends_that_day() -> None:
    found = proposed(stands(JAN_31))
    assert (found.end, found.earliest_sgb2) == (JAN_31, FEB_1)
    assert (found.cause.applied.rule, found.cause.applied.paragraph) == (
        "transition.basis.refugee",
        "§ 1 Abs. 3 AsylbLG, § 67 Abs. 1 Nr. 6 AsylG",
    )


def test_r6_deemed_service_on_2_february_moves_the_end_by_a_month() -> None:
    # posted Mon 30 Jan 2017, deemed served on the third day, Thu 2 Feb: the end of February
    assert proposed(stands(date(2017, 2, 2))).end == FEB_28


def test_n1_until_the_service_is_confirmed_both_days_are_shown_and_the_later_one_counts() -> None:
    found = proposed(stands(served_earliest=date(2017, 1, 30), served_latest=date(2017, 2, 2)))
    assert (found.cause.end_earliest, found.cause.end, found.end) == (JAN_31, FEB_28, FEB_28)
    assert proposed(stands(served_earliest=date(2017, 1, 30), served_latest=date(2017, 2, 2)), stands(date(2017, 1, 30))).end == JAN_31


def test_c2_the_first_of_a_month_belongs_to_that_month() -> None:
    # 1 Feb 00:00 in Berlin is 31 Jan 23:00 UTC: a day read from the instant would end a month too early
    assert proposed(stands(FEB_1)).end == FEB_28


def test_r7_a_partial_grant_with_a_suit_is_disputed_and_proposes_nothing() -> None:
    sued = stands(outcome=Outcome.SUBSIDIARY, partial=True, appeal_pending=True)
    assert names(told(sued)) == ["CompetenceDisputed"]
    assert names(told(sued, sued)) == ["CompetenceDisputed"]


def test_r7_what_had_been_proposed_is_withdrawn_when_a_suit_is_heard_of() -> None:
    final = stands(outcome=Outcome.SUBSIDIARY, partial=True, final_on=date(2017, 2, 14))
    sued = stands(outcome=Outcome.SUBSIDIARY, partial=True, appeal_pending=True, on=date(2017, 2, 20))
    events = told(final, sued)
    assert names(events) == ["CauseFound", "Proposed", "CauseLost", "CompetenceDisputed", "ProposalWithdrawn"]


def test_r7_a_human_may_confirm_what_is_disputed_with_a_reason() -> None:
    sued = stands(outcome=Outcome.SUBSIDIARY, partial=True, appeal_pending=True)
    assert state(sued, confirmed(FEB_28, reason="offices_agreed")).confirmed == FEB_28


def test_c10_a_partial_grant_ends_the_benefits_with_its_finality() -> None:
    # served Sat 16 Apr 2016, final Mon 2 May 2016 (status): the end of May
    served, final = date(2016, 4, 16), date(2016, 5, 2)
    partial: dict[str, Any] = {"outcome": Outcome.SUBSIDIARY, "partial": True, "issued": date(2016, 4, 11)}
    assert told(stands(served, **partial)) == []
    assert proposed(stands(served, **partial), stands(served, **partial, final_on=final)).end == date(2016, 5, 31)


def test_c11_a_court_order_that_is_not_final_ends_them_for_asylum_only_and_until_2019() -> None:
    ruled: dict[str, Any] = {"by_court": True, "issued": date(2017, 1, 23)}
    assert proposed(stands(None, Outcome.ASYLUM, **ruled)).end == JAN_31
    assert told(stands(None, Outcome.REFUGEE, **ruled)) == []
    assert told(stands(None, Outcome.ASYLUM, by_court=True, issued=date(2019, 10, 7))) == []
    assert proposed(stands(None, Outcome.REFUGEE, **ruled, final_on=date(2017, 2, 27))).end == FEB_28


def test_a_removal_ban_ends_them_with_the_month_of_its_title() -> None:
    title = ConsiderTitle(person=PERSON, on=date(2017, 2, 10), kind=TitleKind.REMOVAL_BAN, valid_until=date(2018, 2, 9))
    assert told(stands(outcome=Outcome.REMOVAL_BAN)) == []
    assert proposed(title).end == FEB_28


def test_a_title_of_six_months_ends_nothing_a_longer_one_does() -> None:
    # § 1(2) AsylbLG: total validity of more than six months; from 10 Feb: until 10 Aug is not more
    def title(last: date) -> ConsiderTitle:
        return ConsiderTitle(person=PERSON, on=date(2017, 2, 10), kind=TitleKind.OTHER, valid_until=last)

    assert told(title(date(2017, 8, 10))) == []
    assert proposed(title(date(2017, 8, 11))).end == FEB_28


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.REJECTED_UNFOUNDED, Outcome.INADMISSIBLE, Outcome.DISCONTINUED])
def test_what_grants_no_protection_ends_nothing(outcome: Outcome) -> None:
    assert told(stands(outcome=outcome)) == []


def test_what_is_contested_proposes_nothing_and_takes_a_proposal_back() -> None:
    assert told(stands(contested=("service",))) == []
    (lost, withdrawn) = told(stands(), stands(contested=("service",)))[2:]
    assert isinstance(lost, CauseLost) and isinstance(withdrawn, ProposalWithdrawn)


def test_of_two_causes_the_first_counts_whichever_was_heard_of_first() -> None:
    early = stands(JAN_31)
    late = stands(date(2017, 3, 7)).model_copy(
        update={
            "standing": Standing(
                decision=SECOND,
                outcome=Outcome.ASYLUM,
                issued=date(2017, 3, 1),
                served_earliest=date(2017, 3, 7),
                served_latest=date(2017, 3, 7),
            )
        }
    )
    assert state(early, late).proposed == state(late, early).proposed == state(early).proposed


def test_a_repeated_report_tells_nothing_new() -> None:
    assert names(told(stands(), stands())) == ["CauseFound", "Proposed"]
    assert {type(event) for event in told(stands())} == {CauseFound, TransitionProposed}
    assert CompetenceDisputed not in {type(event) for event in told(stands())}


def test_r7_when_the_suit_is_over_nothing_is_asked_any_more_and_the_final_decision_proposes() -> None:
    sued = stands(outcome=Outcome.SUBSIDIARY, partial=True, appeal_pending=True)
    final = stands(outcome=Outcome.SUBSIDIARY, partial=True, final_on=date(2017, 5, 8), on=date(2017, 5, 8))
    assert names(told(sued, final))[1:] == ["CompetenceSettled", "CauseFound", "Proposed", "QuestionSettled"]
    refused = stands(outcome=Outcome.REJECTED, on=date(2017, 5, 8))
    assert names(told(sued, refused))[1:] == ["CompetenceSettled", "QuestionSettled"]


def test_what_is_found_from_a_late_report_is_found_after_what_it_undoes() -> None:
    """Else the withdrawal would stand before the proposal, and the proposal for ever."""
    (*_, withdrawn) = told(stands(), stands(contested=("service",), on=date(2017, 1, 20)))
    assert withdrawn == ProposalWithdrawn(on=JAN_31)


def test_c11_an_order_for_asylum_counts_from_its_month_when_it_is_final_too() -> None:
    # § 1(3) Nr. 2 (old): the month of the order of 23 Jan 2017, "even if not final"; that it is final on 27 Feb adds nothing
    ruled: dict[str, Any] = {"by_court": True, "issued": date(2017, 1, 23)}
    final = stands(None, Outcome.ASYLUM, **ruled, final_on=date(2017, 2, 27), on=date(2017, 2, 27))
    assert proposed(final).end == JAN_31
    assert "Doubted" not in names(told(stands(None, Outcome.ASYLUM, **ruled), confirmed(), final))


def test_a_title_that_ran_out_before_the_decision_belongs_to_an_earlier_stay() -> None:
    # held from 1 Mar 2013 to 28 Feb 2014; the decision was served on 31 Jan 2017
    old = ConsiderTitle(person=PERSON, on=date(2013, 3, 1), kind=TitleKind.OTHER, valid_until=date(2014, 2, 28))
    assert proposed(old, stands(JAN_31)).end == proposed(stands(JAN_31), old).end == JAN_31
    held = ConsiderTitle(person=PERSON, on=date(2016, 3, 1), kind=TitleKind.OTHER, valid_until=JAN_31)
    assert proposed(held, stands(JAN_31)).end == date(2016, 3, 31)
