"""A year as it may have been, told to the views: about 400 people, referrals, volunteers, and the partners' decision."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from services.reporting.decision.calling import CallBallot
from services.reporting.decision.preparation import FreezeDossier, HoldDeliberation, ScheduleDeliberation
from services.reporting.decision.voting import CastVote
from shared.calendar import add_months
from shared.contracts import cases as c
from shared.contracts import cases_transition as t
from shared.contracts import minors as m
from shared.contracts import referrals as r
from shared.contracts import volunteers as v
from shared.contracts.codes import CourseKind, Ground, Level, Levels, Programme, Reason
from shared.contracts.codes_minors import Clock, MinorState, YoungAdultDecision
from shared.contracts.codes_transition import AlarmKind
from tests.services.reporting.decision.examples import BALLOT, CLOSES, COOPERATION, DOSSIER, EXTEND
from tests.services.reporting.decision.play import PARTNERS, VGS
from tests.services.reporting.web.office import Office

WEEK = timedelta(weeks=1)
ABORTS = [Reason.MOVE] * 7 + [Reason.PREGNANCY] * 5 + [Reason.JOB] * 5 + [Reason.CHILD_CARE] * 4 + [Reason.HEALTH] * 3 + [Reason.OTHER] * 4
REFUSALS = [Reason.CHILD_CARE] * 4 + [Reason.TRANSPORT] * 3 + [Reason.JOB] * 2


def play(office: Office, persons: int = 400, seed: int = 2016) -> None:
    """To the morning of 29 May 2017, with the ballot open and eleven of fourteen votes cast."""
    chance = random.Random(seed)
    office.at(datetime(2016, 7, 1, 6, tzinfo=UTC)).found()
    office.relay()
    begins = {UUID(int=n, version=4): date(2016, 7, 4) + timedelta(days=chance.randrange(250)) for n in range(persons)}
    office.tell("person", *(c.PersonRegistered(on=begin, person=one, vg=chance.choice(VGS)) for one, begin in begins.items()))
    office.at(datetime(2017, 5, 28, 18, tzinfo=UTC))
    office.tell("language", *(step for one, begin in begins.items() for step in _path(one, begin, chance)))
    office.tell("transition", *(step for one, begin in list(begins.items())[::3] for step in _crossing(one, begin, chance)))
    april = datetime(2017, 4, 28, 18, tzinfo=UTC)  # of minors nothing is shown that became known in a month that is not over
    office.tell("minor", *(step for n in range(70) for step in _minor(n, random.Random(n))), known=april)
    office.tell("referral", *(step for n in range(90) for step in _referral(n, chance)))
    office.tell("volunteer", *(step for n in range(70) for step in _volunteer(n, chance)))
    _decide(office)


def _path(person: UUID, day: date, chance: random.Random) -> Iterator[c.CaseContract]:
    """As far as it goes by 22 May 2017."""
    for step, wait in _steps(person, chance):
        day += timedelta(days=wait)
        if day > date(2017, 5, 22):
            return
        yield step.model_copy(update={"on": day})


def _steps(person: UUID, chance: random.Random) -> Iterator[tuple[c.CaseContract, int]]:
    on = date(2016, 7, 1)
    of = {"on": on, "person": person, "course": f"kvhs-2016-{chance.randrange(1, 30)}"}
    programme = Programme.INTEGRATION
    yield c.LanguageEntitlementIssued(on=on, person=person, ground=Ground.TITLE, programme=programme, valid_until=date(2018, 7, 1)), 10
    yield c.LanguageCourseOffered(kind=CourseKind.GENERAL, **of), chance.randrange(5, 90)
    if chance.random() < 0.08:
        yield c.LanguageCourseRefused(reason=chance.choice(REFUSALS), **of), 7
        return
    yield c.LanguageCourseAccepted(**of), 7
    yield c.LanguageCourseEnrolled(kind=CourseKind.GENERAL, **of), 5
    if chance.random() < 0.15:
        yield c.LanguageCourseStartDelayed(overdue=True, **of), 43
    yield c.LanguageCourseStarted(**of), chance.randrange(10, 40)
    month = f"2017-0{chance.randrange(1, 6)}"
    yield c.LanguageAttendanceReported(month=month, units_attended=chance.randrange(40, 81), units_held=80, **of), 30
    if chance.random() < 0.2:
        yield c.LanguageCourseAborted(reason=chance.choice(ABORTS), **of), chance.randrange(20, 90)
        return
    yield c.LanguageCourseCompleted(**of), 90
    reached = chance.choice([Level.B1] * 7 + [Level.A2] * 3)
    levels = Levels(listening=reached, reading=reached, writing=reached, speaking=reached)
    success = reached is Level.B1
    yield c.LanguageLevelReached(on=on, person=person, programme=programme, reached=reached, levels=levels, successful=success), 5


def _crossing(person: UUID, day: date, chance: random.Random) -> Iterator[t.TransitionContract]:
    """Served at the end of a month; most apply in time."""
    end = add_months(day.replace(day=1), 4) - timedelta(days=1)
    of, today = {"person": person}, date(2017, 5, 28)
    steps: list[t.TransitionContract] = [t.TransitionProposed(on=end - timedelta(days=9), end=end, triggered=end - timedelta(days=9), **of)]
    if chance.random() < 0.05:
        steps.append(t.CompetenceDisputed(on=end, **of))
        yield from (step for step in steps if step.on <= today)
        return
    steps.append(t.TransitionConfirmed(on=end + timedelta(days=2), end=end, **of))
    wait = chance.choice([5, 12, 12, 20, 35])
    applied = end + timedelta(days=wait)
    if wait > 15:
        alarming = end + timedelta(days=15)
        steps.append(t.TransitionAlarmRaised(on=alarming, kind=AlarmKind.NO_APPLICATION, told=("landkreis-sozialamt", "jobcenter"), **of))
    steps.append(t.Sgb2Applied(on=applied, by_office=chance.choice(["jobcenter", "vg-landstuhl"]), **of))
    steps.append(t.TransitionGapsFound(on=applied, entitlement=0 if wait < 30 else 28, **of))
    if wait > 15:
        steps.append(t.TransitionAlarmEnded(on=applied, kind=AlarmKind.NO_APPLICATION, mistaken=False, **of))
    steps.append(t.Sgb2Granted(on=applied + timedelta(days=14), provisional=False, **of))
    steps.append(t.Sgb2FirstPaid(on=applied + timedelta(days=18), **of))
    if chance.random() < 0.6:
        steps.append(t.TransitionClosed(on=applied + timedelta(days=40), complete_at_handover=chance.random() < 0.7, **of))
    yield from (step for step in steps if step.on <= today)


def _minor(n: int, chance: random.Random) -> Iterator[m.MinorContract]:
    """Through clearing into help; every eighth reported late, every tenth missing, every third of age."""
    begin = date(2016, 7, 4) + timedelta(days=chance.randrange(200))
    of = {"minor": UUID(int=9000 + n, version=4)}
    vg = chance.choice(VGS[:3])
    yield m.MinorTakenIn(on=begin, vg=vg, state=MinorState.PROVISIONAL, **of)
    yield m.MinorPeriodEnded(on=begin + 2 * WEEK, clock=Clock.REPORT, kept=n % 8 != 0, **of)
    yield m.MinorTakenIn(on=begin + 4 * WEEK, vg=vg, state=MinorState.IN_CARE, **of)
    yield m.MinorGuardianAppointed(on=begin + 9 * WEEK, days=50 + n % 30, **of)
    if n % 2:
        yield m.MinorStateEntered(on=begin + 16 * WEEK, state=MinorState.IN_HELP, **of)
    if n % 10 == 0:
        yield m.MinorWentMissing(on=begin + 5 * WEEK, **of)
    if n % 3 == 0:
        yield m.MinorOfAge(on=date(2017, 3, 1), **of)
        yield m.MinorYoungAdultDecided(on=date(2017, 3, 1), decision=YoungAdultDecision.GRANTED, **of)


def _referral(n: int, chance: random.Random) -> Iterator[r.ReferralContract]:
    sent = date(2017, 5, 26) - timedelta(days=int(chance.expovariate(1 / 25)))
    sender, recipient = chance.choice(
        [("vg-landstuhl", "caritas"), ("vg-weilerbach", "diakonie"), ("jobcenter", "jmd"), ("caritas", "cjd")]
    )
    of = {"person": UUID(int=n, version=4), "referral": UUID(int=5000 + n, version=4), "sender": sender, "recipient": recipient}
    yield r.ReferralSent(on=sent, facet="transition", due=sent + timedelta(days=14), **of)
    if chance.random() < 0.75:
        yield r.ReferralAcknowledged(on=sent, **of)
    if chance.random() < 0.65:
        yield r.ReferralAccepted(on=sent, **of)
    elif chance.random() < 0.3:
        yield r.ReferralDeclined(on=sent, reason=r.DeclineReason.NO_CAPACITY, **of)


def _volunteer(n: int, chance: random.Random) -> Iterator[v.VolunteerContract]:
    of = {"volunteer": UUID(int=9000 + n, version=4)}
    vg = chance.choice(VGS)
    yield v.VolunteerRegistered(on=date(2016, 9, 5), vg=vg, organisation=vg, weekly_limit=8.0, **of)
    for week in range(6):
        monday = date(2017, 4, 17) + week * WEEK
        yield v.HoursReported(on=monday, week=monday, role=v.VolunteerRole.MENTOR, hours=chance.randrange(4, 44) / 4, **of)
    if chance.random() < 0.1:
        yield v.OverloadSignalled(on=date(2017, 5, 22), since=date(2017, 5, 1), until=date(2017, 5, 15), **of)
    elif chance.random() < 0.1:
        yield v.VolunteerPaused(on=date(2017, 5, 22), **of)


def _decide(office: Office) -> None:
    office.at(datetime(2017, 4, 3, 8, tzinfo=UTC)).ask(ScheduleDeliberation, cooperation=COOPERATION, day=date(2017, 4, 24))
    office.at(datetime(2017, 4, 24, 14, tzinfo=UTC)).ask(HoldDeliberation, cooperation=COOPERATION)
    office.at(datetime(2017, 4, 28, 8, tzinfo=UTC)).ask(FreezeDossier, cooperation=COOPERATION, dossier=DOSSIER)
    office.at(datetime(2017, 5, 15, 8, tzinfo=UTC)).ask(CallBallot, cooperation=COOPERATION, ballot=BALLOT, motion=EXTEND, closes_on=CLOSES)
    office.at(datetime(2017, 5, 29, 6, tzinfo=UTC))
    for n, slug in enumerate(PARTNERS[:11]):
        office.ask(CastVote, partner=slug, ballot=BALLOT, choice={3: "no", 7: "abstain"}.get(n, "yes"))
    office.relay()
