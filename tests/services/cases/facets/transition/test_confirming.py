"""R13, N2: an official confirms, corrects, takes back; the system asks, and never puts two regimes on a day."""

from datetime import date, timedelta

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as some

from services.cases.facets.transition.benefits import ConfirmFirstPayment, EndAsylbLGBenefit
from services.cases.facets.transition.causes import ConsiderTitle
from services.cases.facets.transition.closing import CloseTransition, ExitTransition, TransitionClosed
from services.cases.facets.transition.confirming import RevertTransition, TransitionDoubted
from services.cases.facets.transition.documents import ReceiveDocument
from services.cases.facets.transition.regimes import Regime, regime_on
from services.cases.status.standing import Standing
from shared.contracts.codes import Outcome, TitleKind
from shared.contracts.codes_transition import TransitionQuestion
from shared.decider import Refused
from shared.messages import Command
from tests.given import given
from tests.services.cases.facets.language.said import LAW, PERSON
from tests.services.cases.facets.transition.said import (
    FEB_1,
    FEB_28,
    JAN_31,
    SECOND,
    SOZIALAMT,
    applied,
    confirmed,
    crossing,
    names,
    stands,
    state,
    told,
    word,
)

REVOKED = date(2018, 5, 31)


def test_what_is_proposed_can_be_confirmed_and_only_then_the_regime_changes() -> None:
    assert regime_on(state(stands()).regimes, FEB_1) is Regime.ASYLBLG
    found = state(stands(), confirmed())
    assert (regime_on(found.regimes, JAN_31), regime_on(found.regimes, FEB_1)) == (Regime.ASYLBLG, Regime.SGB2)


def test_another_end_than_the_proposed_one_needs_a_reason_and_a_months_end() -> None:
    given(crossing, *told(stands())).when(confirmed(FEB_28)).refused("transition.reason_missing", "reason")
    given(crossing, *told(stands())).when(confirmed(date(2017, 2, 15), reason="input_error")).refused("transition.not_a_month_end", "end")
    given(crossing).when(confirmed()).refused("transition.reason_missing", "reason")
    assert names(told(stands(), confirmed(), confirmed(FEB_28, reason="service_proven")))[-1] == "Corrected"


def test_n2_a_second_decision_gives_no_second_change_over() -> None:
    more = Standing(
        decision=SECOND, outcome=Outcome.ASYLUM, issued=date(2017, 6, 1), served_earliest=date(2017, 6, 8), served_latest=date(2017, 6, 8)
    )
    second = stands().model_copy(update={"on": date(2017, 6, 8), "standing": more})
    assert names(told(second, after=told(stands(), confirmed())))[3:] == ["CauseFound"]


def test_n2_what_contradicts_a_confirmed_day_is_asked_about_once_and_changes_nothing() -> None:
    served_later = stands(date(2017, 2, 2))
    events = told(stands(), confirmed(), served_later, served_later)
    assert events[-1] == TransitionDoubted(on=date(2017, 2, 3), confirmed=JAN_31, proposed=FEB_28)
    assert crossing.fold(events).confirmed == JAN_31


def test_r13_a_revocation_asks_for_a_reversal_that_a_human_makes_and_the_past_stays_true() -> None:
    revoked = stands(revoked_on=REVOKED, on=REVOKED)
    events = told(stands(), confirmed(), applied(FEB_1), revoked)
    assert names(events)[-1] == "ReversalDue"
    assert regime_on(crossing.fold(events).regimes, date(2018, 7, 1)) is Regime.SGB2, "nothing goes back by itself"
    back = crossing.fold(told(word(RevertTransition, date(2018, 7, 1), SOZIALAMT), after=events))
    assert [regime_on(back.regimes, day) for day in (JAN_31, FEB_1, date(2018, 6, 30), date(2018, 7, 1))] == [
        Regime.ASYLBLG,
        Regime.SGB2,
        Regime.SGB2,
        Regime.ASYLBLG,
    ]
    assert (back.confirmed, back.application.received) == (None, None), "what comes next is a change-over of its own"


def test_r13_before_it_is_confirmed_a_revocation_takes_the_proposal_back() -> None:
    assert names(told(stands(), stands(revoked_on=REVOKED, on=REVOKED)))[2:] == ["CauseLost", "ProposalWithdrawn"]


def test_r13_only_a_change_over_that_has_begun_can_be_taken_back() -> None:
    given(crossing).when(word(RevertTransition, FEB_1)).refused("transition.nothing_to_revert")
    given(crossing, *told(stands(), confirmed())).when(word(RevertTransition, JAN_31)).refused("transition.reverted_before_it_began", "on")


def test_it_is_closed_when_the_end_is_confirmed_the_old_benefit_ended_and_the_new_one_paid() -> None:
    close = word(CloseTransition, date(2017, 3, 20))
    given(crossing, *told(stands(), confirmed())).when(close).refused("transition.not_done")
    steps = (stands(), confirmed(), word(EndAsylbLGBenefit, JAN_31, SOZIALAMT), word(ConfirmFirstPayment, date(2017, 2, 13)))
    (*_, closed) = told(*steps, close)
    assert isinstance(closed, TransitionClosed) and not closed.complete_at_handover
    papers = [word(ReceiveDocument, date(2017, 1, 20), document=kind) for kind in LAW.on(JAN_31, "transition.checklist").codes]
    (*_, closed) = told(*papers, *steps, close)
    assert isinstance(closed, TransitionClosed) and closed.complete_at_handover


