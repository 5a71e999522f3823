"""Sealed fields on a real PostgreSQL: readable where the stream is loaded, nowhere else, and gone with the key."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from cryptography.exceptions import InvalidTag
from psycopg.conninfo import make_conninfo

from shared.append import Append
from shared.birth import BirthDate
from shared.decider import Refused
from shared.messages import Event, Meta, Recorded, Sealed, event_id, from_json, to_json
from shared.sealing import KeyLost, erase
from shared.store import Store

SUBJECT = "1c7b4b63-4a2f-4a55-9c1f-5d3a0c2b7e10"
NOW = datetime(2016, 7, 4, 9, tzinfo=UTC)


class Claimed(Event, name="test.Claimed"):
    source: str
    birth: Sealed[BirthDate | None] = None


def recorded(stream: str, version: int, birth: BirthDate | None) -> Recorded:
    meta = Meta(event_id=event_id(stream, version), recorded_at=NOW, actor="test", correlation=UUID(int=1))
    return Recorded(stream, version, Claimed(on=date(2016, 7, 4), source="paper", birth=birth), meta)


def keep(store: Store, *events: Recorded) -> None:
    store.append(Append(events=list(events)))


def births(store: Store, stream: str) -> list[BirthDate | None]:
    histories, _ = store.load([stream])
    return [one.event.birth for one in histories[stream].events if isinstance(one.event, Claimed)]


@pytest.fixture
def superuser(database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(make_conninfo(database, options="-c search_path=cases"), autocommit=True) as connection:
        yield connection


BORN = BirthDate(year=1999, month=2, day=17)


def test_a_sealed_field_is_loaded_in_the_clear_and_stored_closed(store: Store, superuser: psycopg.Connection) -> None:
    keep(store, recorded(f"minor-{SUBJECT}", 1, BORN), recorded(f"minor-{SUBJECT}", 2, None))
    assert births(store, f"minor-{SUBJECT}") == [BORN, None]
    assert store.whole(f"minor-{SUBJECT}")[0].event == Claimed(on=date(2016, 7, 4), source="paper", birth=BORN)
    stored = b"".join(bytes(row[0]) for row in superuser.execute("SELECT state FROM events"))
    assert b"1999" not in stored
    assert b"paper" in stored


def test_streams_about_one_subject_share_its_key(store: Store, superuser: psycopg.Connection) -> None:
    keep(store, recorded(f"minor-{SUBJECT}", 1, BORN), recorded(f"age-{SUBJECT}", 1, BORN))
    keep(store, recorded(f"minor-{uuid4()}", 1, BORN))
    assert superuser.execute("SELECT count(*) FROM subject_keys").fetchone() == (2,)


def test_after_the_erasure_the_field_is_none_and_nothing_more_is_kept(store: Store, superuser: psycopg.Connection) -> None:
    keep(store, recorded(f"minor-{SUBJECT}", 1, BORN))
    erase(superuser, SUBJECT, NOW)
    assert births(store, f"minor-{SUBJECT}") == [None]
    with pytest.raises(Refused, match="erased"):
        keep(store, recorded(f"minor-{SUBJECT}", 2, BORN))
    keep(store, recorded(f"minor-{SUBJECT}", 2, None))
    assert births(store, f"minor-{SUBJECT}") == [None, None]


def test_n21_a_lost_key_is_no_erasure(store: Store, superuser: psycopg.Connection) -> None:
    keep(store, recorded(f"minor-{SUBJECT}", 1, BORN))
    superuser.execute("DELETE FROM subject_keys")
    with pytest.raises(KeyLost):
        births(store, f"minor-{SUBJECT}")


def test_a_ciphertext_moved_to_another_event_does_not_open(store: Store, superuser: psycopg.Connection) -> None:
    keep(store, recorded(f"minor-{SUBJECT}", 1, BORN), recorded(f"minor-{SUBJECT}", 2, BirthDate(year=1998)))
    superuser.execute("UPDATE events SET state = (SELECT state FROM events WHERE originator_version = 1) WHERE originator_version = 2")
    with pytest.raises(InvalidTag):
        births(store, f"minor-{SUBJECT}")


def test_without_a_key_nothing_sealed_is_written_and_what_is_stored_reads_as_none(store: Store, superuser: psycopg.Connection) -> None:
    one = recorded(f"minor-{SUBJECT}", 1, BORN)
    with pytest.raises(TypeError):
        to_json(one.event, one.meta)
    keep(store, one)
    row = superuser.execute("SELECT topic, state FROM events").fetchone()
    assert row is not None
    event, _ = from_json(row[0], bytes(row[1]))
    assert isinstance(event, Claimed)
    assert (event.source, event.birth) == ("paper", None)


def test_no_service_but_the_owner_reads_the_keys(store: Store, dsn_of: Callable[[str], str]) -> None:
    keep(store, recorded(f"minor-{SUBJECT}", 1, BORN))
    with psycopg.connect(dsn_of("reporting")) as other, pytest.raises(psycopg.errors.InsufficientPrivilege):
        other.execute("SELECT * FROM cases.subject_keys")
