"""Alter (§ 42f SGB VIII): claims stand side by side with source and method; the office's own finding holds until a court says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.minors.base import MinorCommand
from services.minors.majority_days import MAJORITY, told_as
from shared.birth import BirthDate, of_age
from shared.contracts.codes_minors import AgeFinding, AgeMethod, AgeSource
from shared.decider import Refused
from shared.law import Law
from shared.messages import Event, Message, Sealed

ORDER = "minors.age_methods"
"""Key of the law: which method the youth office goes by first."""


class ClaimAge(MinorCommand):
    """What somebody says, or a paper. `birth` as precise as the claim is."""

    source: AgeSource
    method: AgeMethod
    birth: BirthDate


class AssessAge(MinorCommand):
    """The youth office's own finding. `birth`: where it sets one, such as the latest possible date."""

    finding: AgeFinding
    method: AgeMethod
    birth: BirthDate | None = None


class ContestAssessment(MinorCommand):
    """Objection or suit; neither suspends the finding (§ 42f(3))."""


class RecordCourtOrder(MinorCommand):
    """A court's order on the age, final or not. `on`: its day; rights change from it forward (N3)."""

    finding: AgeFinding
    birth: BirthDate | None = None


class AgeClaimed(Event, name="minors.AgeClaimed"):
    source: AgeSource
    method: AgeMethod
    birth: Sealed[BirthDate | None]


class AgeAssessed(Event, name="minors.AgeAssessed"):
    finding: AgeFinding
    method: AgeMethod
    birth: Sealed[BirthDate | None]


class AgeAssessmentContested(Event, name="minors.AgeAssessmentContested"):
    pass


class AgeRuled(Event, name="minors.AgeRuled"):
    finding: AgeFinding
    birth: Sealed[BirthDate | None]


AgeCommand = ClaimAge | AssessAge | ContestAssessment | RecordCourtOrder


class AgeClaim(Message):
    """`birth` None: erased, or a finding that names no date."""

    on: date
    source: AgeSource
    method: AgeMethod
    birth: BirthDate | None


@dataclass(frozen=True)
class Age:
    """`found`: the finding that holds, with its day. `found_adult`: the first day of which somebody found an adult."""

    claims: tuple[AgeClaim, ...] = ()
    found: tuple[date, AgeFinding] | None = None
    contested: date | None = None
    found_adult: date | None = None

    @property
    def adult(self) -> bool:
        return self.found is not None and self.found[1] is AgeFinding.ADULT


def birth_of(state: Age, since: date | None, law: Law, on: date) -> BirthDate | None:
    """The birth date that this office works with: by the strongest method, of equals the claim of the later day, of one day the last word.

    `since`: the first day in care. Raises NoLaw.
    """
    order, age = law.on(on, ORDER).codes, law.on(on, MAJORITY).number
    dated = [(claim, claim.birth) for claim in reversed(state.claims) if claim.birth and claim.method in order]
    valid = [(claim, birth) for claim, birth in dated if not _set_aside(birth, state, since, age)]
    ranked = sorted(valid, key=lambda one: (order.index(one[0].method), -one[0].on.toordinal()))
    return ranked[0][1] if ranked else None


def _set_aside(birth: BirthDate, state: Age, since: date | None, age: int) -> bool:
    """In doubt a minor: only a finding makes an adult of somebody who was taken in (§ 42f(1), (2)), and one that replaces it sets aside
    what it rested on (N3). Both by the month, as all that is said (ADR 11).
    """
    said = told_as(of_age(birth, age)[1])
    replaced = state.found_adult if not state.adult else None
    return any(day is not None and said <= day for day in (since, replaced))


def decide(command: AgeCommand, state: Age) -> Sequence[Event]:
    _must_be_born(command)
    event = _said(command, state)
    return [] if evolve(state, event) == state else [event]


def _must_be_born(command: AgeCommand) -> None:
    birth = None if isinstance(command, ContestAssessment) else command.birth
    if birth is not None and birth.earliest > command.on:
        raise Refused("minors.not_born_yet", "birth", on=command.on)


def _said(command: AgeCommand, state: Age) -> Event:
    on = command.on
    match command:
        case ClaimAge(source=source, method=method, birth=birth):
            return AgeClaimed(on=on, source=source, method=method, birth=birth)
        case AssessAge(finding=finding, method=method, birth=birth):
            _doubt_is_examined(finding, method)
            return AgeAssessed(on=on, finding=finding, method=method, birth=birth)
        case ContestAssessment():
            if state.found is None:
                raise Refused("minors.nothing_to_contest", "on")
            return AgeAssessmentContested(on=on)
        case RecordCourtOrder(finding=finding, birth=birth):
            return AgeRuled(on=on, finding=finding, birth=birth)


def _doubt_is_examined(finding: AgeFinding, method: AgeMethod) -> None:
    """Nobody is found an adult by their own statement alone (§ 42f(1), (2))."""
    if finding is AgeFinding.ADULT and method is AgeMethod.STATEMENT:
        raise Refused("minors.adult_by_statement", "method")


def evolve(state: Age, event: Event) -> Age:
    match event:
        case AgeClaimed(on=on, source=source, method=method, birth=birth):
            return _claimed(state, AgeClaim(on=on, source=source, method=method, birth=birth))
        case AgeAssessed(on=on, finding=finding, method=method, birth=birth):
            return _found(state, finding, AgeClaim(on=on, source=AgeSource.YOUTH_OFFICE, method=method, birth=birth))
        case AgeRuled(on=on, finding=finding, birth=birth):
            return _found(state, finding, AgeClaim(on=on, source=AgeSource.COURT, method=AgeMethod.COURT, birth=birth))
        case AgeAssessmentContested(on=on):
            return replace(state, contested=on)
    return state


def _claimed(state: Age, claim: AgeClaim) -> Age:
    return state if claim in state.claims else replace(state, claims=(*state.claims, claim))


def _found(state: Age, finding: AgeFinding, claim: AgeClaim) -> Age:
    """A finding heard late does not undo one of a later day."""
    later = state.found is None or claim.on >= state.found[0]
    adult = [day for day in (state.found_adult, claim.on if finding is AgeFinding.ADULT else None) if day]
    found = (claim.on, finding) if later else state.found
    return replace(_claimed(state, claim), found=found, found_adult=min(adult, default=None))
