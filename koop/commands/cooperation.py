"""What was agreed and decided, from the events: agreement show, ballot show."""

from datetime import datetime
from typing import Annotated

import typer

from koop.commands import answer
from koop.commands.answer import Json, say

agreement = typer.Typer(no_args_is_help=True, help="The agreement as it is in force.")
ballot = typer.Typer(no_args_is_help=True, help="The partners' decision.")
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day; today by default.")]


@agreement.command("show")
def agreement_show(*, on: Day = None, as_json: Json = False) -> None:
    """Partners, term and decision policy in force on a day, from the events."""
    from koop.asking import agreement_on  # noqa: PLC0415

    say(agreement_on(answer.environment(), on.date() if on else None), as_json=as_json)


@ballot.command("show")
def ballot_show(ballot_id: Annotated[str, typer.Argument(metavar="ID")], *, as_json: Json = False) -> None:
    """A ballot: motion, electorate, votes, result with its arithmetic in words."""
    from koop.asking import ballot_of  # noqa: PLC0415

    found = ballot_of(answer.environment(), ballot_id)
    say(found, as_json=as_json, ok="problem" not in found)
