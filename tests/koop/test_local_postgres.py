"""The local database server as clients meet it: passwords over TCP, true commits, no leftovers of another clone."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from koop.local.ports import PortTaken, answers, free_ports
from koop.local.postgres import LocalPostgres, PostgresFailed
from tests.conftest import Stack


def ask(dsn: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LocalPostgres]:
    """A server of the test's own, below a folder that only its owner may enter, as pytest's are."""
    postgres = LocalPostgres(tmp_path / "postgres", free_ports(1)[0])
    postgres.start()
    yield postgres
    postgres.reset()


def test_a_wrong_password_is_refused(stack: Stack) -> None:
    right = stack.postgres.admin_dsn
    password = (stack.postgres.home / "admin.password").read_text()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(right.replace(password, "wrong"))


def test_nobody_is_anonymous(stack: Stack) -> None:
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(f"postgresql://koop_admin@127.0.0.1:{stack.postgres.port}/postgres")


def test_commits_are_true_and_passwords_are_scram(admin_dsn: str) -> None:
    settings = "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('max_connections')"
    assert ask(admin_dsn, settings) == [("on", "on", "200")]
    assert ask(admin_dsn, "SELECT DISTINCT auth_method FROM pg_hba_file_rules") == [("scram-sha-256",)]
    assert ask(admin_dsn, "SHOW listen_addresses") == [("127.0.0.1",)]
    assert ask(admin_dsn, "SHOW unix_socket_directories") == [("",)]


def test_rows_survive_a_restart_and_a_kill(server: LocalPostgres) -> None:
    ask(server.admin_dsn, "CREATE TABLE kept AS SELECT 1 AS one")
    server.stop()
    assert not answers(server.port)
    server.start()
    assert ask(server.admin_dsn, "SELECT one FROM kept") == [(1,)]
    ask(server.admin_dsn, "INSERT INTO kept VALUES (2)")
    server.kill()
    server.start()
    assert ask(server.admin_dsn, "SELECT one FROM kept ORDER BY one") == [(1,), (2,)]


def test_a_running_server_is_taken_over(server: LocalPostgres) -> None:
    started = ask(server.admin_dsn, "SELECT pg_postmaster_start_time()")
    LocalPostgres(server.home, server.port).start()
    assert ask(server.admin_dsn, "SELECT pg_postmaster_start_time()") == started


def test_another_port_moves_the_server(server: LocalPostgres) -> None:
    moved = LocalPostgres(server.home, free_ports(1)[0])
    moved.start()
    assert answers(moved.port)
    assert not answers(server.port)


def test_a_pid_file_that_names_a_stranger_does_not_stop_the_start(server: LocalPostgres) -> None:
    server.stop()
    stale = server.place.folder / "data" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n")
    server.place.hand_over(stale)
    server.start()
    assert ask(server.admin_dsn, "SELECT 1") == [(1,)]


def test_a_taken_port_is_named(stack: Stack, tmp_path: Path) -> None:
    with pytest.raises(PortTaken, match=rf"port {stack.postgres.port} \(PostgreSQL\) is taken"):
        LocalPostgres(tmp_path, stack.postgres.port).start()


def test_data_of_a_clone_that_is_gone_is_not_taken_up(server: LocalPostgres) -> None:
    ask(server.admin_dsn, "CREATE TABLE of_another_clone ()")
    (server.home / "admin.password").unlink()
    server.start()
    assert ask(server.admin_dsn, "SELECT to_regclass('of_another_clone')") == [(None,)]


def test_lost_data_is_said_and_not_replaced_in_silence(server: LocalPostgres) -> None:
    server.stop()
    (server.place.folder / "data").rename(server.place.folder / "elsewhere")
    with pytest.raises(PostgresFailed, match="is gone"):
        server.start()


def test_the_password_is_private(stack: Stack) -> None:
    assert stat.S_IMODE((stack.postgres.home / "admin.password").stat().st_mode) == 0o600
    assert stat.S_IMODE(stack.postgres.place.folder.stat().st_mode) & 0o077 in {0, 0o055}
    assert stat.S_IMODE((stack.postgres.place.folder / "data").stat().st_mode) == 0o700
