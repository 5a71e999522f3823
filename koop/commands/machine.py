"""The installation on this machine: up, reset, migrate, env, doctor, verify, schemas, states."""

import shutil
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from koop.commands import answer
from koop.commands.answer import Json, say

if TYPE_CHECKING:
    from koop.environment import Environment


def up(
    *,
    once: Annotated[bool, typer.Option(help="Play the year, verify, stop; exit code 0 if clean.")] = False,
    scale: Annotated[float, typer.Option(min=0.001, help="1 = the district's real volume (about 1,940 persons).")] = 0.2,
    seed: Annotated[int, typer.Option(help="The same seed plays the same year.")] = 2016,
    as_json: Json = False,
) -> None:
    """Start everything on this machine and play the cooperation's first year."""
    from koop import up as steps  # noqa: PLC0415

    console = Console(stderr=as_json, soft_wrap=True)
    code = steps.up(answer.environment(), console, once=once, scale=scale, seed=seed)
    if as_json:
        say({"ok": code == 0, "exit_code": code}, as_json=True)
    raise typer.Exit(code)


def reset(*, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False, as_json: Json = False) -> None:
    """Stop the local parts and delete their data. Jars and packages stay, and so does what is not on this machine."""
    here = answer.environment()
    if not yes and not typer.confirm(f"Delete all data under {here.home} (Kafka, PostgreSQL, tokens)?", err=True):
        raise typer.Exit(1)
    with here.held():
        _forget(here)
    left = [name for name, part in (("Kafka", here.kafka), ("PostgreSQL", here.postgres)) if part is None]
    outcome: dict[str, Any] = {"ok": True, "deleted": str(here.home)} | ({"left alone": left} if left else {})
    say(outcome, as_json=as_json)


def _forget(here: "Environment") -> None:
    for part in (here.kafka, here.postgres):
        if part is not None:
            part.reset()
    for name in ("tokens.json", "secrets", "partners", "log"):
        path = here.home / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def migrate(*, as_json: Json = False) -> None:
    """Bring the database's schema up to date."""
    from koop.migrate import migrate as run  # noqa: PLC0415

    here = answer.environment()
    say({"ok": True, "applied": run(here.admin_dsn, here.role_passwords)}, as_json=as_json)


def env(*, as_json: Json = False) -> None:
    """Shell exports: addresses of Kafka, the services and the database. Use: eval "$(koop env)"."""
    exports = answer.environment().exports()
    say(exports if as_json else [f"export {name}='{value}'" for name, value in exports.items()], as_json=as_json)


def doctor(*, as_json: Json = False) -> None:
    """What this machine has and lacks."""
    from koop.local.requirements import check  # noqa: PLC0415

    found = check()
    ok = all(one.met for one in found)
    say({"ok": ok} | {one.name: one.found if one.met else f"missing: {one}" for one in found}, as_json=as_json, ok=ok)


def verify(*, as_json: Json = False) -> None:
    """Stores = published logs = topics = views, by counts and hashes. Exit code 1 on any difference."""
    from koop.verify import verify as run  # noqa: PLC0415

    here = answer.environment()
    outcome = run(here.dsns, here.admin, here.topology)
    say(outcome, as_json=as_json, ok=outcome["ok"])


def schemas(
    *, check: Annotated[bool, typer.Option("--check", help="Compare only; exit code 1 on drift.")] = False, as_json: Json = False
) -> None:
    """Export the JSON Schemas (2020-12, closed) and examples of every published type and fact."""
    from koop.schemas import FOLDER, drift, export  # noqa: PLC0415

    names = [path.relative_to(FOLDER).as_posix() for path in (drift() if check else export())]
    ok = not (check and names)
    say({"ok": ok, "differs" if check else "written": names}, as_json=as_json, ok=ok)


def states(
    *, check: Annotated[bool, typer.Option("--check", help="Compare only; exit code 1 on drift.")] = False, as_json: Json = False
) -> None:
    """Draw docs/states.md from the state machines' tables."""
    from koop.states import PAGE, drift, export  # noqa: PLC0415

    differed = drift() if check else export()
    ok = not (check and differed)
    say({"ok": ok, "page": f"docs/{PAGE.name}", "differed": differed}, as_json=as_json, ok=ok)


def add_to(app: typer.Typer) -> None:
    for command in (up, reset, migrate, env, doctor, verify, schemas, states):
        app.command()(command)
