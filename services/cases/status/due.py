"""Whenever something is reported of a status, then by that day: finality, the end of a title, a contradiction, § 2, § 1a AsylbLG."""

from datetime import date
from uuid import UUID

from services.cases.status.asylum_benefits import (
    AnalogousBenefitsPossible,
    BenefitsReduced,
    NoteAnalogousBenefits,
    NoteReductionReview,
    ReductionEnded,
    StayReported,
)
from services.cases.status.contradiction import ContradictionSettled, RemindOfContradiction, StatusContradicted
from services.cases.status.finality import NoteFinality
from services.cases.status.papers import ExpireResidenceTitle, ResidenceTitleReported
from services.cases.status.standing import OnStanding, Standing
from shared.calendar import ONE_DAY, day_end, day_start
from shared.deadlines import ClearDeadline, Deadline, Frist, SetDeadline
from shared.messages import Event, Message


def deadlines(event: Event, person: UUID) -> list[Deadline]:
    """A period that a later report changes is set anew under the same key."""
    return _finality(event, person) + _others(event, person)


def _finality(event: Message, person: UUID) -> list[Deadline]:
    match event:
        case OnStanding(standing=Standing(decision=decision), appeal_period=Frist(last_day=last) as period):
            command = NoteFinality(person=person, on=last, decision=decision)
            return [SetDeadline(f"final-{decision}", day_end(last), command, period)]
        case OnStanding(standing=Standing(decision=decision)):
            return [ClearDeadline(f"final-{decision}")]
    return []


def _others(event: Event, person: UUID) -> list[Deadline]:
    match event:
        case ResidenceTitleReported(on=on, kind=kind, renewal=renewal):
            expire = ExpireResidenceTitle(person=person, on=renewal.last_day + ONE_DAY, kind=kind, issued=on)
            return [SetDeadline(f"title-{kind}-{on}", day_end(renewal.last_day), expire, renewal)]
        case StatusContradicted(thing=about, settle=settle):
            remind = RemindOfContradiction(person=person, on=settle.last_day + ONE_DAY, thing=about)
            return [SetDeadline(f"contradiction-{about}", day_end(settle.last_day), remind, settle)]
        case ContradictionSettled(thing=about):
            return [ClearDeadline(f"contradiction-{about}")]
        case StayReported(possible_from=first):
            return [SetDeadline("section-2", day_start(first), NoteAnalogousBenefits(person=person, on=first))]
        case AnalogousBenefitsPossible():
            return [ClearDeadline("section-2")]
        case BenefitsReduced(on=on, review=Frist() as review, review_on=review_on) if review_on:
            look = NoteReductionReview(person=person, on=review_on, since=on)
            return [SetDeadline(f"reduction-{on}", day_start(review_on), look, review)]
        case BenefitsReduced(on=since) | ReductionEnded(since=date() as since):
            return [ClearDeadline(f"reduction-{since}")]
    return []
