"""Where partners and services meet: partner publish, topology apply, topology docs."""

from pathlib import Path
from typing import Annotated

import typer

from koop.commands import answer
from koop.commands.answer import Json, say

partner = typer.Typer(no_args_is_help=True, help="What a partner's own systems do.")
topology = typer.Typer(no_args_is_help=True, help="Topics, users and rights.")


@partner.command("publish")
def partner_publish(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CloudEvents: a JSON array, one object, or JSON lines.")],
    *,
    as_: Annotated[str, typer.Option("--as", metavar="ID", help="The partner's slug.")],
    as_json: Json = False,
) -> None:
    """Validate, publish with the partner's own user, wait for the receipts. Exit code 1 if anything is parked."""
    from shared.partner.publish import publish  # noqa: PLC0415

    here = answer.environment()
    if as_ not in here.topology.participants:
        raise typer.BadParameter(f"no partner {as_!r}; there are {', '.join(here.topology.participants)}", param_hint="--as")
    outcome = publish(here.login(here.topology.partner_principal(as_)), here.topology, as_, file)
    say(outcome, as_json=as_json, ok=outcome["ok"])


@topology.command("apply")
def topology_apply(*, as_json: Json = False) -> None:
    """Bring topics, users, rights and quotas to agreement/topology.toml."""
    from koop.provision import provision, write_partner_properties  # noqa: PLC0415

    here = answer.environment()
    report = provision(here.topology, here.admin.bootstrap, here.admin.password, here.kafka_passwords)
    write_partner_properties(here.partners, here.topology, here.bootstrap, here.kafka_passwords)
    say({"ok": not report.left, "done": str(report.done), "left": str(report.left)}, as_json=as_json, ok=not report.left)


@topology.command("docs")
def topology_docs(
    *, check: Annotated[bool, typer.Option("--check", help="Compare only; exit code 1 on drift.")] = False, as_json: Json = False
) -> None:
    """Write docs/topics.md from the topology."""
    from koop.environment import ROOT  # noqa: PLC0415

    path, page = ROOT / "docs" / "topics.md", answer.environment().topology.docs_table()
    same = path.exists() and path.read_text("utf-8") == page
    if not (check or same):
        path.write_text(page, "utf-8")
    say({"ok": same or not check, "page": path.relative_to(ROOT).as_posix(), "differed": not same}, as_json=as_json, ok=same or not check)
