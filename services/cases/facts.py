"""Which command a partner's fact becomes. A fact and its command have the same fields; the person is the CloudEvents subject,
the sender and the instant are the door's."""

from collections.abc import Callable
from typing import Any

from services.cases.facets.language import attendance, enrolment, entitlement, exam, need, obligation, offer
from services.cases.facets.transition import applying, benefits, closing, documents, housing
from services.cases.person import MovePerson
from services.cases.status import appeal, asylum_benefits, decision, finality, papers, revocation, service
from shared.contracts import facts_language as facts
from shared.contracts import facts_person
from shared.contracts import facts_status as told
from shared.contracts import facts_transition as crossing
from shared.contracts.base import Fact
from shared.domain import FactContext
from shared.messages import Command

ToCommand = Callable[[Any, FactContext], Command]


def stated(command: type[Command]) -> ToCommand:
    door = {"partner", "at"} & command.model_fields.keys()

    def to_command(fact: Any, context: FactContext) -> Command:
        return command.model_validate({"person": context.subject, **{name: getattr(context, name) for name in door}, **dict(fact)})

    return to_command


COMMANDS: dict[type[Fact], type[Command]] = {
    facts_person.PersonMoved: MovePerson,
    facts.LanguageNeedAssessed: need.AssessLanguageNeed,
    facts.PlacementTestTaken: need.ReportPlacementTest,
    facts.CourseOffered: offer.OfferCourse,
    facts.CourseOfferAccepted: offer.AcceptCourseOffer,
    facts.CourseOfferRefused: offer.RefuseCourseOffer,
    facts.CourseEntitlementIssued: entitlement.RecordEntitlement,
    facts.CourseObligationIssued: obligation.RecordObligation,
    facts.ObligationRevoked: obligation.RevokeObligation,
    facts.CourseEnrolmentConfirmed: enrolment.ConfirmEnrolment,
    facts.CourseStartDelayed: enrolment.ReportStartDelay,
    facts.CourseStarted: enrolment.StartCourse,
    facts.CourseProviderChanged: enrolment.ChangeProvider,
    facts.AttendanceReported: attendance.ReportAttendance,
    facts.CourseInterrupted: attendance.InterruptCourse,
    facts.CourseCompleted: attendance.CompleteCourse,
    facts.CourseDroppedOut: attendance.DropOutOfCourse,
    facts.ExamResultReported: exam.ReportExamResult,
    facts.RepeatUnitsGranted: exam.GrantRepeatUnits,
    told.DecisionReported: decision.ReportDecision,
    told.ServiceReported: service.ReportService,
    told.AppealReported: appeal.ReportAppeal,
    told.AppealWithdrawnReported: appeal.ReportAppealWithdrawal,
    told.CourtRulingReported: appeal.ReportRuling,
    told.FinalityReported: finality.ReportFinality,
    told.RevocationOpenedReported: revocation.ReportRevocationOpened,
    told.RevocationReported: revocation.ReportRevocation,
    told.ResidenceTitleReported: papers.ReportResidenceTitle,
    told.TolerationReported: papers.ReportToleration,
    told.PermissionReported: papers.ReportPermission,
    told.AllocationReported: papers.ReportAllocation,
    told.IdentityCorrectedReported: papers.ReportIdentityCorrected,
    told.StayReported: asylum_benefits.ReportStay,
    told.AnalogousBenefitsReported: asylum_benefits.ReportAnalogousBenefits,
    told.BenefitsReducedReported: asylum_benefits.ReportReduction,
    told.ReductionEndedReported: asylum_benefits.ReportReductionEnd,
    crossing.Sgb2ApplicationReceived: applying.ReceiveApplication,
    crossing.Sgb2ApplicationForwarded: applying.ForwardApplication,
    crossing.TerminationNoticeIssued: benefits.IssueTerminationNotice,
    crossing.AsylbLGBenefitEnded: benefits.EndAsylbLGBenefit,
    crossing.BenefitGranted: benefits.GrantBenefit,
    crossing.BenefitRefused: benefits.RefuseBenefit,
    crossing.FirstPaymentConfirmed: benefits.ConfirmFirstPayment,
    crossing.InsuranceMembershipConfirmed: benefits.ConfirmInsurance,
    crossing.ReimbursementClaimed: benefits.ClaimReimbursement,
    crossing.DocumentRequested: documents.RequestDocument,
    crossing.DocumentReceived: documents.ReceiveDocument,
    crossing.HousingNoticeIssued: housing.IssueHousingNotice,
    crossing.HousingSettled: housing.SettleHousing,
    crossing.ResidenceObligationImposed: housing.ImposeResidence,
    crossing.ResidenceObligationLifted: housing.LiftResidence,
    crossing.TransitionLeft: closing.ExitTransition,
}

FACTS: dict[type[Fact], ToCommand] = {fact: stated(command) for fact, command in COMMANDS.items()}
