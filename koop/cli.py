"""`koop`, the operator's tool. Exit codes: 0 done, 1 not clean or refused, 2 wrong usage, 3 figures differ."""

import json
import logging
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help="Runs and looks after a cooperation.")
agreement = typer.Typer(no_args_is_help=True, help="The agreement as it is in force.")
partner = typer.Typer(no_args_is_help=True, help="What a partner's own systems do.")
topology = typer.Typer(no_args_is_help=True, help="Topics, users and rights.")
projections = typer.Typer(no_args_is_help=True, help="The views: versions, rebuild, rollback.")
parked = typer.Typer(no_args_is_help=True, help="What could not be processed.")
ballot = typer.Typer(no_args_is_help=True, help="The partners' decision.")
for name, group in {
    "agreement": agreement,
    "partner": partner,
    "topology": topology,
    "projections": projections,
    "parked": parked,
    "ballot": ballot,
}.items():
    app.add_typer(group, name=name)

Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


def console() -> Console:
    return Console(stderr=False, soft_wrap=True)


def environment() -> Any:
    from koop.environment import Environment  # noqa: PLC0415 - `koop --help` needs none of it

    return Environment()


def say(outcome: Any, *, as_json: bool, ok: bool = True) -> None:
    """Print, and leave with 1 where it is not well."""
    if as_json:
        print(json.dumps(outcome, default=str, ensure_ascii=False))
    elif isinstance(outcome, list):
        for line in outcome:
            print("  ".join(f"{k}={v}" for k, v in line.items()) if isinstance(line, dict) else line)
    elif isinstance(outcome, dict):
        for key, value in outcome.items():
            print(f"{key}: {json.dumps(value, default=str, ensure_ascii=False) if isinstance(value, dict | list) else value}")
    else:
        print(outcome)
    if not ok:
        raise typer.Exit(int(outcome.get("exit_code", 1)) if isinstance(outcome, dict) else 1)


@app.command()
def up(
    *,
    once: Annotated[bool, typer.Option(help="Play the year, verify, stop; exit code 0 if clean.")] = False,
    scale: Annotated[float, typer.Option(help="1 = the district's real volume (about 1,940 persons).")] = 0.2,
    seed: Annotated[int, typer.Option(help="The same seed plays the same year.")] = 2016,
) -> None:
    """Start everything on this machine and play the cooperation's first year."""
    from koop import up as steps  # noqa: PLC0415

    try:
        code = steps.up(environment(), console(), once=once, scale=scale, seed=seed)
    except (steps.Missing, Exception) as error:
        if not isinstance(error, steps.Missing) and type(error).__module__.split(".")[0] not in {"koop", "builtins"}:
            raise
        console().print(f"[bold red]{error}[/bold red]", highlight=False)
        code = 1
    raise typer.Exit(code)


