"""What may leave the decision, field by field. Accounts, and votes before the close, stay inside."""

from uuid import UUID

from services.reporting.decision import ballot, partner, preparation, roster, term, term_state, voting
from shared.contracts import cooperation as out
from shared.contracts.base import Contract
from shared.messages import Event, Recorded


def outbox(recorded: Recorded) -> Contract | None:
    kind, _, subject = recorded.stream.partition("-")
    match kind:
        case "partner":
            return _partner(subject, recorded.event)
        case "term":
            return _term(subject, recorded.event)
        case "ballot":
            return _ballot(UUID(subject), recorded.event)
    return None


def _partner(slug: str, event: Event) -> Contract | None:
    match event:
        case partner.PartnerJoined(on=on, cooperation=key, kind=kind, name_in_agreement=name, legal_entity=entity):
            return out.PartnerJoined(on=on, cooperation=key, partner=slug, kind=kind, name=name, legal_entity=entity.name)
        case partner.WithdrawalDeclared(on=on, cooperation=key, last_day=last_day):
            return out.WithdrawalDeclared(on=on, cooperation=key, partner=slug, last_day=last_day)
        case partner.PartnerWithdrawn(on=on, cooperation=key):
            return out.PartnerWithdrawn(on=on, cooperation=key, partner=slug)
    return None


def _term(key: str, event: Event) -> Contract | None:
    match event:
        case term_state.TermAgreed():
            return _agreed(key, event)
        case preparation.DeliberationScheduled(on=on, day=day):
            return out.DeliberationScheduled(on=on, cooperation=key, day=day)
        case preparation.DeliberationHeld(on=on):
            return out.DeliberationHeld(on=on, cooperation=key)
        case preparation.DossierFrozen(on=on, dossier=d):
            return out.DossierFrozen(on=on, cooperation=key, as_of=d.as_of, positions=d.positions, digests=d.digests, hash=d.hash)
        case roster.PartyDeparts(on=on, party=party, last_day=last_day, ballot=UUID() as running):
            return out.ElectorWithdrew(on=on, cooperation=key, ballot=running, partner=party, last_day=last_day)
        case term.TermExtended(on=on, ballot=ballot_id, ends=ends):
            return out.TermExtended(on=on, cooperation=key, ballot=ballot_id, ends=ends)
        case term.ExtensionRevoked(on=on, ballot=ballot_id, ends=ends):
            return out.TermExtensionRevoked(on=on, cooperation=key, ballot=ballot_id, ends=ends)
        case term.TermEnded(on=on, retention_from=retention_from):
            return out.TermEnded(on=on, cooperation=key, retention_from=retention_from)
    return None


def _agreed(key: str, event: term_state.TermAgreed) -> Contract:
    return out.TermAgreed(
        on=event.on,
        cooperation=key,
        starts=event.starts,
        ends=event.ends,
        facets=list(event.facets),
        coordinator=event.coordinator,
        policy=event.policy.key,
    )


def _ballot(ballot_id: UUID, event: Event) -> Contract | None:
    match event:
        case ballot.BallotOpened():
            return _opened(ballot_id, event)
        case ballot.BallotClosed():
            return _closed(ballot_id, event)
        case voting.ObjectionRaised(on=on, cooperation=key):
            return out.BallotVoided(on=on, cooperation=key, ballot=ballot_id, reason="objection")
        case ballot.DossierChanged(on=on, cooperation=key):
            return out.BallotVoided(on=on, cooperation=key, ballot=ballot_id, reason="dossier_changed")
        case ballot.BallotAnnulled(on=on, cooperation=key, reason=reason):
            return out.BallotVoided(on=on, cooperation=key, ballot=ballot_id, reason=reason)
    return None


def _opened(ballot_id: UUID, event: ballot.BallotOpened) -> Contract:
    terms = event.terms
    return out.BallotOpened(
        on=event.on,
        cooperation=terms.cooperation,
        ballot=ballot_id,
        option=terms.motion.option.value,
        until=terms.motion.until,
        electorate=[elector.partner for elector in terms.electorate],
        procedure=terms.procedure,
        special_majority=terms.special_majority,
        quorum_free=terms.quorum_free,
        closes_at=terms.closes_at,
        policy=terms.policy.key,
        dossier=terms.dossier.hash,
    )


def _closed(ballot_id: UUID, event: ballot.BallotClosed) -> Contract:
    result = event.result
    return out.BallotClosed(
        on=event.on,
        cooperation=event.cooperation,
        ballot=ballot_id,
        option=event.motion.option.value,
        carried=result.carried,
        carried_by_all_members=result.carried_by_all_members,
        quorate=result.quorate,
        yes=result.yes,
        no=result.no,
        abstained=result.abstained,
        conditional=result.conditional,
        silent=result.silent,
        electorate=result.electorate,
        quorum=result.quorum,
        votes=[out.NamedVote(partner=line.partner, counted=line.counted) for line in result.roll],
        policy=event.policy,
        words_de=result.words_de,
        words_en=result.words_en,
    )
