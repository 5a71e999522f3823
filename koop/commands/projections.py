"""The views' versions: projections list, projections rebuild."""

import sys
from typing import Annotated

import typer

from koop.commands import answer
from koop.commands.answer import Json, say

projections = typer.Typer(no_args_is_help=True, help="The views: versions, rebuild, rollback.")


@projections.command("list")
def projections_list(*, as_json: Json = False) -> None:
    """Every version of every view."""
    from koop.projections import listing  # noqa: PLC0415

    say(listing(answer.environment().dsn("reporting")), as_json=as_json)


@projections.command("rebuild")
def projections_rebuild(
    view: Annotated[str, typer.Argument(help="A view's name.")] = "",
    *,
    every: Annotated[bool, typer.Option("--all", help="All views.")] = False,
    switch: Annotated[bool, typer.Option("--switch", help="Put the rebuilt version live where its digest is equal.")] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="Back to the version that was kept.")] = False,
    accept_difference: Annotated[
        bool,
        typer.Option(
            "--accept-difference", help="Switch also a view whose figures differ, if its code has changed since the live version."
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Rebuild from offset 0 beside live traffic, compare digests, and switch in one transaction. Exit code 3 if figures differ."""
    names = _names(view, every=every)
    from koop import projections as run  # noqa: PLC0415

    here = answer.environment()
    dsn, admin = here.dsn("reporting"), here.admin
    if rollback:
        outcome = run.rollback(dsn, admin, names)
    else:
        progress = _progress if sys.stderr.isatty() else _silent
        outcome = run.rebuild(dsn, admin, names, switch=switch, accept_difference=accept_difference, progress=progress)
    say(outcome, as_json=as_json, ok=outcome["ok"])


def _names(view: str, *, every: bool) -> list[str] | None:
    """None is all."""
    from services.reporting.views import VIEWS  # noqa: PLC0415

    wanted = answer.one_or_all(view, [one.name for one in VIEWS], "view", every=every)
    return None if every else wanted


def _progress(what: str, done: int, of: int) -> None:
    print(f"\r{what}: {done} of {of} ", end="", file=sys.stderr)


def _silent(what: str, done: int, of: int) -> None:
    """No terminal, no progress."""
