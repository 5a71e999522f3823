"""How each drawn machine is walked: its decider, the commands that move it, and what their fields may be."""

import random
import typing
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from services.cases import policies as cases
from services.cases.facets.language import phases as language_phases
from services.cases.facets.language.attendance import AttendanceCommand
from services.cases.facets.language.enrolment import EnrolmentCommand
from services.cases.facets.language.language import language
from services.cases.facets.transition import phases as transition_phases
from services.cases.facets.transition.applying import ReceiveApplication
from services.cases.facets.transition.benefits import ConfirmFirstPayment, EndAsylbLGBenefit, GrantBenefit
from services.cases.facets.transition.causes import ConsiderStanding
from services.cases.facets.transition.closing import CloseTransition, ExitTransition
from services.cases.facets.transition.confirming import ConfirmTransition, RevertTransition
from services.cases.facets.transition.transition import transition
from services.cases.status import claim_phases
from services.cases.status import phases as status_phases
from services.cases.status.contradiction import SettleContradiction
from services.cases.status.decision import ReportDecision
from services.cases.status.decisions import DecisionCommand
from services.cases.status.finality import NoteFinality
from services.cases.status.revocation import ReportRevocationOpened
from services.cases.status.service import ReportService
from services.cases.status.standing import Standing
from services.cases.status.status import status
from services.minors import phases as minor_phases
from services.minors import policies as minor_policies
from services.minors.age import AssessAge, ClaimAge, RecordCourtOrder
from services.minors.care import EndCare, StartCare, StartProvisionalCare
from services.minors.distribution import (
    ExcludeFromDistribution,
    HandOver,
    NotifyStateOffice,
    RecordAssignment,
    RecordRegistration,
)
from services.minors.helping import AgreeHelpPlan, OpenClearing
from services.minors.minor import minor
from services.minors.young_adult import GrantYoungAdultHelp
from services.referrals import commands as referrals
from services.referrals import phases as referral_phases
from services.referrals import policies as referral_policies
from services.referrals.referral import referral
from services.referrals.steps import SendReferral
from shared.birth import BirthDate
from shared.calendar import day_start, month_end
from shared.contracts.codes import Evidence, EvidenceKind, Outcome, ServiceMode
from shared.contracts.codes_minors import AgeFinding, AgeMethod
from shared.contracts.codes_transition import CorrectionReason
from shared.messages import Command
from tests.koop.walks import FIRST_DAY, Walk
from tests.services.cases.facets.language.said import COURSE, LAW, PERSON
from tests.services.cases.status.said import ABH, DECISION, DESK
from tests.services.referrals.examples import send

SERVICE = f"service/{DECISION}"


def always(value: Any) -> Callable[[random.Random, date], Any]:
    return lambda chance, day: value


def among(*values: Any) -> Callable[[random.Random, date], Any]:
    return lambda chance, day: chance.choice(values)


def that_day(chance: random.Random, day: date) -> date:
    return day


def at_nine(chance: random.Random, day: date) -> datetime:
    return day_start(day) + timedelta(hours=9)


BY_THE_DOOR: dict[str, Callable[[random.Random, date], Any]] = {
    "on": that_day,
    "at": at_nine,
    "person": always(PERSON),
}


def a_standing(chance: random.Random, day: date) -> Standing:
    """Served that day, in dispute, or contested."""
    sued, contested = chance.choice([(False, ()), (True, ()), (False, ("service",))])
    served = {"served_earliest": day, "served_latest": day}
    return Standing(
        decision=DECISION, outcome=Outcome.REFUGEE, issued=day, partial=sued, appeal_pending=sued, contested=contested, **served
    )


OF_A_DECISION = BY_THE_DOOR | {
    "decision": always(DECISION),
    "partner": always(ABH),
    "evidence": always(Evidence(kind=EvidenceKind.DECISION, reference=DECISION)),
    "final_on": lambda chance, day: chance.choice([None, day]),
    "received": always(None),
    "outcome": among(Outcome.REFUGEE, Outcome.REJECTED),
}

FAR_AND_BACK: list[type[Command]] = [StartCare, OpenClearing, AgreeHelpPlan, GrantYoungAdultHelp, EndCare, EndCare]
"""What a random walk would seldom reach."""

