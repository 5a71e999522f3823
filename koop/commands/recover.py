"""After a loss at the broker: recover resend, recover forget, recover begin. When to use which: docs/runbook.md."""

from typing import Annotated, Any

import typer

from koop.commands import answer
from koop.commands.answer import Json, say

recover = typer.Typer(no_args_is_help=True, help="After a loss at the broker; docs/runbook.md says when to use which.")


@recover.command("resend")
def recover_resend(
    service: Annotated[str, typer.Argument(help="Whose published log.")] = "",
    *,
    every: Annotated[bool, typer.Option("--all", help="All services'.")] = False,
    as_json: Json = False,
) -> None:
    """Have a service's published log sent again from its first row. What arrives twice counts once."""
    from koop.migrate import SERVICES  # noqa: PLC0415
    from koop.recovery import resend  # noqa: PLC0415

    wanted = answer.one_or_all(service, SERVICES, "service", every=every)
    say(resend(answer.environment().dsns, wanted), as_json=as_json)


@recover.command("forget")
def recover_forget(
    topic: Annotated[str, typer.Argument(help="A topic that was made anew, such as koop.cases.v1.")] = "",
    *,
    every: Annotated[bool, typer.Option("--all", help="All topics: the broker has lost its data.")] = False,
    as_json: Json = False,
) -> None:
    """Forget positions in topics that were made anew; their readers, which must be stopped, begin at the first record."""
    from koop.recovery import forget  # noqa: PLC0415

    here = answer.environment()
    wanted = answer.one_or_all(topic, _topics(here.topology), "topic", every=every)
    say(forget(here.dsns, here.admin, here.topology, None if every else here.topology.name(wanted[0])), as_json=as_json)


@recover.command("begin")
def recover_begin(
    topic: Annotated[str, typer.Argument(help="Whose beginning has passed a position, such as koop.cases.v1.")], *, as_json: Json = False
) -> None:
    """Go on at a topic's beginning where retention has passed a position; readers must be stopped. Resend its log first or after."""
    from koop.recovery import begin  # noqa: PLC0415

    here = answer.environment()
    (wanted,) = answer.one_or_all(topic, _topics(here.topology), "topic", every=False)
    say(begin(here.dsns, here.admin, here.topology, here.topology.name(wanted)), as_json=as_json)


def _topics(topology: Any) -> list[str]:
    """All there are, without a namespace."""
    return [spec.name.removeprefix(topology.namespace) for spec in topology.topics()]
