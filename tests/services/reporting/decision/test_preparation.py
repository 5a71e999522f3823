from datetime import UTC, date, datetime

from services.reporting.decision.preparation import (
    DeliberationHeld,
    DeliberationScheduled,
    DossierFrozen,
    FreezeDossier,
    HoldDeliberation,
    ScheduleDeliberation,
)
from services.reporting.decision.term import term
from tests.given import given
from tests.services.reporting.decision.examples import CHAIR, COOPERATION, DOSSIER
from tests.services.reporting.decision.test_term import AGREED, CALLED

DAY = date(2017, 4, 24)
BEFORE = datetime(2017, 4, 3, 8, tzinfo=UTC)
AFTER = datetime(2017, 4, 25, 8, tzinfo=UTC)
SCHEDULE = ScheduleDeliberation(on=DAY, cooperation=COOPERATION, day=DAY, at=BEFORE, partner=CHAIR)
SCHEDULED = DeliberationScheduled(on=date(2017, 4, 3), day=DAY)
HOLD = HoldDeliberation(on=DAY, cooperation=COOPERATION, at=AFTER, partner=CHAIR)
HELD = DeliberationHeld(on=DAY)
FREEZE = FreezeDossier(on=DAY, cooperation=COOPERATION, dossier=DOSSIER, at=AFTER)
FROZEN = DossierFrozen(on=date(2017, 4, 25), dossier=DOSSIER)


def test_the_chair_calls_a_deliberation_for_a_day_to_come() -> None:
    given(term, AGREED).when(SCHEDULE).then(SCHEDULED)
    given(term, AGREED, SCHEDULED).when(SCHEDULE).nothing_new()
    given(term, AGREED).when(SCHEDULE.model_copy(update={"partner": "caritas"})).refused("term.chair_only", "partner")
    given(term, AGREED).when(SCHEDULE.model_copy(update={"at": AFTER})).refused("term.deliberation_in_the_past", "day")
    given(term).when(SCHEDULE).refused("term.unknown")


def test_a_deliberation_was_held_only_on_the_day_it_was_called_for() -> None:
    given(term, AGREED, SCHEDULED).when(HOLD).then(HELD)
    given(term, AGREED, SCHEDULED, HELD).when(HOLD).nothing_new()
    given(term, AGREED).when(HOLD).refused("term.deliberation_not_called")
    given(term, AGREED, SCHEDULED).when(HOLD.model_copy(update={"at": BEFORE})).refused("term.deliberation_not_called")


def test_the_dossier_is_frozen_on_the_day_of_the_clock_whatever_day_is_claimed() -> None:
    given(term, AGREED).when(FREEZE.model_copy(update={"on": date(2017, 1, 1)})).then(FROZEN)
    given(term, AGREED, FROZEN).when(FREEZE).nothing_new()
    given(term).when(FREEZE).refused("term.unknown")


def test_r47_nobody_replaces_the_dossier_while_a_ballot_rests_on_it() -> None:
    other = FREEZE.model_copy(update={"dossier": DOSSIER.model_copy(update={"hash": "c" * 64})})
    given(term, AGREED, FROZEN, CALLED).when(other).refused("term.ballot_running")
