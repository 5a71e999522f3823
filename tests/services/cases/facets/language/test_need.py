from datetime import date

from services.cases.facets.language.need import AssessLanguageNeed, LanguageNeedAssessed, PlacementTestTaken, ReportPlacementTest
from shared.contracts.codes import Level, Levels, Literacy
from tests.given import given
from tests.services.cases.facets.language.said import PERSON, german

JULY, SEPTEMBER = date(2016, 7, 18), date(2016, 9, 6)
CLAIMED, TESTED = Levels(speaking=Level.B1), Levels(speaking=Level.A2, writing=Level.A0)

assess = AssessLanguageNeed(person=PERSON, on=JULY, literacy=Literacy.SECOND_SCRIPT, levels=CLAIMED, childcare_needed=True)
assessed = LanguageNeedAssessed(on=JULY, literacy=Literacy.SECOND_SCRIPT, levels=CLAIMED, childcare_needed=True, transport_needed=False)
take = ReportPlacementTest(person=PERSON, on=SEPTEMBER, levels=TESTED, module=3)
placed = PlacementTestTaken(on=SEPTEMBER, levels=TESTED, module=3)


def test_the_need_is_assessed() -> None:
    given(german).when(assess).then(assessed)
    given(german, assessed).when(assess).nothing_new()


def test_r18_a_level_claimed_never_overwrites_a_level_tested() -> None:
    given(german, assessed).when(take).then(placed)
    state = given(german, placed, assessed).state()
    assert state.need.placed.levels.speaking is Level.A2
    assert state.need.assessed.levels.speaking is Level.B1
    assert state.need.placed.on == SEPTEMBER
    given(german, assessed, placed).when(take).nothing_new()
