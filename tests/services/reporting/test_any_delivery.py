"""Any interleaving and any repetition of deliveries gives the same views: the real views, on a real database."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.views import VIEWS
from shared.contracts import cases, cases_transition, cooperation, referrals, volunteers
from shared.contracts.base import Contract
from shared.parking import RawRecord
from shared.projection import versions
from shared.published import TOPICS
from shared.read_model import digest
from tests.services.reporting.live import Live, live
from tests.services.reporting.published import NOW, person, raw

IDS = {cases.CaseContract: "person", referrals.ReferralContract: "person", volunteers.VolunteerContract: "volunteer"}


def stream_of(contract: Contract) -> str:
    """As the services name them."""
    match contract:
        case cases.PersonRegistered() | cases.PersonMoved():
            return f"person-{contract.subject}"
        case cases.CaseContract():
            return f"language-{contract.subject}"
        case referrals.ReferralContract(referral=referral):
            return f"referral-{referral}"
        case cooperation.BallotOpened() | cooperation.ElectorWithdrew() | cooperation.BallotClosed() | cooperation.BallotVoided():
            return f"ballot-{contract.ballot}"
        case cooperation.PartnerJoined() | cooperation.WithdrawalDeclared() | cooperation.PartnerWithdrawn():
            return f"partner-{contract.partner}"
    return f"{contract.topic.split('.')[1]}-{contract.subject}"


def recorded() -> list[RawRecord]:
    """Every published type about each of two subjects, one minute apart, numbered by stream."""
    published = [kind for kind in Contract.registry.values() if getattr(kind, "topic", None) in TOPICS]
    published.sort(key=lambda kind: kind is not cases_transition.TransitionReverted)  # what is said before it is no figure of the next
    numbers: Counter[str] = Counter()
    found: list[RawRecord] = []
    for n in (1, 2):
        for kind in published:
            about = {field: str(person(n)) for base, field in IDS.items() if issubclass(kind, base)}
            if "referral" in kind.model_fields:
                about["referral"] = str(person(10 + n))
            contract = kind.model_validate(kind.example | about)
            if not about and n == 2:
                continue
            stream = stream_of(contract)
            numbers[stream] += 1
            instant = (NOW + timedelta(minutes=len(found))).isoformat().replace("+00:00", "Z")
            found.append(raw(contract, stream, numbers[stream], len(found), time=instant))
    return found


RECORDED = recorded()


@pytest.fixture
def desk(dsn_of: Callable[[str], str]) -> Iterator[Live]:
    with live(dsn_of("reporting"), VIEWS) as opened:
        yield opened


def shown(desk: Live, batches: Sequence[Sequence[RawRecord]]) -> dict[str, str]:
    """The digests after these batches, from empty views."""
    with desk.pool.connection() as connection, connection.transaction():
        versions.remove(connection, VIEWS, "live")
        for table in ("heads", "positions", "parked"):
            connection.execute(f"DELETE FROM {table}".encode())
    desk.desk.ensure_live()
    offsets: Counter[str] = Counter()
    for batch in batches:
        placed = []
        for record in batch:
            placed.append(replace(record, offset=offsets[record.topic]))
            offsets[record.topic] += 1
        desk.deliver(*placed)
    assert {status for status, _ in desk.parked()} <= {"redriven"}
    with desk.pool.connection() as connection, connection.transaction():
        return {view.name: digest(connection, view, 1) for view in VIEWS}


@st.composite
def deliveries(draw: st.DrawFn) -> list[list[RawRecord]]:
    repeated = draw(st.lists(st.sampled_from(RECORDED), max_size=20))
    order = draw(st.permutations(RECORDED + repeated))
    size = draw(st.integers(5, len(order)))
    return [order[i : i + size] for i in range(0, len(order), size)]


def streams_in_turn() -> list[list[RawRecord]]:
    """One stream after the other, each in order: what a slow partition would make of it."""
    by_stream: dict[bytes | None, list[RawRecord]] = defaultdict(list)
    for record in RECORDED:
        by_stream[dict(record.headers)["ce_koopstream"]].append(record)
    return list(by_stream.values())


@pytest.fixture
def in_order(desk: Live) -> dict[str, str]:
    found = shown(desk, [RECORDED])
    assert not any(part.endswith(":0:0") for one in found.values() for part in one.split(";")), "no table is empty"
    return found


def test_streams_one_after_the_other_give_the_same_views(desk: Live, in_order: dict[str, str]) -> None:
    assert shown(desk, streams_in_turn()) == in_order


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(deliveries())
def test_any_interleaving_and_repetition_gives_the_same_views(desk: Live, in_order: dict[str, str], batches: list[list[RawRecord]]) -> None:
    assert shown(desk, batches) == in_order
