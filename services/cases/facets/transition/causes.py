"""Auslöser: what ends the entitlement to AsylbLG, by the trigger table of the law (`transition.basis.*`). Nothing is switched by it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from services.cases.facets.transition.base import TransitionCommand
from services.cases.status.claims import Aspect, Thing, thing
from services.cases.status.standing import Standing
from shared.calendar import add_months, month_end
from shared.contracts.codes import TitleKind
from shared.law import Applied, Law
from shared.messages import Event, Message

SERVED, FINAL, TITLE = "served", "final", "title"
PARTIAL, COURT, TITLE_OVER = "transition.basis.partial", "transition.court_order_counts", "transition.title_over"


class Cause(Message):
    """One reason why the benefits end. `earliest`, `latest`: the candidates for its day, equal once the service is confirmed (N1).
    `until`: the last day of a title.
    """

    earliest: date
    latest: date
    applied: Applied
    until: date | None = None

    @property
    def end(self) -> date:
        """The last day of AsylbLG: the last of the month (§ 1(3) AsylbLG), by the later candidate."""
        return month_end(self.latest)

    @property
    def end_earliest(self) -> date:
        return month_end(self.earliest)


class ConsiderStanding(TransitionCommand):
    """Whatever was reported of a decision: its whole standing. `on`: the day of that report."""

    standing: Standing


class ConsiderTitle(TransitionCommand):
    """A residence title was reported. `on`: the day of issue."""

    kind: TitleKind
    valid_until: date


class CauseFound(Event, name="transition.CauseFound"):
    """`reference`: the decision's outcome, or the title, as the status names it."""

    reference: Thing
    cause: Cause


class CauseLost(Event, name="transition.CauseLost"):
    """What had been reported no longer ends anything: contested, sued against, revoked."""

    reference: Thing
    revoked_on: date | None = None


class CompetenceDisputed(Event, name="transition.CompetenceDisputed"):
    """R7: less was granted than asked for, a suit is pending. Which office is competent, a human decides."""

    reference: Thing


class CompetenceSettled(Event, name="transition.CompetenceSettled"):
    """The suit is over, or the decision gone: nothing is in dispute about it any more."""

    reference: Thing


CauseCommand = ConsiderStanding | ConsiderTitle
Causes = Mapping[str, Cause]


def decide(command: CauseCommand, on: date, causes: Causes, disputed: Sequence[str], known: date | None, law: Law) -> Iterator[Event]:
    """What was found on the day `on`, which may be later than that of the report. `known`: the revocation that was told. Raises NoLaw."""
    reference, found, in_dispute = _considered(command, law)
    if reference in disputed and not in_dispute:
        yield CompetenceSettled(on=on, reference=reference)
    revoked = _revoked(command)
    if found is None and (reference in causes or (revoked and revoked != known)):
        yield CauseLost(on=on, reference=reference, revoked_on=revoked)
    if found is not None and causes.get(reference) != found:
        yield CauseFound(on=on, reference=reference, cause=found)
    if in_dispute and reference not in disputed:
        yield CompetenceDisputed(on=on, reference=reference)


def _revoked(command: CauseCommand) -> date | None:
    """Whoever was protected by a title alone, as with a ban on removal, loses by a revocation, too."""
    protected = isinstance(command, ConsiderStanding) and command.standing.outcome is not None and command.standing.outcome.protects
    return command.standing.revoked_on if isinstance(command, ConsiderStanding) and protected else None


def _considered(command: CauseCommand, law: Law) -> tuple[Thing, Cause | None, bool]:
    """What it is about, what ends by it, and whether it is in dispute."""
    if isinstance(command, ConsiderTitle):
        return thing(Aspect.TITLE, command.kind, command.on), of_title(command, law), False
    standing, disputed = command.standing, _in_dispute(command.standing)
    return thing(Aspect.OUTCOME, standing.decision), None if disputed else of_standing(standing, command.on, law), disputed


def of_standing(standing: Standing, on: date, law: Law) -> Cause | None:
    """The trigger table. None: nothing ends by this decision, or not yet."""
    if standing.outcome is None or standing.issued is None or not standing.outcome.protects or standing.contested or standing.revoked_on:
        return None
    rule = PARTIAL if standing.partial else f"transition.basis.{standing.outcome}"
    text = law.for_case(rule, event=standing.issued, decision=max(on, standing.issued))
    applied = text.applied(rule)
    if standing.by_court:
        order = law.for_case(COURT, event=standing.issued, decision=max(on, standing.issued))
        if standing.outcome in order.codes:
            return Cause(earliest=standing.issued, latest=standing.issued, applied=order.applied(COURT))
        if standing.final_on is None:
            return None
    if text.text == TITLE:
        return None
    if text.text == FINAL or standing.by_court:
        return Cause(earliest=standing.final_on, latest=standing.final_on, applied=applied) if standing.final_on else None
    if standing.served_latest is None or standing.served_earliest is None or standing.appeal_pending:
        return None
    return Cause(earliest=standing.served_earliest, latest=standing.served_latest, applied=applied)


def of_title(command: ConsiderTitle, law: Law) -> Cause | None:
    """A title that holds longer than the law's limit ends the entitlement, whatever became of the decision (§ 1(2) AsylbLG)."""
    text = law.on(command.on, TITLE_OVER)
    if command.valid_until <= add_months(command.on, text.period.months or 0):
        return None
    return Cause(earliest=command.on, latest=command.on, applied=text.applied(TITLE_OVER), until=command.valid_until)


def _in_dispute(standing: Standing) -> bool:
    open_ = standing.appeal_pending and not standing.revoked_on and not standing.contested
    return open_ and standing.partial and standing.outcome is not None and standing.outcome.protects


def first(causes: Causes) -> Cause | None:
    """Of several causes the one that ends the benefits first. A title that ran out before the next cause belongs to an earlier stay."""
    newest = max((cause.earliest for cause in causes.values()), default=date.min)
    lasting = (cause for cause in causes.values() if cause.until is None or cause.until >= newest)
    return min(lasting, key=lambda cause: (cause.latest, cause.earliest), default=None)
