"""Calling a ballot: each rule that must hold is a function of its own, in the order in which they are asked."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from services.reporting.decision.ballot_terms import (
    BallotTerms,
    Dossier,
    Elector,
    Motion,
    Procedure,
)
from services.reporting.decision.policy import EXTENSIONS, DecisionPolicy
from services.reporting.decision.roster import electorate
from services.reporting.decision.term_state import Outcome, Term, chaired
from shared.calendar import add_months, local_day
from shared.contracts.codes import Slug
from shared.decider import Refused
from shared.messages import Command, Event


class CallBallot(Command):
    """`announced_quorum_free`: the call says that it needs no quorum (§ 90(2) VwVfG by analogy)."""

    cooperation: Slug
    ballot: UUID
    motion: Motion
    procedure: Procedure = "written"
    closes_on: date
    announced_quorum_free: bool = False
    at: datetime
    partner: str


class BallotCalled(Event, name="term.BallotCalled"):
    ballot: UUID
    terms: BallotTerms


class Call(NamedTuple):
    """The wish beside what it is judged by."""

    wish: CallBallot
    term: Term
    policy: DecisionPolicy
    ends: date
    today: date


def term_is_in_force(call: Call) -> None:
    if not call.term.in_force(call.wish.at):
        raise Refused("term.not_in_force", "cooperation", ends=call.ends)


def no_other_ballot_runs(call: Call) -> None:
    if call.term.running is not None:
        raise Refused("term.ballot_running", "ballot", ballot=call.term.running.ballot)


def ballot_is_new(call: Call) -> None:
    earlier = [c.ballot for c in call.term.calls] + [c.ballot for e in call.term.extensions for c in e.calls]
    if call.wish.ballot in earlier:
        raise Refused("term.ballot_known", "ballot")


def question_is_open(call: Call) -> None:
    if call.term.had(Outcome.CARRIED):
        raise Refused("term.already_decided", "motion")


def a_repeat_is_left(call: Call) -> None:
    """Void ballots do not count: there, nobody has answered."""
    if len(call.term.failed) > call.policy.repeats:
        raise Refused("term.no_repeat_left", "ballot", repeats=call.policy.repeats)


def option_exists(call: Call) -> None:
    if call.wish.motion.option not in call.policy.options:
        raise Refused("term.option_unknown", "motion.option", options=", ".join(call.policy.options))


def extension_has_its_end(call: Call) -> None:
    motion = call.wish.motion
    if motion.option not in EXTENSIONS and motion.until is not None:
        raise Refused("term.motion_has_no_end", "motion.until")
    if motion.option in EXTENSIONS and (motion.until is None or motion.until <= call.ends):
        raise Refused("term.motion_needs_end", "motion.until", ends=call.ends)


def partners_deliberated(call: Call) -> None:
    if call.term.preparation.held is None:
        raise Refused("term.not_deliberated", "cooperation")


def figures_were_frozen_in_time(call: Call) -> None:
    frozen = call.term.preparation.dossier
    earliest = None if frozen is None else frozen.on + timedelta(days=call.policy.dossier_days)
    if earliest is None or call.today < earliest:
        raise Refused("term.dossier_not_frozen", "cooperation", days=call.policy.dossier_days, earliest=earliest or "–")


def figures_know_this_policy(call: Call) -> None:
    frozen = call.term.preparation.dossier
    if frozen and frozen.dossier.policy_version != call.policy.key:
        raise Refused("term.dossier_of_other_policy", "cooperation", policy=call.policy.key)


def it_closes_within_the_term(call: Call) -> None:
    """Before the term's last day: the result must be known while there still is a term to extend."""
    if not call.today <= call.wish.closes_on < call.ends:
        raise Refused("term.closes_outside", "closes_on", today=call.today, ends=call.ends)


def nobody_objected_to_writing(call: Call) -> None:
    """R46: after an objection only a meeting can decide."""
    if call.wish.procedure != "written":
        return
    if call.policy.written_procedure == "never" or call.term.had(Outcome.OBJECTED):
        raise Refused("term.meeting_needed", "procedure")


def no_quorum_only_where_the_first_call_lacked_it(call: Call) -> None:
    """The same matter, put off for lack of a quorum: then a second call may say that it needs none."""
    if not call.wish.announced_quorum_free:
        return
    last = call.term.failed[-1:]
    matter = [c for c in last if c.outcome == Outcome.INQUORATE and c.motion == call.wish.motion]
    if call.policy.quorum_free_repeat == "never" or not matter:
        raise Refused("term.quorum_needed", "announced_quorum_free")


RULES: tuple[Callable[[Call], None], ...] = (
    ballot_is_new,
    term_is_in_force,
    no_other_ballot_runs,
    question_is_open,
    a_repeat_is_left,
    option_exists,
    extension_has_its_end,
    partners_deliberated,
    figures_were_frozen_in_time,
    figures_know_this_policy,
    it_closes_within_the_term,
    nobody_objected_to_writing,
    no_quorum_only_where_the_first_call_lacked_it,
)


def needs_special_majority(motion: Motion, ends: date, policy: DecisionPolicy) -> bool:
    """More than a plain extension: another purpose, other controllers, or a new term longer than `plain_months`."""
    begins = ends + timedelta(days=1)
    longest = add_months(begins, policy.plain_months) - timedelta(days=1)
    return motion.purpose_changed or motion.new_controllers or (motion.until is not None and motion.until > longest)


def decide(wish: CallBallot, term: Term) -> list[Event]:
    agreement = chaired(term, wish.partner)
    call = Call(wish, term, agreement.policy, term.ends or agreement.ends, local_day(wish.at))
    for rule in RULES:
        rule(call)
    frozen = term.preparation.dossier
    electors = electorate(term.parties, agreement.policy, call.today)
    if frozen is None or not electors:
        raise Refused("term.no_electorate", "cooperation")
    return [BallotCalled(on=call.today, ballot=wish.ballot, terms=_terms(call, agreement.coordinator, electors, frozen.dossier))]


def _terms(call: Call, chair: Slug, electors: tuple[Elector, ...], dossier: Dossier) -> BallotTerms:
    wish = call.wish
    return BallotTerms(
        cooperation=wish.cooperation,
        chair=chair,
        motion=wish.motion,
        electorate=electors,
        policy=call.policy,
        special_majority=needs_special_majority(wish.motion, call.ends, call.policy),
        quorum_free=wish.announced_quorum_free,
        procedure=wish.procedure,
        closes_on=wish.closes_on,
        dossier=dossier,
    )
