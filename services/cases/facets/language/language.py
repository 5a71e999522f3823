"""The facet Sprache as one decider: a phase decides on its own facts, then the rules say what follows."""

from collections.abc import Sequence
from functools import reduce

from services.cases.facets.language import attendance, enrolment, entitlement, exam, lapse, need, obligation, offer
from services.cases.facets.language.attempt import occupied
from services.cases.facets.language.rules import RULES, used_in_time
from services.cases.facets.language.state import Language, evolve
from shared.decider import Decider, Refused
from shared.law import Law
from shared.messages import Command, Event
from shared.ruled import ruled

LanguageCommands = (
    need.NeedCommand
    | offer.OfferCommand
    | entitlement.EntitlementCommand
    | obligation.ObligationCommand
    | enrolment.EnrolmentCommand
    | attendance.AttendanceCommand
    | lapse.LapseCommand
    | exam.ExamCommand
)
"""Every command of the facet, for the table in `commands.py`."""


def language(law: Law) -> Decider[Language]:
    """Stream `language-<person>`. Refuses what cannot be true in itself, and what a human must settle first."""
    return ruled(Language(), _with_one_place, RULES, evolve, law)


def _with_one_place(command: Command, state: Language, law: Law) -> Sequence[Event]:
    events = _phase(command, state, law)
    _one_place(state, reduce(evolve, events, state))
    return events


def _phase(command: Command, state: Language, law: Law) -> Sequence[Event]:
    if isinstance(command, need.NeedCommand):
        return need.decide(command, state.need)
    if isinstance(command, offer.OfferCommand):
        return offer.decide(command, state.offers)
    if isinstance(command, entitlement.EntitlementCommand):
        return entitlement.decide(command, state.entitlements, law, _used(command, state))
    if isinstance(command, obligation.ObligationCommand):
        return obligation.decide(command, state.obligations)
    if isinstance(command, enrolment.EnrolmentCommand):
        return enrolment.decide(command, state.attempts, law)
    if isinstance(command, attendance.AttendanceCommand):
        return attendance.decide(command, state.attempts, law)
    if isinstance(command, lapse.LapseCommand):
        return lapse.decide(command, state.attempts, state.entitlements)
    if isinstance(command, exam.ExamCommand):
        return exam.decide(command, state.exams, law)
    raise TypeError(f"{type(command).__name__} is no command of this facet")


def _one_place(before: Language, after: Language) -> None:
    """N18: one enrolment at a time. Which of two is true, a human must settle."""
    held, now = occupied(before.attempts), occupied(after.attempts)
    if now - held and len(now) > 1:
        raise Refused("language.already_enrolled", "course", course=min(now & held or now))


def _used(command: entitlement.EntitlementCommand, state: Language) -> bool:
    if not isinstance(command, entitlement.ExpireEntitlement):
        return False
    paper = entitlement.find(state.entitlements, command.programme, command.issued)
    return paper is not None and used_in_time(paper, state.attempts)