@app.command()
def reset(*, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Stop the local parts and delete their data. Jars and packages stay."""
    import shutil  # noqa: PLC0415

    here = environment()
    if not yes and not typer.confirm(f"Delete all data under {here.home} (Kafka, PostgreSQL, tokens)?"):
        raise typer.Exit(1)
    for part in (here.kafka, here.postgres):
        if part is not None:
            part.reset()
    for name in ("tokens.json", "secrets", "partners", "log"):
        path = here.home / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    console().print("All data is gone.")


@app.command()
def migrate(*, as_json: Json = False) -> None:
    """Bring the database's schema up to date."""
    from koop.migrate import migrate as run  # noqa: PLC0415

    here = environment()
    say({"ok": True, "applied": run(here.admin_dsn, here.role_passwords)}, as_json=as_json)


@app.command()
def env(*, as_json: Json = False) -> None:
    """Shell exports: addresses of Kafka, the services and the database. Use: eval "$(koop env)"."""
    exports = environment().exports()
    say(exports if as_json else [f"export {name}='{value}'" for name, value in exports.items()], as_json=as_json)


@app.command()
def doctor(*, as_json: Json = False) -> None:
    """What this machine has and lacks."""
    from koop.local.requirements import check  # noqa: PLC0415

    found = check()
    outcome = {"ok": all(one.met for one in found), **{one.name: one.found if one.met else f"missing: {one}" for one in found}}
    say(outcome, as_json=as_json, ok=bool(outcome["ok"]))


@app.command()
def verify(*, as_json: Json = False) -> None:
    """Stores = published logs = topics = views, by counts and hashes. Exit code 1 on any difference."""
    from koop.verify import verify as run  # noqa: PLC0415

    here = environment()
    outcome = run(here.dsns, here.admin, here.topology)
    say(outcome, as_json=as_json, ok=outcome["ok"])


@app.command()
def schemas(*, check: Annotated[bool, typer.Option("--check", help="Compare only; exit code 1 on drift.")] = False) -> None:
    """Export the JSON Schemas (2020-12, closed) and examples of every published type and fact."""
    from koop.schemas import FOLDER, drift, export  # noqa: PLC0415

    differing = drift() if check else export()
    for path in differing:
        console().print(f"{'differs' if check else 'written'}: {path.relative_to(FOLDER)}", highlight=False)
    raise typer.Exit(1 if check and differing else 0)


@agreement.command("show")
def agreement_show(*, on: Annotated[str, typer.Option(help="A day, YYYY-MM-DD; today by default.")] = "", as_json: Json = False) -> None:
    """Partners, term and decision policy in force on a day, from the events."""
    from koop.asking import agreement_on  # noqa: PLC0415

    day = date.fromisoformat(on) if on else None
    say(agreement_on(environment(), day), as_json=as_json)


@ballot.command("show")
def ballot_show(ballot_id: Annotated[str, typer.Argument(metavar="ID")], *, as_json: Json = False) -> None:
    """A ballot: motion, electorate, votes, result with its arithmetic in words."""
    from koop.asking import ballot_of  # noqa: PLC0415

    found = ballot_of(environment(), ballot_id)
    say(found, as_json=as_json, ok="problem" not in found)


@partner.command("publish")
def partner_publish(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CloudEvents: a JSON array, one object, or JSON lines.")],
    *,
    as_: Annotated[str, typer.Option("--as", metavar="ID", help="The partner's slug.")],
    as_json: Json = False,
) -> None:
    """Validate, publish with the partner's own user, wait for the receipts. Exit code 1 if anything is parked."""
    from shared.partner.publish import publish  # noqa: PLC0415

    here = environment()
    outcome = publish(here.login(here.topology.partner_principal(as_)), here.topology, as_, file)
    say(outcome, as_json=as_json, ok=outcome["ok"])


@topology.command("apply")
def topology_apply(*, as_json: Json = False) -> None:
    """Bring topics, users, rights and quotas to agreement/topology.toml."""
    from koop.provision import provision, write_partner_properties  # noqa: PLC0415

    here = environment()
    report = provision(here.topology, here.admin.bootstrap, here.admin.password, here.kafka_passwords)
    write_partner_properties(here.partners, here.topology, here.bootstrap, here.kafka_passwords)
    say({"ok": not report.left, "done": str(report.done), "left": str(report.left)}, as_json=as_json, ok=not report.left)


@topology.command("docs")
def topology_docs(*, check: Annotated[bool, typer.Option("--check", help="Compare only; exit code 1 on drift.")] = False) -> None:
    """Write docs/topics.md from the topology."""
    from koop.environment import ROOT  # noqa: PLC0415

    path, page = ROOT / "docs" / "topics.md", environment().topology.docs_table()
    same = path.exists() and path.read_text("utf-8") == page
    if not check:
        path.write_text(page, "utf-8")
    raise typer.Exit(1 if check and not same else 0)


@projections.command("list")
def projections_list(*, as_json: Json = False) -> None:
    """Every version of every view."""
    from koop.projections import listing  # noqa: PLC0415

    say(listing(environment().dsn("reporting")), as_json=as_json)


@projections.command("rebuild")
def projections_rebuild(
    view: Annotated[str, typer.Argument(help="A view's name.")] = "",
    *,
    every: Annotated[bool, typer.Option("--all", help="All views.")] = False,
    switch: Annotated[bool, typer.Option("--switch", help="Put the rebuilt version live where its digest is equal.")] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="Back to the version that was kept.")] = False,
    accept_difference: Annotated[bool, typer.Option("--accept-difference", help="Switch also where the figures differ.")] = False,
    as_json: Json = False,
) -> None:
    """Rebuild from offset 0 beside live traffic, compare digests, and switch in one transaction."""
    from koop import projections as run  # noqa: PLC0415

    if not view and not every:
        raise typer.BadParameter("name a view, or say --all")
    here, names = environment(), None if every else [view]
    if rollback:
        outcome = run.rollback(here.dsn("reporting"), here.admin, names)
    else:
        progress = _progress if sys.stderr.isatty() else _silent
        outcome = run.rebuild(
            here.dsn("reporting"), here.admin, names, switch=switch, accept_difference=accept_difference, progress=progress
        )
    say(outcome, as_json=as_json, ok=outcome["ok"])


@parked.command("list")
def parked_list(*, every: Annotated[bool, typer.Option("--all", help="Also settled ones.")] = False, as_json: Json = False) -> None:
    """What waits, with its reason and reference."""
    from koop.parked import listing  # noqa: PLC0415

    say(listing(environment().dsns, status=None if every else "waiting"), as_json=as_json)


@parked.command("show")
def parked_show(ref: str, *, as_json: Json = False) -> None:
    """One record, with all of its bytes. REF as `koop parked list` shows it."""
    from koop.parked import NotParked, show  # noqa: PLC0415

    try:
        say(show(environment().dsns, ref), as_json=as_json)
    except NotParked as error:
        say({"ok": False, "problem": str(error)}, as_json=as_json, ok=False)


@parked.command("redrive")
def parked_redrive(ref: str, *, as_json: Json = False) -> None:
    """Read it again with today's code; a domain record with all that waits behind it."""
    from koop.desks import redrive  # noqa: PLC0415

    outcome = redrive(environment(), ref)
    say(outcome, as_json=as_json, ok=outcome["ok"])


@parked.command("dismiss")
def parked_dismiss(ref: str, *, note: Annotated[str, typer.Option(help="Why; no personal data.")], as_json: Json = False) -> None:
    """Give it up, with the reason on record."""
    from koop.desks import dismiss  # noqa: PLC0415

    outcome = dismiss(environment(), ref, note)
    say(outcome, as_json=as_json, ok=outcome["ok"])


def _progress(what: str, done: int, of: int) -> None:
    print(f"\r{what}: {done} of {of} ", end="", file=sys.stderr)


def _silent(what: str, done: int, of: int) -> None:
    """No terminal, no progress."""


def main() -> None:
    # The clients' warnings are for the services' logs; an operator reads answers.
    for client in ("kafka", "aiokafka"):
        logging.getLogger(client).setLevel(logging.CRITICAL)
    app()
