"""`koop up`, what it says: a step that did not come to its end gets no tick."""

import io
import threading
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from rich.console import Console

from koop import up
from koop.environment import Environment
from koop.local.processes import Fleet
from shared.clock import set_clock


def played(database: str, home: Path, said: io.StringIO) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        set_clock(connection, datetime(2016, 7, 1, tzinfo=UTC), running=False)
    here = Environment(home=home)
    up.play(here, Console(file=said), Fleet(here), threading.Event(), scale=0.01, seed=1)


@pytest.fixture
def said(database: str, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    monkeypatch.setenv("DATABASE_URL", database)
    return io.StringIO()


def test_an_interrupted_year_is_not_ticked_off(database: str, tmp_path: Path, said: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demo.play.year", lambda *_, **__: False)
    with pytest.raises(up.Interrupted, match="plays on"):
        played(database, tmp_path, said)
    assert "…" in said.getvalue()
    assert "✓" not in said.getvalue()


def test_a_whole_year_is_ticked_off(database: str, tmp_path: Path, said: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demo.play.year", lambda *_, **__: True)
    played(database, tmp_path, said)
    assert "✓" in said.getvalue()
