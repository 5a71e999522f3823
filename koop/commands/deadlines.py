"""Who must do what by when: deadlines list."""

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
