"""Whenever this happened, that follows: at once (`reactions`), or when its time has come (`deadlines`)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from services.reporting.decision.ballot import BallotAnnulled, BallotClosed, BallotOpened, CloseBallot, DossierChanged, OpenBallot
from services.reporting.decision.calling import BallotCalled
from services.reporting.decision.partner import CompleteWithdrawal, PartnerJoined, VoterAuthorised, VoterRevoked, WithdrawalDeclared
from services.reporting.decision.policy import EXTENSIONS
from services.reporting.decision.roster import EnrolParty, PartyDeparts, RecordDeparture, RecordVoter
from services.reporting.decision.term import EndTerm, ExtendTerm, ExtensionRevoked, SettleBallot, TermExtended
from services.reporting.decision.term_state import Outcome, TermAgreed
from services.reporting.decision.voting import ObjectionRaised, WithdrawElector
from shared.calendar import day_end
from shared.deadlines import ClearDeadline, Deadline, SetDeadline
from shared.messages import Command, Event, Recorded


def _id(recorded: Recorded) -> str:
    return recorded.stream.partition("-")[2]


def deadlines(recorded: Recorded) -> list[Deadline]:
    match recorded.event:
        case BallotOpened(terms=terms):
            return [_close(UUID(_id(recorded)), terms.closes_on, terms.closes_at)]
        case ObjectionRaised() | DossierChanged() | BallotAnnulled():
            return [ClearDeadline("close")]
        case TermAgreed(ends=ends) | TermExtended(ends=ends) | ExtensionRevoked(ends=ends):
            return [SetDeadline("end", day_end(ends), EndTerm(cooperation=_id(recorded), on=ends, at=day_end(ends)))]
        case WithdrawalDeclared(last_day=last):
            due = day_end(last)
            return [SetDeadline("withdrawal", due, CompleteWithdrawal(organisation=_id(recorded), on=last, at=due))]
    return []


def _close(ballot: UUID, closes_on: date, due: datetime) -> SetDeadline:
    return SetDeadline("close", due, CloseBallot(ballot=ballot, on=closes_on, at=due))


def reactions(recorded: Recorded) -> Sequence[Command]:
    if recorded.stream.startswith("partner-"):
        return _of_partner(_id(recorded), recorded.event)
    if recorded.stream.startswith("ballot-"):
        return _of_ballot(UUID(_id(recorded)), recorded.event)
    return _of_term(recorded.event)


def _of_partner(party: str, event: Event) -> list[Command]:
    """Whenever a partner changes, the roster of its cooperation knows it."""
    match event:
        case PartnerJoined(on=on, cooperation=cooperation, kind=kind):
            return [EnrolParty(on=on, cooperation=cooperation, party=party, kind=kind)]
        case VoterAuthorised(on=on, cooperation=cooperation, role=role, account=account):
            return [RecordVoter(on=on, cooperation=cooperation, party=party, role=role, account=account)]
        case VoterRevoked(on=on, cooperation=cooperation, role=role):
            return [RecordVoter(on=on, cooperation=cooperation, party=party, role=role, account=None)]
        case WithdrawalDeclared(on=on, cooperation=cooperation, last_day=last_day):
            return [RecordDeparture(on=on, cooperation=cooperation, party=party, last_day=last_day)]
    return []


def _of_term(event: Event) -> list[Command]:
    match event:
        case BallotCalled(on=on, ballot=ballot, terms=terms):
            return [OpenBallot(on=on, ballot=ballot, terms=terms)]
        case PartyDeparts(on=on, party=party, last_day=last_day, ballot=UUID() as ballot):
            return [WithdrawElector(on=on, ballot=ballot, elector=party, last_day=last_day)]
    return []


def _of_ballot(ballot: UUID, event: Event) -> list[Command]:
    """Whenever a ballot is over, the term knows what became of it; a carried extension extends it."""
    match event:
        case BallotClosed():
            return [_result(ballot, event)]
        case ObjectionRaised(on=on, cooperation=cooperation):
            return [SettleBallot(on=on, cooperation=cooperation, ballot=ballot, outcome=Outcome.OBJECTED)]
        case DossierChanged(on=on, cooperation=cooperation):
            return [SettleBallot(on=on, cooperation=cooperation, ballot=ballot, outcome=Outcome.DOSSIER_CHANGED)]
        case BallotAnnulled(on=on, cooperation=cooperation):
            return [SettleBallot(on=on, cooperation=cooperation, ballot=ballot, outcome=Outcome.ANNULLED)]
    return []


def _result(ballot: UUID, closed: BallotClosed) -> Command:
    result, motion = closed.result, closed.motion
    if result.carried and motion.option in EXTENSIONS and motion.until is not None:
        return ExtendTerm(on=closed.on, cooperation=closed.cooperation, ballot=ballot, until=motion.until)
    failed = Outcome.NOT_CARRIED if result.quorate else Outcome.INQUORATE
    outcome = Outcome.CARRIED if result.carried else failed
    return SettleBallot(on=closed.on, cooperation=closed.cooperation, ballot=ballot, outcome=outcome)
