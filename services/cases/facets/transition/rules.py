"""What follows from facts, whichever came first. Each rule looks at the whole state and says what is new, or nothing."""

from collections.abc import Iterable
from datetime import date

from services.cases.facets.transition import alarms
from services.cases.facets.transition.confirming import (
    OfficeChanged,
    ProposalWithdrawn,
    QuestionSettled,
    ReversalDue,
    TransitionDoubted,
    of_end,
    proposal,
)
from services.cases.facets.transition.gaps import GapsFound, gaps
from services.cases.facets.transition.home import offices
from services.cases.facets.transition.state import Transition
from shared.contracts.codes_transition import AlarmKind, TransitionQuestion
from shared.law import Law
from shared.messages import Event
from shared.ruled import Rule


def r1_the_first_cause_is_proposed(state: Transition, on: date, law: Law) -> Iterable[Event]:
    """Until an official has decided. What is in dispute proposes nothing (R7)."""
    cause = None if state.disputed else state.first_cause
    if state.confirmed or state.closed or cause == state.proposed:
        return
    if cause is None:
        yield ProposalWithdrawn(on=on)
    else:
        yield proposal(cause, on, state.answered, state.homes, law)


def n2_a_confirmed_day_is_never_changed_by_the_system(state: Transition, on: date, law: Law) -> Iterable[Event]:
    """It asks an official to look again, once for each other day that comes up. A later decision gives no other day, and what a
    revocation asks is another question (R13).
    """
    if state.confirmed is None or state.closed or (state.revoked and not state.protected):
        return
    other = state.first_cause.end if state.first_cause else None
    as_proposed = state.proposed.end if state.proposed else None
    if other not in (state.confirmed, as_proposed) and state.doubted != (state.confirmed, other):
        yield TransitionDoubted(on=on, confirmed=state.confirmed, proposed=other)


def r13_after_a_revocation_a_human_decides_on_the_way_back(state: Transition, on: date, law: Law) -> Iterable[Event]:
    if state.confirmed and state.revoked and not state.protected and state.reversal_due != state.revoked:
        yield ReversalDue(on=on, revoked_on=state.revoked)


def a_question_that_has_answered_itself_is_settled(state: Transition, on: date, law: Law) -> Iterable[Event]:
    as_proposed = {state.confirmed, state.proposed.end if state.proposed else None}
    answered = {
        TransitionQuestion.DISPUTED: not state.disputed,
        TransitionQuestion.DOUBTED: state.first_cause is not None and state.first_cause.end in as_proposed,
        TransitionQuestion.REVERSAL_DUE: state.protected,
    }
    for question in sorted(state.asked):
        if answered[question]:
            yield QuestionSettled(on=on, question=question)


def r9_what_must_happen_is_seen_to_where_the_person_lives(state: Transition, on: date, law: Law) -> Iterable[Event]:
    """After a move the periods are the new Verbandsgemeinde's. A plan from before homes were noted keeps its offices."""
    if state.end is None or state.closed or state.office is None:
        return
    if offices(state.homes, state.end, law)[0] != state.office:
        yield OfficeChanged(on=on, **of_end(state.end, state.answered, state.homes, law))


def gaps_are_counted_anew(state: Transition, on: date, law: Law) -> Iterable[Event]:
    found = gaps(state.end, state.application, state.benefits)
    if found != state.gaps:
        yield GapsFound(on=on, gaps=found)


def n7_an_alarm_ends_with_its_ground(state: Transition, on: date, law: Law) -> Iterable[Event]:
    return alarms.ended(state.alarms, state.answered, planned(state, law), on)


def planned(state: Transition, law: Law) -> dict[AlarmKind, date]:
    """The day of each alarm as things stand; none once the change-over is over, or while nothing is known to end. Raises NoLaw."""
    return alarms.alarm_days(state.end, law) if state.end and not state.closed else {}


RULES: tuple[Rule[Transition], ...] = (
    r1_the_first_cause_is_proposed,
    n2_a_confirmed_day_is_never_changed_by_the_system,
    r13_after_a_revocation_a_human_decides_on_the_way_back,
    a_question_that_has_answered_itself_is_settled,
    r9_what_must_happen_is_seen_to_where_the_person_lives,
    gaps_are_counted_anew,
    n7_an_alarm_ends_with_its_ground,
)
