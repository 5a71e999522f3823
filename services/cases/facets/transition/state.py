"""All that is known of one person's change-over: one part per phase of it, each folded in its own file."""

from dataclasses import dataclass, field, replace
from datetime import date

from services.cases.facets.transition import alarms, applying, benefits, documents, home, housing
from services.cases.facets.transition.applying import Application
from services.cases.facets.transition.benefits import Benefits
from services.cases.facets.transition.causes import Cause, CauseFound, CauseLost, CompetenceDisputed, CompetenceSettled, first
from services.cases.facets.transition.closing import TransitionClosed, TransitionLeft
from services.cases.facets.transition.confirming import (
    OfEnd,
    ProposalWithdrawn,
    QuestionSettled,
    ReversalDue,
    TransitionConfirmed,
    TransitionCorrected,
    TransitionDoubted,
    TransitionProposed,
    TransitionReverted,
)
from services.cases.facets.transition.documents import Documents
from services.cases.facets.transition.gaps import Gaps, GapsFound
from services.cases.facets.transition.home import HomeNoted
from services.cases.facets.transition.housing import Housing
from services.cases.facets.transition.regimes import Regimes
from services.cases.status.claims import Aspect
from shared.calendar import ONE_DAY
from shared.contracts.codes import Slug
from shared.contracts.codes_transition import AlarmKind, TransitionExit, TransitionQuestion
from shared.messages import Event, Message


@dataclass(frozen=True)
class Transition:
    """`causes`: by reference. `proposed`: the cause that stands as a proposal. `confirmed`: the last day with AsylbLG.
    `doubted`: which other day was last held against it. `revoked`: the day with which the protection ended that it rested on.
    `homes`: Verbandsgemeinden, by first day; `office`: the one that sees to what must still happen.
    `heard_to`: the latest day that anything was said about: what is found from a report of an earlier day, is found on this one, so
    that it never stands before what it undoes. `asked`: what officials have been asked and not answered.
    """

    causes: dict[str, Cause] = field(default_factory=dict)
    disputed: tuple[str, ...] = ()
    proposed: Cause | None = None
    confirmed: date | None = None
    doubted: tuple[date, date | None] | None = None
    revoked: date | None = None
    reversal_due: date | None = None
    regimes: Regimes = field(default_factory=Regimes)
    homes: dict[date, Slug] = field(default_factory=dict)
    office: Slug | None = None
    application: Application = field(default_factory=Application)
    benefits: Benefits = field(default_factory=Benefits)
    documents: Documents = field(default_factory=Documents)
    housing: Housing = field(default_factory=Housing)
    alarms: dict[AlarmKind, date] = field(default_factory=dict)
    gaps: Gaps = field(default_factory=Gaps)
    closed: date | None = None
    exit: TransitionExit | None = None
    heard_to: date = date.min
    asked: frozenset[TransitionQuestion] = frozenset()

    @property
    def end(self) -> date | None:
        """The last day with AsylbLG: as confirmed, else as proposed."""
        return self.confirmed or (self.proposed.end if self.proposed else None)

    @property
    def concerns_both(self) -> bool:
        """An end is in sight, or who is competent is in dispute: from then on both offices work on it."""
        return self.end is not None or bool(self.disputed)

    @property
    def answered(self) -> dict[AlarmKind, date]:
        """What an alarm would ask for, and since when it is there."""
        return alarms.answers(self.application, self.benefits)

    @property
    def protected(self) -> bool:
        """A decision still ends what applies now, or a title of after the revocation; an older one is the paper of what is gone."""
        return any(_of_decision(name) or (self.revoked and cause.earliest > self.revoked) for name, cause in self._causes_now.items())

    @property
    def _causes_now(self) -> dict[str, Cause]:
        """Those that end what applies now: what ended it before a reversal has had its effect."""
        since = self.regimes.reverted_on
        return {name: cause for name, cause in self.causes.items() if since is None or cause.end >= since}

    @property
    def first_cause(self) -> Cause | None:
        return first(self._causes_now)


def evolve(state: Transition, event: Event) -> Transition:
    since = state.regimes.reverted_on
    if since is None or event.on >= since:  # an application or a payment from before a reversal belongs to what was taken back
        application, paid = applying.evolve(state.application, event), benefits.evolve(state.benefits, event)
        state = replace(state, application=application, benefits=paid)
    state = replace(
        state,
        documents=documents.evolve(state.documents, event),
        housing=housing.evolve(state.housing, event),
        alarms=dict(alarms.evolve(state.alarms, event)),
        homes=dict(home.evolve(state.homes, event)),
        office=_office(event, state.office),
        # a move that lies ahead is not yet a day on which anything could be found
        heard_to=state.heard_to if isinstance(event, HomeNoted) else max(state.heard_to, event.on),
    )
    return _decided(_caused(state, event), event)


def _of_decision(reference: str) -> bool:
    return reference.startswith(f"{Aspect.OUTCOME}/")


def _office(event: Message, before: Slug | None) -> Slug | None:
    return event.office if isinstance(event, OfEnd) else before


def _caused(state: Transition, event: Event) -> Transition:
    match event:
        case CauseFound(reference=reference, cause=cause):
            revoked = None if _of_decision(reference) else state.revoked
            return replace(state, causes={**state.causes, reference: cause}, revoked=revoked)
        case CauseLost(reference=reference, revoked_on=revoked_on):
            causes = {name: cause for name, cause in state.causes.items() if name != reference}
            return replace(state, causes=causes, revoked=revoked_on or state.revoked)
        case CompetenceSettled(reference=reference):
            return replace(state, disputed=tuple(one for one in state.disputed if one != reference))
        case CompetenceDisputed(reference=reference):
            return replace(state, disputed=(*state.disputed, reference), asked=state.asked | {TransitionQuestion.DISPUTED})
        case TransitionProposed(cause=cause):
            return replace(state, proposed=cause)
        case ProposalWithdrawn():
            return replace(state, proposed=None)
    return state


def _decided(state: Transition, event: Event) -> Transition:
    match event:
        case TransitionConfirmed(end=end) | TransitionCorrected(end=end):
            regimes = state.regimes.to_sgb2(end + ONE_DAY)
            asked = state.asked & {TransitionQuestion.REVERSAL_DUE}
            return replace(state, confirmed=end, doubted=None, regimes=regimes, closed=None, exit=None, asked=asked)
        case TransitionDoubted(confirmed=confirmed, proposed=proposed):
            return replace(state, doubted=(confirmed, proposed), asked=state.asked | {TransitionQuestion.DOUBTED})
        case ReversalDue(revoked_on=day):
            return replace(state, reversal_due=day, asked=state.asked | {TransitionQuestion.REVERSAL_DUE})
        case QuestionSettled(question=question):
            doubted = None if question is TransitionQuestion.DOUBTED else state.doubted
            reversal_due = None if question is TransitionQuestion.REVERSAL_DUE else state.reversal_due
            return replace(state, doubted=doubted, reversal_due=reversal_due, asked=state.asked - {question})
        case TransitionReverted(on=on):
            # What comes next is a change-over of its own; papers and housing stay what they are.
            kept = Transition(
                state.causes, state.disputed, documents=state.documents, housing=state.housing, alarms=state.alarms, homes=state.homes
            )
            return replace(kept, regimes=state.regimes.back(on), heard_to=state.heard_to)
        case GapsFound(gaps=found):
            return replace(state, gaps=found)
        case TransitionClosed(on=on):
            return replace(state, closed=on)
        case TransitionLeft(on=on, exit=kind):
            return replace(state, closed=on, exit=kind)
    return state
