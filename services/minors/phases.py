"""A minor's file, by what was reached last; what ends it ends it until a court or the young adult opens it again."""

from services.minors.care import CareEnded, CareResumed, CareStarted, ProvisionalCareStarted
from services.minors.distribution import AssignmentReceived, DistributionExcluded, DistributionNotified, DistributionRegistered
from services.minors.helping import ClearingOpened, HelpPlanAgreed
from services.minors.state import Minor
from services.minors.young_adult import YoungAdultHelpStarted
from shared.contracts.codes_minors import CareEnd, MinorState
from shared.messages import Event

START = "[*]"

ENDS = {CareEnd.OTHER_YOUTH_OFFICE: MinorState.HANDED_OVER, CareEnd.ADULT: MinorState.FOUND_ADULT}


def end_of(reason: CareEnd) -> MinorState:
    return ENDS.get(reason, MinorState.ENDED)


LEADS_TO: dict[type[Event], MinorState] = {
    ProvisionalCareStarted: MinorState.PROVISIONAL,
    DistributionNotified: MinorState.NOTIFIED,
    DistributionRegistered: MinorState.REGISTERED,
    AssignmentReceived: MinorState.ASSIGNED,
    DistributionExcluded: MinorState.EXCLUDED,
    CareStarted: MinorState.IN_CARE,
    ClearingOpened: MinorState.CLEARING,
    HelpPlanAgreed: MinorState.IN_HELP,
    YoungAdultHelpStarted: MinorState.YOUNG_ADULT,
}
"""What each step leads to, unless something further is reached already."""


def phase(state: Minor, *, of_age: bool = False) -> str:
    """`of_age`: by the days, where it is not said yet: help that was granted has begun then."""
    if state.care.ended and state.care.reason:
        return end_of(state.care.reason)
    reached = {
        MinorState.YOUNG_ADULT: state.young_adult.begun is not None or (of_age and state.young_adult.decided is True),
        MinorState.IN_HELP: state.help.planned is not None,
        MinorState.CLEARING: state.help.opened is not None,
        MinorState.IN_CARE: state.care.started is not None,
        MinorState.EXCLUDED: state.distribution.excluded is not None,
        MinorState.ASSIGNED: state.distribution.assigned is not None,
        MinorState.REGISTERED: state.distribution.registered is not None,
        MinorState.NOTIFIED: state.distribution.notified is not None,
        MinorState.PROVISIONAL: state.care.provisional is not None,
    }
    return next((name for name, is_so in reached.items() if is_so), START)


ORDER = tuple(MinorState)
ENDED = frozenset({MinorState.HANDED_OVER, MinorState.FOUND_ADULT, MinorState.ENDED})
BEFORE = {  # where something must have come before
    CareStarted: {MinorState.ASSIGNED, MinorState.EXCLUDED},
    ClearingOpened: {MinorState.IN_CARE},
    HelpPlanAgreed: {MinorState.IN_CARE, MinorState.CLEARING},
    YoungAdultHelpStarted: {MinorState.IN_CARE, MinorState.CLEARING, MinorState.IN_HELP},
}
RUNNING = frozenset(ORDER) - ENDED


def _forward() -> dict[tuple[str, type[Event]], frozenset[str]]:
    """A step leads on from every state before its own, unless something must have come before."""
    return {
        (before, event): frozenset({after})
        for event, after in LEADS_TO.items()
        for before in RUNNING
        if ORDER.index(before) < ORDER.index(after) and before in BEFORE.get(event, RUNNING)
    }


TRANSITIONS: dict[tuple[str, type[Event]], frozenset[str]] = {
    (START, ProvisionalCareStarted): frozenset({MinorState.PROVISIONAL}),
    **_forward(),
    **{(state, CareEnded): frozenset(ENDED) for state in RUNNING},
    **{(state, CareEnded): frozenset(ENDED - {state}) for state in ENDED},
    (MinorState.FOUND_ADULT, CareResumed): RUNNING,
    (MinorState.ENDED, CareResumed): frozenset({MinorState.IN_CARE, MinorState.CLEARING, MinorState.IN_HELP, MinorState.YOUNG_ADULT}),
}
"""By state and event. Held to the decider by random walks, drawn in docs/states.md."""
