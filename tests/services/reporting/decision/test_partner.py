from datetime import UTC, date, datetime

from services.reporting.decision.partner import (
    AuthoriseVoter,
    CompleteWithdrawal,
    DeclareWithdrawal,
    LegalEntity,
    PartnerJoined,
    PartnerWithdrawn,
    RegisterPartner,
    RevokeVoter,
    VoterAuthorised,
    VoterRevoked,
    WithdrawalDeclared,
    partner,
)
from tests.given import given
from tests.services.reporting.decision.examples import COOPERATION

START = date(2016, 7, 1)
LAST = date(2017, 5, 31)
IB = LegalEntity(code="ib-suedwest", name="Internationaler Bund – IB Südwest gGmbH")
REGISTER = RegisterPartner(
    on=START, organisation="jmd", cooperation=COOPERATION, kind="partner", name="Jugendmigrationsdienst", legal_entity=IB
)
JOINED = PartnerJoined(on=START, cooperation=COOPERATION, kind="partner", name_in_agreement="Jugendmigrationsdienst", legal_entity=IB)
AUTHORISE = AuthoriseVoter(on=START, organisation="jmd", role="deputy", account="deputy@jmd", partner="jmd")
AUTHORISED = VoterAuthorised(on=START, cooperation=COOPERATION, role="deputy", account="deputy@jmd")
LEAVE = DeclareWithdrawal(on=START, organisation="jmd", last_day=LAST, at=datetime(2017, 5, 20, 9, tzinfo=UTC), partner="jmd")
LEAVING = WithdrawalDeclared(on=date(2017, 5, 20), cooperation=COOPERATION, last_day=LAST)
LEFT = PartnerWithdrawn(on=LAST, cooperation=COOPERATION, last_day=LAST)


def test_a_partner_joins_once_with_its_legal_entity() -> None:
    given(partner).when(REGISTER).then(JOINED)
    given(partner, JOINED).when(REGISTER).nothing_new()
    given(partner, JOINED).when(REGISTER.model_copy(update={"name": "IB"})).refused("partner.already_joined")


def test_a_partner_that_left_may_join_again() -> None:
    again = REGISTER.model_copy(update={"on": date(2018, 7, 1)})
    given(partner, JOINED, LEAVING, LEFT).when(again).then(JOINED.model_copy(update={"on": date(2018, 7, 1)}))


def test_a_partner_says_itself_who_votes_for_it() -> None:
    given(partner, JOINED).when(AUTHORISE).then(AUTHORISED)
    given(partner, JOINED, AUTHORISED).when(AUTHORISE).nothing_new()
    given(partner, JOINED).when(AUTHORISE.model_copy(update={"partner": "cjd"})).refused("partner.own_only")
    given(partner).when(AUTHORISE).refused("partner.unknown")


def test_a_proxy_stays_inside_the_organisation_and_nobody_has_both_roles() -> None:
    given(partner, JOINED).when(AUTHORISE.model_copy(update={"account": "deputy@cjd"})).refused("partner.account_elsewhere", "account")
    both = AUTHORISE.model_copy(update={"role": "representative"})
    given(partner, JOINED, AUTHORISED).when(both).refused("partner.account_has_other_role")


def test_an_authority_is_revoked_once() -> None:
    revoke = RevokeVoter(on=LAST, organisation="jmd", role="deputy", partner="jmd")
    revoked = VoterRevoked(on=LAST, cooperation=COOPERATION, role="deputy")
    given(partner, JOINED, AUTHORISED).when(revoke).then(revoked)
    given(partner, JOINED, AUTHORISED, revoked).when(revoke).nothing_new()


def test_a_withdrawal_is_declared_by_the_partner_for_today_or_later() -> None:
    given(partner, JOINED).when(LEAVE).then(LEAVING)
    given(partner, JOINED, LEAVING).when(LEAVE).nothing_new()
    today = date(2017, 5, 20)
    given(partner, JOINED).when(LEAVE.model_copy(update={"last_day": today})).then(LEAVING.model_copy(update={"last_day": today}))
    given(partner, JOINED).when(LEAVE.model_copy(update={"last_day": date(2017, 5, 19)})).refused("partner.withdrawal_in_the_past")
    given(partner, JOINED, LEAVING).when(LEAVE.model_copy(update={"last_day": START})).refused("partner.withdrawal_declared")


def test_a_withdrawal_takes_effect_with_the_end_of_the_last_day() -> None:
    end = datetime(2017, 5, 31, 22, tzinfo=UTC)  # 24:00 summer time
    complete = CompleteWithdrawal(on=LAST, organisation="jmd", at=end)
    given(partner, JOINED, LEAVING).when(complete).then(LEFT)
    given(partner, JOINED, LEAVING).when(complete.model_copy(update={"at": end.replace(hour=21)})).refused("partner.still_member")
    given(partner, JOINED, LEAVING, LEFT).when(complete).nothing_new()
    given(partner, JOINED, LEAVING, LEFT).when(AUTHORISE).refused("partner.withdrawn")