ENDS = some.sampled_from([date(2017, 1, 31), FEB_28, date(2017, 3, 31), date(2017, 6, 30), date(2018, 12, 31)])
DAYS = some.integers(0, 900).map(lambda n: date(2017, 1, 1) + timedelta(days=n))
WISHES = some.one_of(
    ENDS.map(lambda end: confirmed(end, reason="offices_agreed")),
    DAYS.map(lambda day: word(RevertTransition, day)),
    DAYS.map(stands),
    DAYS.map(lambda day: stands(day, revoked_on=day + timedelta(days=60))),
    DAYS.map(applied),
)


@settings(max_examples=200, deadline=None)
@for_all(some.lists(WISHES, max_size=8))
def test_n2_whatever_is_said_in_whatever_order_no_day_has_two_regimes(wishes: list[Command]) -> None:
    found = crossing.initial
    for wish in wishes:
        try:
            found = crossing.fold(crossing.decide(wish, found), found)
        except Refused:
            continue
    changes = found.regimes.since
    assert list(changes) == sorted(set(changes)), "each stretch begins after the one before it"
    assert (found.confirmed is not None) == (found.regimes.current is Regime.SGB2)


def test_r13_what_ended_the_benefits_before_a_reversal_proposes_nothing_after_it() -> None:
    events = told(stands(), confirmed(), word(RevertTransition, date(2018, 7, 1), SOZIALAMT))
    assert names(events)[-1] == "Reverted"
    assert "Proposed" in names(told(stands(date(2018, 9, 3)), after=events)[len(events) :])


def test_a_doubt_that_a_corrected_report_dispels_is_settled() -> None:
    events = told(stands(), confirmed(), stands(date(2017, 2, 2)), stands(JAN_31))
    assert names(events)[-1] == "QuestionSettled"
    assert crossing.fold(events).asked == frozenset()


def test_to_correct_what_was_closed_or_left_opens_it_anew() -> None:
    left = told(stands(), word(ExitTransition, date(2017, 2, 3), exit="education"))
    assert crossing.fold(left).closed == date(2017, 2, 3)
    assert crossing.fold(told(confirmed(FEB_28, reason="offices_agreed"), after=left)).closed is None


def test_who_only_advises_decides_nothing() -> None:
    given(crossing, *told(stands())).when(word(type(confirmed()), FEB_1, "caritas", end=JAN_31)).refused("transition.not_an_official")


def test_r13_what_is_heard_late_of_the_former_change_over_does_not_count_for_the_next() -> None:
    events = told(stands(), confirmed(), word(RevertTransition, date(2018, 7, 1), SOZIALAMT), applied(FEB_1))
    assert crossing.fold(events).application.received is None
    assert crossing.fold(told(applied(date(2018, 9, 3)), after=events)).application.received == date(2018, 9, 3)


TITLE = ConsiderTitle(person=PERSON, on=date(2017, 2, 20), kind=TitleKind.REFUGEE, valid_until=date(2020, 2, 19))
GONE = stands(revoked_on=REVOKED, on=REVOKED)


def test_r13_whose_title_is_known_is_asked_about_too() -> None:
    """The title is the paper of the protection that is gone, and gives no other day for the change-over of 2017."""
    found = names(told(stands(), confirmed(), TITLE, GONE))
    assert found[-1] == "ReversalDue" and "Doubted" not in found


def test_r13_a_title_of_before_the_revocation_heard_late_answers_no_question() -> None:
    found = told(stands(), confirmed(), GONE, TITLE)
    assert not {"QuestionSettled", "Doubted"} & set(names(found))
    assert crossing.fold(found).asked == {TransitionQuestion.REVERSAL_DUE}


def test_r13_another_title_of_after_the_revocation_answers_it() -> None:
    other = ConsiderTitle(person=PERSON, on=date(2018, 8, 1), kind=TitleKind.OTHER, valid_until=date(2019, 7, 31))
    assert TransitionQuestion.REVERSAL_DUE not in crossing.fold(told(stands(), confirmed(), TITLE, GONE, other)).asked


def test_r13_who_was_protected_by_a_title_alone_is_asked_about_once() -> None:
    # a ban on removal ends AsylbLG with its title, 20 Jan 2017 to 19 Jan 2018
    ban = ConsiderTitle(person=PERSON, on=date(2017, 1, 20), kind=TitleKind.REMOVAL_BAN, valid_until=date(2018, 1, 19))
    gone = stands(outcome=Outcome.REMOVAL_BAN, revoked_on=REVOKED, on=REVOKED)
    events = told(stands(outcome=Outcome.REMOVAL_BAN), ban, confirmed(), gone)
    assert names(events)[-2:] == ["CauseLost", "ReversalDue"]
    given(crossing, *events).when(gone).nothing_new()


def test_to_revoke_what_protected_nobody_asks_nothing() -> None:
    given(crossing, *told(stands(), confirmed())).when(
        stands(decision=SECOND, outcome=Outcome.REJECTED, revoked_on=REVOKED, on=REVOKED)
    ).nothing_new()
