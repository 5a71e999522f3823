"""What could not be processed, and the two ways out: parked list, show, redrive, dismiss."""

from typing import Annotated

import typer

from koop.commands import answer
from koop.commands.answer import Json, say

parked = typer.Typer(no_args_is_help=True, help="What could not be processed.")
Ref = Annotated[str, typer.Argument(help="As `koop parked list` shows it.")]


@parked.command("list")
def parked_list(*, every: Annotated[bool, typer.Option("--all", help="Also settled ones.")] = False, as_json: Json = False) -> None:
    """What waits, with its reason and reference."""
    from koop.parked import listing  # noqa: PLC0415

    say(listing(answer.environment().dsns, status=None if every else "waiting"), as_json=as_json)


@parked.command("show")
def parked_show(ref: Ref, *, as_json: Json = False) -> None:
    """One record, with all of its bytes."""
    from koop.parked import NotParked, show  # noqa: PLC0415

    try:
        say(show(answer.environment().dsns, ref), as_json=as_json)
    except NotParked as error:
        say({"ok": False, "problem": str(error)}, as_json=as_json, ok=False)


@parked.command("redrive")
def parked_redrive(ref: Ref, *, as_json: Json = False) -> None:
    """Read it again with today's code; a domain record with all that waits behind it."""
    from koop.desks import redrive  # noqa: PLC0415

    outcome = redrive(answer.environment(), ref)
    say(outcome, as_json=as_json, ok=outcome["ok"])


@parked.command("dismiss")
def parked_dismiss(ref: Ref, *, note: Annotated[str, typer.Option(help="Why; no personal data.")], as_json: Json = False) -> None:
    """Give it up, with the reason on record."""
    from koop.desks import dismiss  # noqa: PLC0415

    outcome = dismiss(answer.environment(), ref, note)
    say(outcome, as_json=as_json, ok=outcome["ok"])
