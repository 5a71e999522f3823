"""Figures of the months that are over, for dashboards: months publish."""

import typer

from koop.commands import answer
from koop.commands.answer import Json, say

months = typer.Typer(no_args_is_help=True, help="Figures of the months that are over, in SQL: bi.transition_months, bi.minors_months.")


@months.command("publish")
def months_publish(*, as_json: Json = False) -> None:
    """Publish every edition that is missing. To be run after each month's end; again it does nothing. What was published stays."""
    from koop.months import publish  # noqa: PLC0415
    from shared.law import Law  # noqa: PLC0415

    here = answer.environment()
    say(publish(here.dsns, here.admin, here.topology, Law.load(here.agreement / "law")), as_json=as_json)


@months.callback()
def _group() -> None:
    """One command so far, and yet a group."""
