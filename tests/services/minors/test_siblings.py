"""R30: siblings are assigned together unless somebody says why not (§ 42b(5) SGB VIII)."""

from datetime import date

from services.minors.distribution import AssignmentReceived, HandOver, RecordAssignment
from services.minors.policies import reactions
from services.minors.siblings import LinkSibling, NoteSibling, SiblingKnown
from shared.contracts.codes_minors import SeparationReason
from tests.given import given
from tests.services.minors.said import FILE, SIBLING, TRIER, file, recorded, say, taken_in, told

LINKED, JULY_22 = date(2016, 7, 6), date(2016, 7, 22)
KUSEL = "jugendamt-kusel"


def test_r30_a_separate_assignment_needs_a_reason() -> None:
    known = told(taken_in(), say(LinkSibling, LINKED, sibling=SIBLING), say(NoteSibling, JULY_22, sibling=SIBLING, office=TRIER))
    refusal = given(file, *known).when(say(RecordAssignment, JULY_22, office=KUSEL)).refused("minors.siblings_apart", "apart")
    assert refusal.details == {"office": TRIER}
    together = told(say(RecordAssignment, JULY_22, office=TRIER), after=known)
    assert file.fold(together).distribution.office == TRIER
    apart = told(say(RecordAssignment, JULY_22, office=KUSEL, apart=SeparationReason.WELFARE), after=known)
    assert AssignmentReceived(on=JULY_22, office=KUSEL, apart=SeparationReason.WELFARE, siblings=(SIBLING,)) in apart


def test_r30_each_file_hears_of_the_other_and_of_where_it_goes() -> None:
    linked = told(taken_in(), say(LinkSibling, LINKED, sibling=SIBLING))[-1]
    assert reactions(recorded(linked)) == [NoteSibling(minor=SIBLING, on=LINKED, sibling=FILE, office=None)]
    assigned = AssignmentReceived(on=JULY_22, office=TRIER, apart=None, siblings=(SIBLING,))
    assert reactions(recorded(assigned)) == [NoteSibling(minor=SIBLING, on=JULY_22, sibling=FILE, office=TRIER)]


def test_r30_who_was_assigned_before_the_link_is_known_to_be() -> None:
    """The other file answers with where it stands; what changes nothing is not said back, so the two come to rest."""
    assigned = told(taken_in(), say(RecordAssignment, JULY_22, office=TRIER))
    given(file, *assigned).when(say(NoteSibling, JULY_22, sibling=SIBLING, office=None)).then(
        SiblingKnown(on=JULY_22, sibling=SIBLING, office=None, own=TRIER)
    )
    known = told(say(NoteSibling, JULY_22, sibling=SIBLING, office=None), after=assigned)
    given(file, *known).when(say(NoteSibling, JULY_22, sibling=SIBLING, office=None)).nothing_new()


def test_nobody_is_their_own_sibling() -> None:
    given(file, *told(taken_in())).when(say(LinkSibling, LINKED, sibling=FILE)).refused("minors.own_sibling", "sibling")


def test_r30_the_file_of_a_sibling_that_was_handed_over_answers_too() -> None:
    """The usual order: one is distributed before the other turns up."""
    other = told(taken_in(), say(RecordAssignment, date(2016, 7, 22), office=TRIER), say(HandOver, date(2016, 7, 25)))
    mine = told(taken_in(date(2016, 7, 26)), say(LinkSibling, date(2016, 7, 27), sibling=SIBLING))
    (note,) = reactions(recorded(mine[-1]))
    answer = told(note.model_copy(update={"minor": FILE, "sibling": SIBLING}), after=other)[len(other) :]
    (back,) = [one for event in answer for one in reactions(recorded(event))]
    mine = told(back.model_copy(update={"minor": FILE, "sibling": SIBLING}), after=mine)
    given(file, *mine).when(say(RecordAssignment, date(2016, 8, 10), office="jugendamt-kusel")).refused("minors.siblings_apart")