WALKS = {
    "services.cases.status.phases": Walk(
        status(LAW),
        [kind for kind in typing.get_args(DecisionCommand) if kind not in (NoteFinality, ReportRevocationOpened)],
        lambda state: status_phases.phase(state.standings.get(DECISION)),
        cases.deadlines,
        f"status-{PERSON}",
        OF_A_DECISION,
        first=ReportDecision,
    ),
    "services.cases.status.claim_phases": Walk(
        status(LAW),
        [ReportService, SettleContradiction],
        lambda state: claim_phases.phase(state.claims.get(SERVICE)),
        cases.deadlines,
        f"status-{PERSON}",
        OF_A_DECISION
        | {
            "partner": among(ABH, ABH, DESK),
            "source": among(ABH, DESK),
            "thing": always(SERVICE),
            "mode": always(ServiceMode.ACTUAL),
            "on": among(date(2016, 7, 1), date(2016, 7, 4)),
        },
    ),
    "services.cases.facets.language.phases": Walk(
        language(LAW),
        [*typing.get_args(EnrolmentCommand), *typing.get_args(AttendanceCommand)],
        lambda state: language_phases.phase(state.attempts.get(COURSE)),
        cases.deadlines,
        f"language-{PERSON}",
        BY_THE_DOOR
        | {
            "course": always(COURSE),
            "to_course": among(COURSE, "cjd-2016-4"),
            "provider": always("kvhs-kaiserslautern"),
            "month": always("2016-10"),
            "units_attended": always(60),
            "units_held": among(60, 80),
        },
    ),
    "services.cases.facets.transition.phases": Walk(
        transition(LAW),
        [
            ConsiderStanding,
            ConfirmTransition,
            RevertTransition,
            ReceiveApplication,
            GrantBenefit,
            ConfirmFirstPayment,
            EndAsylbLGBenefit,
            CloseTransition,
            ExitTransition,
        ],
        transition_phases.phase,
        cases.deadlines,
        f"transition-{PERSON}",
        BY_THE_DOOR
        | {
            "partner": always("jobcenter"),
            "by_office": always("jobcenter"),
            "standing": a_standing,
            "end": lambda chance, day: month_end(day),
            "reason": always(CorrectionReason.OFFICES_AGREED),
        },
        first=ConsiderStanding,
    ),
    "services.minors.phases": Walk(
        minor(LAW),
        [
            NotifyStateOffice,
            RecordRegistration,
            RecordAssignment,
            HandOver,
            ExcludeFromDistribution,
            StartCare,
            OpenClearing,
            AgreeHelpPlan,
            AssessAge,
            RecordCourtOrder,
            RecordCourtOrder,
            ClaimAge,
            *FAR_AND_BACK,
            *FAR_AND_BACK,
        ],
        minor_phases.phase,
        minor_policies.deadlines,
        f"minor-{DECISION}",
        BY_THE_DOOR
        | {
            "minor": always(DECISION),
            "vg": always("vg-landstuhl"),
            "office": among("landkreis-jugendamt", "jugendamt-trier"),
            "apart": always(None),
            "birth": always(BirthDate(year=1998, month=7, day=20)),
            "method": always(AgeMethod.MEDICAL),
            "finding": among(AgeFinding.ADULT, AgeFinding.MINOR),
        },
        first=StartProvisionalCare,
        steps=20,
        seeds=6,
    ),
    "services.referrals.phases": Walk(
        referral,
        referrals.COMMANDS,
        referral_phases.phase,
        referral_policies.deadlines,
        f"referral-{DECISION}",
        BY_THE_DOOR
        | {
            "referral": always(DECISION),
            "recipient": always("caritas"),
            "partner": lambda chance, day: "vg-landstuhl" if day == FIRST_DAY else chance.choice(["vg-landstuhl", "caritas"]),
            "facet": always("transition"),
            **{name: always(getattr(send(), name)) for name in ("purpose", "data", "basis")},
            "due": lambda chance, day: day + timedelta(days=60),
        },
        first=SendReferral,
    ),
}
"""By the module that declares the machine's table."""
