"""Who must do what by when: deadlines list, deadlines renew."""

from typing import Annotated

import typer

from koop.commands import answer
from koop.commands.answer import Json, say

deadlines = typer.Typer(no_args_is_help=True, help="Periods that run for somebody.")


@deadlines.command("list")
def deadlines_list(
    *, organisation: Annotated[str | None, typer.Option(help="Only what this organisation must do.")] = None, as_json: Json = False
) -> None:
    """Each period with its rule, paragraph, last day, organisation and account in charge."""
    from koop.deadlines import listing  # noqa: PLC0415

    here = answer.environment()
    say(listing(here.dsns, here.agreement, organisation), as_json=as_json)


@deadlines.command("renew")
def deadlines_renew(
    service: Annotated[str, typer.Argument(help="Whose deadlines.")] = "",
    *,
    every: Annotated[bool, typer.Option("--all", help="All services'.")] = False,
    as_json: Json = False,
) -> None:
    """Set deadlines as today's rules give them: after a release whose rules differ, when `koop verify` says so. Services may run."""
    from koop.migrate import SERVICES  # noqa: PLC0415
    from koop.renew_deadlines import renew  # noqa: PLC0415

    wanted = answer.one_or_all(service, SERVICES, "service", every=every)
    say(renew(answer.environment().dsns, wanted), as_json=as_json)
