"""Random walks through a decider, day by day: a command, what it says by itself, and what falls due in between."""

import random
import types
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

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
from services.referrals import commands as referrals
from services.referrals import phases as referral_phases
from services.referrals import policies as referral_policies
from services.referrals.referral import referral
from services.referrals.steps import SendReferral
from shared.calendar import day_start, local_day, month_end
from shared.contracts.codes import CorrectionReason, Evidence, EvidenceKind, Outcome, ServiceMode
from shared.deadlines import Deadline, SetDeadline
from shared.decider import Decider, Refused
from shared.messages import Command, Meta, Recorded
from tests.services.cases.facets.language.said import COURSE, LAW, PERSON
from tests.services.cases.status.said import ABH, DECISION, DESK
from tests.services.referrals.examples import send

META = Meta(event_id=UUID(int=1), recorded_at=datetime(2016, 7, 1, tzinfo=UTC), actor="a", correlation=UUID(int=2))
FIRST_DAY = date(2016, 7, 1)
SERVICE = f"service/{DECISION}"

Arrow = tuple[str, str, str]
"""Phase before, event, phase after."""


@dataclass(frozen=True)
class Walk:
    """`values`: what a field may be, where its type alone does not say."""

    decider: Decider[Any]
    commands: Sequence[type[Command]]
    phase: Callable[[Any], str]
    deadlines: Callable[[Recorded], Sequence[Deadline]]
    stream: str
    values: dict[str, Callable[[random.Random, date], Any]]
    first: type[Command] | None = None
    """What every walk begins with."""

    def arrows(self, seed: int, walks: int, steps: int) -> set[Arrow]:
        """`steps`: commands per walk. The same seed walks the same way."""
        chance, seen = random.Random(seed), set[Arrow]()
        for _ in range(walks):
            _walk(self, chance, steps, seen)
        return seen


def _walk(walk: Walk, chance: random.Random, steps: int, seen: set[Arrow]) -> None:
    due, day = dict[str, SetDeadline](), FIRST_DAY
    state = walk.decider.initial
    if walk.first:
        state = _step(walk, state, _command(walk, walk.first, chance, day), due, seen)
    for _ in range(steps):
        day += timedelta(days=chance.choice([1, 5, 20, 70]))
        while ripe := sorted((one.due, key) for key, one in due.items() if local_day(one.due) <= day):
            fired = due.pop(ripe[0][1])
            state = _step(walk, state, fired.command, due, seen)
        state = _step(walk, state, _command(walk, chance.choice(walk.commands), chance, day), due, seen)


def _command(walk: Walk, kind: type[Command], chance: random.Random, day: date) -> Command:
    fields = {}
    for name, field in kind.model_fields.items():
        fields[name] = walk.values[name](chance, day) if name in walk.values else _of_type(field.annotation, chance, day)
    return kind.model_validate(fields)


def _step(walk: Walk, state: Any, command: Command, due: dict[str, SetDeadline], seen: set[Arrow]) -> Any:
    try:
        events = walk.decider.decide(command, state)
    except Refused:
        return state
    for event in events:
        before, state = walk.phase(state), walk.decider.evolve(state, event)
        after = walk.phase(state)
        seen |= {(before, event.name, after)} if after != before else set()
        for deadline in walk.deadlines(Recorded(walk.stream, 1, event, META)):
            due.pop(deadline.key, None)
            due |= {deadline.key: deadline} if isinstance(deadline, SetDeadline) else {}
    return state


def _of_type(shape: Any, chance: random.Random, day: date) -> Any:
    if typing.get_origin(shape) is typing.Annotated:
        shape = typing.get_args(shape)[0]
    if isinstance(shape, types.UnionType) or typing.get_origin(shape) is typing.Union:
        return _of_type(chance.choice(typing.get_args(shape)), chance, day)
    if shape in (None, types.NoneType):
        return None
    if isinstance(shape, type) and issubclass(shape, Enum):
        return chance.choice(list(shape))
    return {bool: chance.random() < 0.5, int: chance.randint(0, 3), date: day}[shape]


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
