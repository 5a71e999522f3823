"""Wohnen: who is recognised may leave the shared housing and must; until then a Fehlbeleger. And § 12a AufenthG: where to live."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.cases.facets.transition.base import OnWord, Word, word
from shared.contracts.codes import Slug
from shared.contracts.codes_transition import HousingOutcome
from shared.messages import Event


class IssueHousingNotice(Word):
    """Asked to move out. `on`: the day of the notice."""


class SettleHousing(Word):
    """`on`: the first day on which it is settled."""

    how: HousingOutcome


class ImposeResidence(Word):
    """§ 12a AufenthG. `vg`: where the person is to live; the Jobcenter of that place is competent (§ 36(2) SGB II)."""

    vg: Slug


class LiftResidence(Word):
    pass


class HousingNoticeIssued(OnWord, Event, name="transition.HousingNoticeIssued"):
    pass


class HousingSettled(OnWord, Event, name="transition.HousingSettled"):
    how: HousingOutcome


class ResidenceObligationImposed(OnWord, Event, name="transition.ResidenceObligationImposed"):
    vg: Slug


class ResidenceObligationLifted(OnWord, Event, name="transition.ResidenceObligationLifted"):
    pass


HousingCommand = IssueHousingNotice | SettleHousing | ImposeResidence | LiftResidence


@dataclass(frozen=True)
class Housing:
    noticed: date | None = None
    settled: date | None = None
    how: HousingOutcome | None = None
    bound_to: Slug | None = None


def decide(command: HousingCommand, state: Housing) -> Sequence[Event]:
    event = _said(command)
    return [] if evolve(state, event) == state else [event]


def _said(command: HousingCommand) -> Event:
    said = word(command)
    match command:
        case IssueHousingNotice():
            return HousingNoticeIssued.model_validate(said)
        case SettleHousing(how=how):
            return HousingSettled.model_validate(said | {"how": how})
        case ImposeResidence(vg=vg):
            return ResidenceObligationImposed.model_validate(said | {"vg": vg})
        case LiftResidence():
            return ResidenceObligationLifted.model_validate(said)


def evolve(state: Housing, event: Event) -> Housing:
    match event:
        case HousingNoticeIssued(on=on):
            return replace(state, noticed=on)
        case HousingSettled(on=on, how=how):
            return replace(state, settled=on, how=how)
        case ResidenceObligationImposed(vg=vg):
            return replace(state, bound_to=vg)
        case ResidenceObligationLifted():
            return replace(state, bound_to=None)
    return state
