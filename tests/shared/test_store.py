"""The store on a real PostgreSQL, with the service's own rights: everything in one transaction, or nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import ClassVar
from uuid import UUID, uuid4

import psycopg
import pytest

from shared.append import Append
from shared.clock import FixedClock
from shared.contracts.base import Contract
from shared.deadlines import ClearDeadline, Deadline, SetDeadline
from shared.decider import Decider, Refused
from shared.domain import Asked, Domain, Route
from shared.handling import Handler, IdReused
from shared.inbox import Move
from shared.law import Law
from shared.messages import Command, Event, Recorded
from shared.store import Conflict, Fenced, Store
from shared.unit import Stale


class Add(Command):
    jar: str
    coins: int


class Added(Event, name="test.Added"):
    coins: int


class CoinsCounted(Contract, type="koop.test.CoinsCounted.v1"):
    topic: ClassVar[str] = "koop.test.v1"
    coins: int
    example: ClassVar = {"on": "2016-07-01", "coins": 1}

    @property
    def subject(self) -> str:
        return "jar"


def decide(command: Command, state: int) -> list[Event]:
    assert isinstance(command, Add)
    if state + command.coins > 100:
        raise Refused("test.jar_full", "coins", room=100 - state)
    return [Added(coins=command.coins, on=command.on)] if command.coins else []


def evolve(state: int, event: Event) -> int:
    assert isinstance(event, Added)
    return state + event.coins


def outbox(recorded: Recorded) -> Contract | None:
    event = recorded.event
    assert isinstance(event, Added)
    return CoinsCounted(coins=event.coins, on=event.on) if event.coins != 13 else None


def deadlines(recorded: Recorded) -> list[Deadline]:
    event = recorded.event
    assert isinstance(event, Added)
    if event.coins == 7:
        return [SetDeadline("more", NOW, Add(jar="a", coins=1, on=DAY))]
    return [ClearDeadline("more")] if event.coins == 8 else []


DAY = date(2016, 7, 1)
NOW = datetime(2016, 7, 1, 8, tzinfo=UTC)
DOMAIN = Domain("cases", {Add: Route(lambda c: f"jar-{c.jar}", Decider(0, decide, evolve))}, outbox, deadlines)


@pytest.fixture
def handler(store: Store) -> Handler:
    return Handler(DOMAIN, store, FixedClock(NOW), Law.load(Path(__file__).parents[2] / "agreement" / "law"))


def asked(command_id: UUID | None = None, version: int | None = None) -> Asked:
    return Asked(command_id or uuid4(), "caseworker@vg-landstuhl", "vg-landstuhl", uuid4(), expected_version=version)


def add(coins: int, jar: str = "a") -> Add:
    return Add(jar=jar, coins=coins, on=DAY)


def test_a_command_stores_its_event_and_publishes_its_contract_with_gapless_numbers(handler: Handler, database: str) -> None:
    done = [handler.handle(add(coins), asked()) for coins in (1, 13, 2)]
    assert [d.version for d in done] == [1, 2, 3]
    assert done[2].position == "jar-a@2"  # the thirteen stayed inside
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT stream, number, headers->>'type' FROM cases.published ORDER BY id").fetchall()
    assert rows == [("jar-a", 1, CoinsCounted.type), ("jar-a", 2, CoinsCounted.type)]


def test_r49_the_same_command_id_twice_is_one_event_and_the_same_answer(handler: Handler, store: Store) -> None:
    first = asked()
    done, again = handler.handle(add(5), first), handler.handle(add(5), first)
    assert again.repeated
    assert (again.stream, again.version, again.position) == (done.stream, done.version, done.position)
    assert len(store.whole("jar-a")) == 1


def test_a_command_id_with_another_body_is_refused(handler: Handler) -> None:
    first = asked()
    handler.handle(add(5), first)
    with pytest.raises(IdReused):
        handler.handle(add(6), first)


def test_a_refusal_changes_nothing(handler: Handler, store: Store) -> None:
    with pytest.raises(Refused):
        handler.handle(add(101), asked())
    assert store.whole("jar-a") == []


def test_if_match_refuses_a_stale_version(handler: Handler) -> None:
    handler.handle(add(1), asked(version=0))
    with pytest.raises(Stale):
        handler.handle(add(1), asked(version=0))


def test_a_second_writer_of_the_same_version_conflicts(handler: Handler, store: Store) -> None:
    slow, fast = handler.unit(), handler.unit()
    slow.decide(add(1), asked())
    fast.decide(add(2), asked())
    fast.write()
    with pytest.raises(Conflict):
        slow.write()
    assert len(store.whole("jar-a")) == 1


def test_a_moved_position_fences_the_zombie_and_its_events(handler: Handler, store: Store) -> None:
    move = Move("facts", "koop.partner.cjd.facts.v1", 0, 0, 10)
    store.append(Append(moves=[move]))
    zombie = handler.unit()
    zombie.decide(add(1), asked())
    zombie.append.moves.append(move)
    with pytest.raises(Fenced):
        zombie.write()
    assert store.whole("jar-a") == []


def test_a_deadline_is_stored_with_its_event_and_goes_with_the_one_that_clears_it(handler: Handler, store: Store) -> None:
    handler.handle(add(7), asked())
    assert [d.key for d in store.due(NOW)] == ["more"]
    handler.handle(add(8), asked())
    assert store.due(NOW) == []


def test_a_long_stream_loads_from_its_snapshot_and_an_old_snapshot_is_not_believed(handler: Handler, store: Store, database: str) -> None:
    for _ in range(50):
        handler.handle(add(1), asked())
    histories, _ = store.load(["jar-a"])
    assert histories["jar-a"].snapshot is not None and histories["jar-a"].events == []
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("UPDATE cases.snapshots SET fingerprint = 'older code', state = '99'")
    assert handler.handle(add(50), asked()).version == 51


def test_the_service_may_append_but_never_change_or_delete_an_event(handler: Handler, dsn_of: Callable[[str], str]) -> None:
    handler.handle(add(1), asked())
    with psycopg.connect(dsn_of("cases"), autocommit=True) as connection:
        for statement in ("DELETE FROM cases.events", "UPDATE cases.published SET value = ''", "TRUNCATE cases.events"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_the_store_refuses_the_mode_that_loses_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_ENABLE_DB_FUNCTIONS", "y")
    with pytest.raises(RuntimeError, match="unset it"):
        Store("host=127.0.0.1 dbname=x user=x", "cases")


def test_a_transaction_of_a_frozen_process_ends_even_within_a_pipeline(store: Store) -> None:
    with store.datastore.get_connection() as connection:
        row = connection.execute("SHOW transaction_timeout").fetchone()
    assert row == {"transaction_timeout": "20s"}
