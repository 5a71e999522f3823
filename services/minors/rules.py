"""What follows, whoever said what: each rule looks at the whole file and says what must be said for it to hold."""

from collections.abc import Iterable
from datetime import date

from services.minors.care import CareEnded, CareResumed
from services.minors.chain import follow
from services.minors.companions import CompanionEnded
from services.minors.distribution import ExclusionProposed
from services.minors.guardian import GuardianshipContinued, GuardianshipEnded
from services.minors.majority import MajorityComputed, TransitionPlanAgreed
from services.minors.majority_days import MajorityDays, told_as, with_duties
from services.minors.of_age import grown_up, known_days
from services.minors.state import Minor
from services.minors.young_adult import YoungAdultHelpStarted
from shared.contracts.codes_minors import CareEnd, Clock, ExclusionReason
from shared.law import Law
from shared.messages import Event
from shared.ruled import Rule

HELP_IS_OVER = (CareEnd.HELP_ENDED, CareEnd.HELP_NOT_WANTED)


def r29_after_a_month_an_exclusion_is_proposed(state: Minor, on: date, law: Law) -> Iterable[Event]:
    """§ 42b(4) Nr. 4: a human excludes, or extends while that is possible."""
    if Clock.DISTRIBUTION in state.clocks.missed and ExclusionReason.MONTH not in state.distribution.proposed:
        yield ExclusionProposed(on=on, reason=ExclusionReason.MONTH)


def r33_a_finding_of_adult_age_ends_care(state: Minor, on: date, law: Law) -> Iterable[Event]:
    """From the finding's day; a suit has no suspensive effect (§ 42f(3) SGB VIII). Who has come of age here was a minor until then."""
    if state.age.adult and state.age.found and state.care.runs and not grown_up(state, law, state.age.found[0]):
        yield CareEnded(on=state.age.found[0], reason=CareEnd.ADULT)


def n3_a_court_order_brings_care_back(state: Minor, on: date, law: Law) -> Iterable[Event]:
    """From its day forward; what lies between stays as it was. A finding of before the end does not undo it."""
    ended = state.care.ended if state.care.reason is CareEnd.ADULT else None
    if ended and state.age.found and not state.age.adult and state.age.found[0] >= ended:
        yield CareResumed(on=state.age.found[0])


def a_handover_ends_the_file(state: Minor, on: date, law: Law) -> Iterable[Event]:
    if state.distribution.handed_over and state.care.runs:
        yield CareEnded(on=state.distribution.handed_over, reason=CareEnd.OTHER_YOUTH_OFFICE)


def a_matched_file_ends(state: Minor, on: date, law: Law) -> Iterable[Event]:
    """N17: the other one goes on; measures are counted once."""
    if state.absences.matched_on and state.care.runs:
        yield CareEnded(on=state.absences.matched_on, reason=CareEnd.CONTINUED_ELSEWHERE)


def n14_majority_follows_the_birth_date(state: Minor, on: date, law: Law) -> Iterable[Event]:
    """By the strongest claim, as long as it is to be said in this file."""
    days = _to_say(state, known_days(state, law, on), law, on)
    waits, claims = state.majority.days if state.majority.waits else None, len(state.age.claims)
    if days != waits or (days and claims != state.majority.claims):
        waiting = {before for known in (waits, days) if known for before, _ in known.warnings}
        yield MajorityComputed(on=on, days=days, warnings=tuple(sorted(waiting)), claims=claims)


def _to_say(state: Minor, days: MajorityDays | None, law: Law, on: date) -> MajorityDays | None:
    """Of an ended file until majority was said, if the file came into that month. It goes by the month alone, as all that is said does."""
    if days is None or not (state.care.runs or (_came_so_far(state, days) and not _was_said(state, days))):
        return None
    return with_duties(days, law, on, planned=state.majority.planned is not None, decided=not undecided(state))


def _came_so_far(state: Minor, days: MajorityDays) -> bool:
    """Help that ends in the month of the birthday ends because of it; who leaves for another reason then has left before."""
    ended, reason = state.care.ended, state.care.reason
    if ended is None:
        return False
    return ended >= (days.latest.replace(day=1) if reason in HELP_IS_OVER else told_as(days.latest))


def _was_said(state: Minor, days: MajorityDays) -> bool:
    return state.majority.reached and state.majority.days is not None and state.majority.days.same_way(days)


def undecided(state: Minor) -> bool:
    """Nobody has decided on § 41, nor does the young person say that no help is wanted."""
    return state.young_adult.decided is None and state.care.reason is not CareEnd.HELP_NOT_WANTED


def r31_a_plan_is_in_time_by_the_days_that_are_known(state: Minor, on: date, law: Law) -> Iterable[Event]:
    """Also where the birth date is heard of after the plan, or another one then (N7)."""
    days, planned = known_days(state, law, on), state.majority.planned
    if days and planned and state.majority.in_time is not days.in_time(planned):
        yield TransitionPlanAgreed(on=planned, in_time=days.in_time(planned))


def r32_no_guardian_acts_beyond_majority(state: Minor, on: date, law: Law) -> Iterable[Event]:
    """Nor one whose appointment is heard of after it."""
    days = known_days(state, law, on)
    if state.majority.reached and state.guardian.acts and days and on >= days.guardianship_end_said:
        yield GuardianshipEnded(on=days.guardianship_end_said)


def c8_a_guardianship_goes_on_where_it_had_not_ended(state: Minor, on: date, law: Law) -> Iterable[Event]:
    """It turns out to last longer by the home state's law, or the young person to be younger."""
    days = known_days(state, law, on)
    if state.care.runs and state.guardian.ended and (days is None or on < days.guardianship_end_said):
        yield GuardianshipContinued(on=on)


def a_companion_leaves_with_the_file(state: Minor, on: date, law: Law) -> Iterable[Event]:
    """But for an adult's, whom anybody may accompany; a court may yet open that file again (R33, N3)."""
    if state.care.ended and state.care.reason is not CareEnd.ADULT:
        for volunteer, one in state.companions.items():
            last = max(state.care.ended, one.since)
            if one.until is None or one.until > last:
                yield CompanionEnded(on=last, volunteer=volunteer)


def help_for_young_adults_begins_with_majority(state: Minor, on: date, law: Law) -> Iterable[Event]:
    """§ 41(1): granted before or after, it begins when both are there, as far as the file had not ended by then."""
    days, help_beyond = state.majority.days, state.young_adult
    if not (help_beyond.decided and help_beyond.granted and state.majority.reached and days):
        return
    begins = max(help_beyond.granted, told_as(days.latest))
    if help_beyond.begun != begins and (state.care.runs or (state.care.ended and begins <= state.care.ended)):
        yield YoungAdultHelpStarted(on=begins)


RULES: tuple[Rule[Minor], ...] = (
    r33_a_finding_of_adult_age_ends_care,
    n3_a_court_order_brings_care_back,
    a_handover_ends_the_file,
    a_matched_file_ends,
    n14_majority_follows_the_birth_date,
    r31_a_plan_is_in_time_by_the_days_that_are_known,
    r32_no_guardian_acts_beyond_majority,
    c8_a_guardianship_goes_on_where_it_had_not_ended,
    a_companion_leaves_with_the_file,
    help_for_young_adults_begins_with_majority,
    follow,
    r29_after_a_month_an_exclusion_is_proposed,
)
