"""The operator's tool with arguments that nobody would type: a message that names what is wrong, a documented exit code, no traceback."""

from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from koop import cli
from koop.commands import answer
from koop.environment import Environment
from koop.local.ports import free_ports
from tests.fuzz.cases import DONE, drawn

CODES = {0, 1, 2, 3}
NEVER = {("up",), ("reset",), ("deadlines", "list"), ("topology", "apply"), ("verify",)}
"""They start, delete, or wait for what does not answer; what they take is tried in tests/koop."""

word = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
value = word | st.integers().map(str) | st.dates().map(str) | st.uuids().map(str) | st.sampled_from(["-", "--", "../..", "%s", "' OR 1=1"])


def commands(group: Any, *path: str) -> list[tuple[tuple[str, ...], Any]]:
    found: list[tuple[tuple[str, ...], Any]] = []
    for name, command in group.commands.items():
        found += commands(command, *path, name) if hasattr(command, "commands") else [((*path, name), command)]
    return found


EVERY = [(path, command) for path, command in commands(typer.main.get_command(cli.app)) if path not in NEVER]


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """A command with its own options, some of another, and values of all kinds."""
    path, command = draw(st.sampled_from(EVERY))
    options = [name for parameter in command.params for name in parameter.opts if name.startswith("--")]
    said: list[str] = [*path]
    for name in draw(st.lists(st.sampled_from([*options, "--on", "--note", "--no-such-option"]), max_size=3)):
        said += [name, draw(value)] if draw(st.booleans()) else [name]
    return said + draw(st.lists(value, max_size=3))


@pytest.fixture
def nothing_runs(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kafka, postgres = free_ports(2)
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", f"127.0.0.1:{kafka}")
    monkeypatch.setenv("KOOP_KAFKA_ADMIN_PASSWORD", "for-tests-only")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://nobody@127.0.0.1:{postgres}/none")
    environment = Environment(home=tmp_path)
    monkeypatch.setattr(answer, "environment", lambda: environment)


def test_no_line_ends_in_a_traceback(nothing_runs: None) -> None:
    @drawn("cli")
    @given(lines())
    def run(line: list[str]) -> None:
        DONE["cli"] += 1
        result = CliRunner().invoke(cli.app, line)
        if isinstance(result.exception, Exception):
            assert answer.expected(result.exception), f"{line}: {result.exception!r}"
            return
        assert result.exit_code in CODES
        if result.exit_code == 2:
            assert "Error" in result.output or "Usage" in result.output

    run()
