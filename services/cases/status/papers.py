"""Papiere: titles, toleration, permission, allocation, corrected identity. Each is reported by itself and proves no decision."""

from collections.abc import Sequence
from datetime import date

from services.cases.status.base import OFFICE, OnReport, Report, Source, StatusCommand
from services.cases.status.claims import NOTHING, Aspect, Claims, Thing, thing
from shared.calendar import ONE_DAY
from shared.contracts.codes import IdentityPart, Slug, TitleKind
from shared.deadlines import Frist
from shared.decider import Refused
from shared.law import Law
from shared.messages import Day, Event, Message

RENEWAL = "title.renewal"


class ReportResidenceTitle(Report):
    """Aufenthaltstitel. `on`: the day of issue; `valid_until`: its last day."""

    kind: TitleKind
    valid_until: Day


class ReportToleration(Report):
    """Duldung, § 60a AufenthG."""

    valid_until: Day


class ReportPermission(Report):
    """Aufenthaltsgestattung, § 55 AsylG."""

    valid_until: Day


class ReportAllocation(Report):
    """Zuweisung to a Verbandsgemeinde, on which the competence for AsylbLG rests (§ 10a(1) AsylbLG), wherever the person stays."""

    vg: Slug


class ReportIdentityCorrected(Report):
    """What was corrected, not to what: the values are in the vault."""

    part: IdentityPart


class ExpireResidenceTitle(StatusCommand):
    """Fired by the deadline: `on` is the first day without the title."""

    kind: TitleKind
    issued: date


class ResidenceTitleReported(OnReport, Event, name="status.ResidenceTitleReported"):
    """`renewal`: until its last day a renewal can be applied for and the title goes on (§ 81(4) AufenthG)."""

    kind: TitleKind
    valid_until: date
    renewal: Frist


class ResidenceTitleExpired(Event, name="status.ResidenceTitleExpired"):
    """No other title has been reported that holds on this day."""

    kind: TitleKind
    issued: date


class TolerationReported(OnReport, Event, name="status.TolerationReported"):
    valid_until: date


class PermissionReported(OnReport, Event, name="status.PermissionReported"):
    valid_until: date


class AllocationReported(OnReport, Event, name="status.AllocationReported"):
    vg: Slug


class IdentityCorrected(OnReport, Event, name="status.IdentityCorrected"):
    part: IdentityPart


class Paper(Message):
    """What a paper says: until when it holds, or where it sends the person."""

    valid_until: date | None = None
    vg: Slug | None = None


def paper(event: Event) -> tuple[Thing, Paper] | None:
    match event:
        case ResidenceTitleReported(on=on, kind=kind, valid_until=last):
            return thing(Aspect.TITLE, kind, on), Paper(valid_until=last)
        case TolerationReported(on=on, valid_until=last):
            return thing(Aspect.TOLERATION, on), Paper(valid_until=last)
        case PermissionReported(on=on, valid_until=last):
            return thing(Aspect.PERMISSION, on), Paper(valid_until=last)
        case AllocationReported(on=on, vg=vg):
            return thing(Aspect.ALLOCATION, on), Paper(vg=vg)
    return None


PaperCommand = (
    ReportResidenceTitle | ReportToleration | ReportPermission | ReportAllocation | ReportIdentityCorrected | ExpireResidenceTitle
)


def decide(command: PaperCommand, claims: Claims, expired: tuple[Thing, ...], law: Law) -> Sequence[Event]:
    match command:
        case ReportResidenceTitle():
            return [_title(command, claims, law)]
        case ReportToleration(on=on, valid_until=last):
            _ends_after_issue(on, last)
            return [TolerationReported(on=on, source=Source.of(command), valid_until=last)]
        case ReportPermission(on=on, valid_until=last):
            _ends_after_issue(on, last)
            return [PermissionReported(on=on, source=Source.of(command), valid_until=last)]
        case ReportAllocation(on=on, vg=vg):
            return [AllocationReported(on=on, source=Source.of(command), vg=vg)]
        case ReportIdentityCorrected(on=on, part=part):
            return [IdentityCorrected(on=on, source=Source.of(command), part=part)]
        case ExpireResidenceTitle(on=on, kind=kind, issued=issued):
            over = thing(Aspect.TITLE, kind, issued) not in expired and _last_day(claims, on) < on
            return [ResidenceTitleExpired(on=on, kind=kind, issued=issued)] if over else []


def _title(command: ReportResidenceTitle, claims: Claims, law: Law) -> Event:
    """`renewal` ends with the latest day that any source names: while two differ, nothing ends by itself."""
    on, last = command.on, command.valid_until
    _ends_after_issue(on, last)
    others = claims.get(thing(Aspect.TITLE, command.kind, on), NOTHING).without(command.partner)
    last_day = max([last, *(day for day in map(_valid_until, others) if day)])
    text, office = law.on(on, RENEWAL), law.on(on, OFFICE).text
    renewal = Frist(
        rule=RENEWAL, paragraph=text.paragraph, started=on, last_day=last_day, owner=office, stops=(ResidenceTitleExpired.name,)
    )
    return ResidenceTitleReported(on=on, source=Source.of(command), kind=command.kind, valid_until=last, renewal=renewal)


def _last_day(claims: Claims, on: date) -> date:
    """The latest last day of any title issued by then."""
    of_titles = [value for about, claim in claims.items() if about.startswith(Aspect.TITLE + "/") for value in claim.values]
    return max((day for day in map(_valid_until, of_titles) if day), default=on - ONE_DAY)


def _valid_until(value: str) -> date | None:
    return Paper.model_validate_json(value).valid_until


def _ends_after_issue(on: date, last: date) -> None:
    """Raises Refused: a paper that ends before it was issued has a wrong date."""
    if last < on:
        raise Refused("status.ends_before_issue", "valid_until", on=on, valid_until=last)
