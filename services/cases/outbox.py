"""What may leave this service, field by field. An event that is not named here stays inside."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from services.cases import person as people
from services.cases.facets.language import attendance, enrolment, entitlement, exam, explaining, need, obligation, offer
from services.cases.facets.transition import alarms, applying, benefits, causes, closing, confirming, gaps, housing
from services.cases.status import decision, finality, revocation
from services.cases.streams import person_of
from shared.contracts import cases, cases_status
from shared.contracts import cases_transition as crossing
from shared.contracts.base import Contract
from shared.messages import Event, Recorded


def outbox(recorded: Recorded) -> Contract | None:
    publish = PUBLISHED.get(type(recorded.event))
    return publish(recorded.event, person_of(recorded.stream)) if publish else None


def fields(contract: type[cases.CaseContract], *names: str) -> Callable[[Any, UUID], Contract]:
    """The day, the person, and the fields named: nothing leaves because an event happened to grow."""

    def publish(event: Any, person: UUID) -> Contract:
        return contract(on=event.on, person=person, **{name: getattr(event, name) for name in names})

    return publish


def _entitled(event: entitlement.CourseEntitlementIssued, person: UUID) -> Contract:
    return cases.LanguageEntitlementIssued(
        on=event.on, person=person, ground=event.ground, programme=event.ground.programme, valid_until=event.valid_until
    )


def _decided(event: decision.DecisionReported, person: UUID) -> Contract:
    return cases_status.ProtectionDecided(on=event.on, person=person, outcome=event.verdict.outcome, partial=event.verdict.partial)


def _final(event: finality.DecisionBecameFinal, person: UUID) -> Contract:
    return cases_status.ProtectionFinal(on=event.on, person=person, outcome=event.standing.outcome)


def _proposed(event: confirming.TransitionProposed, person: UUID) -> Contract:
    return crossing.TransitionProposed(on=event.on, person=person, end=event.end, triggered=event.cause.latest)


def _gaps(event: gaps.GapsFound, person: UUID) -> Contract:
    found = event.gaps
    return crossing.TransitionGapsFound(
        on=event.on, person=person, entitlement=found.entitlement, payment=found.payment, insurance=found.insurance
    )


PUBLISHED: Mapping[type[Event], Callable[[Any, UUID], Contract]] = {
    people.PersonRegistered: fields(cases.PersonRegistered, "vg"),
    people.PersonMoved: fields(cases.PersonMoved, "vg"),
    need.LanguageNeedAssessed: fields(cases.LanguageNeedAssessed, "literacy"),
    entitlement.CourseEntitlementIssued: _entitled,
    entitlement.EntitlementExpired: fields(cases.LanguageEntitlementExpired, "programme", "issued", "cause"),
    entitlement.EntitlementRestored: fields(cases.LanguageEntitlementRestored, "programme", "issued"),
    obligation.CourseObligationIssued: fields(cases.LanguageObligationIssued, "authority", "programme", "already_by"),
    obligation.ObligationRevoked: fields(cases.LanguageObligationRevoked, "authority", "programme"),
    offer.CourseOffered: fields(cases.LanguageCourseOffered, "course", "kind"),
    offer.CourseOfferAccepted: fields(cases.LanguageCourseAccepted, "course"),
    offer.CourseOfferRefused: fields(cases.LanguageCourseRefused, "course", "reason"),
    enrolment.CourseEnrolmentConfirmed: fields(cases.LanguageCourseEnrolled, "course", "kind", "start_due"),
    enrolment.CourseStartDelayed: fields(cases.LanguageCourseStartDelayed, "course", "provider", "overdue", "expected"),
    enrolment.CourseStarted: fields(cases.LanguageCourseStarted, "course"),
    enrolment.CourseResumed: fields(cases.LanguageCourseResumed, "course"),
    enrolment.CourseProviderChanged: fields(cases.LanguageCourseTransferred, "course", "to_course", "start_due"),
    explaining.CourseStartUnexplained: fields(cases.LanguageCourseStartUnexplained, "course", "missing"),
    explaining.CourseStartExplained: fields(cases.LanguageCourseStartExplained, "course"),
    attendance.AttendanceReported: fields(cases.LanguageAttendanceReported, "course", "month", "units_attended", "units_held"),
    attendance.CourseInterrupted: fields(cases.LanguageCourseInterrupted, "course", "reason"),
    attendance.CourseCompleted: fields(cases.LanguageCourseCompleted, "course"),
    attendance.CourseDroppedOut: fields(cases.LanguageCourseAborted, "course", "reason"),
    exam.ExamResultReported: fields(cases.LanguageLevelReached, "programme", "reached", "levels", "successful"),
    decision.DecisionReported: _decided,
    finality.DecisionBecameFinal: _final,
    revocation.ProtectionRevoked: fields(cases_status.ProtectionRevoked),
    causes.CompetenceDisputed: fields(crossing.CompetenceDisputed),
    confirming.TransitionProposed: _proposed,
    confirming.ProposalWithdrawn: fields(crossing.TransitionProposalWithdrawn),
    confirming.TransitionConfirmed: fields(crossing.TransitionConfirmed, "end"),
    confirming.TransitionCorrected: fields(crossing.TransitionConfirmed, "end"),
    confirming.TransitionDoubted: fields(crossing.TransitionDoubted),
    confirming.ReversalDue: fields(crossing.TransitionReversalDue),
    confirming.QuestionSettled: fields(crossing.TransitionQuestionSettled, "question"),
    confirming.TransitionReverted: fields(crossing.TransitionReverted),
    applying.Sgb2ApplicationReceived: fields(crossing.Sgb2Applied, "by_office"),
    benefits.BenefitGranted: fields(crossing.Sgb2Granted, "provisional"),
    benefits.BenefitRefused: fields(crossing.Sgb2Refused),
    benefits.FirstPaymentConfirmed: fields(crossing.Sgb2FirstPaid),
    gaps.GapsFound: _gaps,
    alarms.AlarmRaised: fields(crossing.TransitionAlarmRaised, "kind", "told"),
    alarms.AlarmEnded: fields(crossing.TransitionAlarmEnded, "kind", "mistaken"),
    housing.HousingSettled: fields(crossing.SharedHousingLeft, "how"),
    closing.TransitionClosed: fields(crossing.TransitionClosed, "complete_at_handover"),
    closing.TransitionLeft: fields(crossing.TransitionLeft, "exit"),
}
