"""The operator's tool at its surface: help, JSON, exit codes, no traceback for what an operator can mend."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
import typer
from eventsourcing.persistence import OperationalError
from typer.testing import CliRunner, Result

from koop import cli
from koop.commands import answer
from koop.environment import Environment, InUse
from koop.local.ports import free_ports
from koop.local.requirements import Requirement

Run = Callable[..., Result]
LATER = {"psycopg", "kafka", "aiokafka", "pydantic", "fastapi", "eventsourcing", "httpx"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """An installation of which nothing runs."""
    kafka, postgres = free_ports(2)
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", f"127.0.0.1:{kafka}")
    monkeypatch.setenv("KOOP_KAFKA_ADMIN_PASSWORD", "for-tests-only")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://nobody@127.0.0.1:{postgres}/none")
    environment = Environment(home=tmp_path)
    monkeypatch.setattr(answer, "environment", lambda: environment)
    return environment


@pytest.fixture
def run(here: Environment) -> Run:
    return lambda *words, **options: CliRunner().invoke(cli.app, list(words), **options)


def commands(group: Any, *path: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        found += commands(command, *path, name) if hasattr(command, "commands") else [(*path, name)]
    return found


EVERY = commands(typer.main.get_command(cli.app))


def test_the_tool_offers_what_an_operator_needs() -> None:
    assert {" ".join(path) for path in EVERY} == {
        *("up", "reset", "migrate", "env", "doctor", "verify", "schemas", "states", "agreement show", "ballot show", "partner publish"),
        *("deadlines list", "deadlines renew"),
        *("topology apply", "topology docs", "projections list", "projections rebuild"),
        *("parked list", "parked show", "parked redrive", "parked dismiss"),
        *("recover resend", "recover forget", "recover begin"),
        "months publish",
    }


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_every_command_has_help_and_can_answer_in_json(run: Run, path: tuple[str, ...]) -> None:
    told = run(*path, "--help", env={"COLUMNS": "200", "TERM": "dumb"})
    assert told.exit_code == 0
    assert "--json" in told.output


def test_help_names_the_exit_codes(run: Run) -> None:
    assert "0 done, 1 not clean or refused, 2 wrong usage, 3 figures differ" in " ".join(
        run("--help", env={"COLUMNS": "200"}).output.split()
    )


def test_help_loads_no_client_and_no_framework() -> None:
    code = f"import sys, koop.cli; print(sorted({LATER!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["agreement", "show", "--on", "last summer"], "--on"),
        (["partner", "publish", __file__, "--as", "caritas-evil"], "vg-landstuhl"),
        (["partner", "publish", "no-such-file", "--as", "cjd"], "no-such-file"),
        (["projections", "rebuild"], "--all"),
        (["projections", "rebuild", "language", "--all"], "--all"),
        (["projections", "rebuild", "weather"], "volunteers"),
        (["parked", "dismiss", "cases/1"], "--note"),
        (["up", "--scale", "0"], "--scale"),
    ],
)
def test_wrong_usage_leaves_with_2_and_names_what_is_wrong(run: Run, words: list[str], named: str) -> None:
    done = run(*words, env={"COLUMNS": "400", "TERM": "dumb"})
    assert (done.exit_code, named in done.output) == (2, True), done.output


def test_env_prints_what_a_shell_can_read(run: Run) -> None:
    shell, programs = run("env"), run("env", "--json")
    exports = json.loads(programs.stdout)
    assert {"KAFKA_BOOTSTRAP_SERVERS", "DATABASE_URL"} < exports.keys()
    assert {f"KOOP_{service}_URL" for service in ("CASES", "REFERRALS", "VOLUNTEERS", "REPORTING")} < exports.keys()
    assert shell.stdout.splitlines() == [f"export {name}='{value}'" for name, value in exports.items()]


def test_doctor_leaves_with_1_when_something_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Requirement("Java", ">= 17", None, met=False), Requirement("Maven", "any 3.x", "3.9", met=True)]
    monkeypatch.setattr("koop.local.requirements.check", lambda: found)
    done = run("doctor", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["ok"] is False
    assert "apt install" in json.loads(done.stdout)["Java"]


@pytest.mark.parametrize(("ok", "code"), [(True, 0), (False, 1)])
def test_verify_leaves_with_what_it_found(run: Run, monkeypatch: pytest.MonkeyPatch, ok: bool, code: int) -> None:
    monkeypatch.setattr("koop.verify.verify", lambda *_: {"ok": ok, "stores": {}, "topics": {}, "views": {}, "parked": {}})
    done = run("verify", "--json")
    assert (done.exit_code, json.loads(done.stdout)["ok"]) == (code, ok)


def test_a_rebuild_with_other_figures_leaves_with_3(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("koop.projections.rebuild", lambda *_, **__: {"ok": False, "switched": False, "exit_code": 3})
    assert run("projections", "rebuild", "--all", "--switch").exit_code == 3


def test_schemas_and_topics_are_as_committed(run: Run) -> None:
    assert json.loads(run("schemas", "--check", "--json").stdout) == {"ok": True, "differs": []}
    assert run("topology", "docs", "--check").exit_code == 0


def test_drifted_schemas_leave_with_1_and_are_named(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("koop.schemas.FOLDER", tmp_path)
    missing = run("schemas", "--check", "--json")
    assert (missing.exit_code, "koop.Receipt.v1.json" in json.loads(missing.stdout)["differs"]) == (1, True)
    (tmp_path / "koop.fact.Forgotten.v1.json").write_text("{}")
    run("schemas")
    assert run("schemas", "--check").exit_code == 0
    assert not (tmp_path / "koop.fact.Forgotten.v1.json").exists()


def test_reset_deletes_nothing_until_it_is_told_so(run: Run, here: Environment) -> None:
    kept = here.tokens
    assert run("reset", input="n\n").exit_code == 1
    assert kept.exists()
    done = run("reset", "--yes", "--json")
    assert json.loads(done.stdout) == {"ok": True, "deleted": str(here.home), "left alone": ["Kafka", "PostgreSQL"]}
    assert not kept.exists()


def test_reset_leaves_a_running_suite_alone(run: Run, here: Environment) -> None:
    kept = here.tokens
    with here.held():
        refused = run("reset", "--yes")
    assert isinstance(refused.exception, InUse)
    assert kept.exists()


def as_started(monkeypatch: pytest.MonkeyPatch, *words: str) -> Any:
    """The tool as the shell starts it; its exit code."""
    monkeypatch.setattr(sys, "argv", ["koop", *words])
    with pytest.raises(SystemExit) as left:
        cli.main()
    return left.value.code


@pytest.mark.usefixtures("here")
def test_what_does_not_run_is_one_line_and_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert as_started(monkeypatch, "projections", "list") == 1
    said = capsys.readouterr()
    assert (said.out, "koop up" in said.err, "Traceback" in said.err) == ("", True, False)


@pytest.mark.usefixtures("here")
def test_a_failure_in_json_is_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert as_started(monkeypatch, "parked", "list", "--json") == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False


def test_a_mistake_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Environment:
        raise KeyError("nothing")

    monkeypatch.setattr(answer, "environment", broken)
    monkeypatch.setattr(sys, "argv", ["koop", "env"])
    with pytest.raises(KeyError):
        cli.main()
    assert not answer.expected(KeyError("nothing"))
    assert answer.expected(psycopg.OperationalError("gone"))
    assert answer.expected(TimeoutError("no receipt"))
    assert answer.expected(OperationalError("the store's pool gets no connection"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("recover", "resend"), "name one service, or say --all"),
        (("recover", "resend", "cases", "--all"), "name one service, or say --all"),
        (("recover", "resend", "nothing"), "no service 'nothing'"),
        (("recover", "forget", "koop.case.v1"), "no topic 'koop.case.v1'"),
        (("recover", "begin", "koop.case.v1"), "no topic 'koop.case.v1'"),
        (("projections", "rebuild", "nothing"), "no view 'nothing'"),
    ],
)
def test_a_name_that_is_none_is_told_before_anything_is_done(run: Run, words: tuple[str, ...], said: str) -> None:
    outcome = run(*words)
    assert outcome.exit_code == 2
    assert said in " ".join(outcome.output.replace("│", " ").split())
