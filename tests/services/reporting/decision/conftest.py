from datetime import UTC, date, datetime

import pytest

from services.reporting.decision.preparation import FreezeDossier, HoldDeliberation, ScheduleDeliberation
from tests.services.reporting.decision.examples import COOPERATION, DOSSIER
from tests.services.reporting.decision.world import World


@pytest.fixture
def ready() -> World:
    """Founded in 2016, deliberated on 24 April 2017, the figures frozen on 28 April, today 15 May."""
    world = World.founded(datetime(2016, 7, 1, 8, tzinfo=UTC))
    world.until(datetime(2017, 4, 3, 8, tzinfo=UTC))
    world.ask(ScheduleDeliberation, cooperation=COOPERATION, day=date(2017, 4, 24))
    world.until(datetime(2017, 4, 24, 14, tzinfo=UTC))
    world.ask(HoldDeliberation, cooperation=COOPERATION)
    world.until(datetime(2017, 4, 28, 8, tzinfo=UTC))
    world.ask(FreezeDossier, cooperation=COOPERATION, dossier=DOSSIER)
    world.until(datetime(2017, 5, 15, 8, tzinfo=UTC))
    return world
