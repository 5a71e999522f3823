from datetime import date

from services.reporting.decision.roster import EnrolParty, Party, PartyDeparts, PartyEnrolled, RecordDeparture, RecordVoter, VoterRecorded
from services.reporting.decision.term import term
from tests.given import given
from tests.services.reporting.decision.examples import BALLOT, COOPERATION, MAY_20
from tests.services.reporting.decision.test_term import AGREED, CALLED, STARTS

ENROLLED = PartyEnrolled(on=STARTS, party="p1", kind="partner")
LEAVE = RecordDeparture(on=MAY_20.date(), cooperation=COOPERATION, party="p1", last_day=date(2017, 5, 31))


def test_a_party_is_enrolled_even_before_the_term_is_agreed() -> None:
    given(term).when(EnrolParty(on=STARTS, cooperation=COOPERATION, party="p1", kind="partner")).then(ENROLLED)
    assert given(term, ENROLLED).state().parties == {"p1": Party(kind="partner", since=STARTS)}


def test_the_roster_follows_who_votes_for_a_party() -> None:
    record = RecordVoter(on=STARTS, cooperation=COOPERATION, party="p1", role="deputy", account="deputy@p1")
    recorded = VoterRecorded(on=STARTS, party="p1", role="deputy", account="deputy@p1")
    revoked = recorded.model_copy(update={"account": None})
    given(term, ENROLLED).when(record).then(recorded)
    assert given(term, ENROLLED, recorded).state().parties["p1"].voters == {"deputy": "deputy@p1"}
    assert given(term, ENROLLED, recorded, revoked).state().parties["p1"].voters == {}


def test_n6_a_departure_names_the_ballot_that_runs() -> None:
    departs = PartyDeparts(on=MAY_20.date(), party="p1", last_day=date(2017, 5, 31), ballot=BALLOT)
    given(term, AGREED, ENROLLED, CALLED).when(LEAVE).then(departs)
    given(term, AGREED, ENROLLED).when(LEAVE).then(departs.model_copy(update={"ballot": None}))
