"""`koop`, the operator's tool."""

import logging
import sys

import typer

from koop.commands import machine
from koop.commands.answer import CODES, expected, fail
from koop.commands.cooperation import agreement, ballot
from koop.commands.deadlines import deadlines
from koop.commands.exchange import partner, topology
from koop.commands.months import months
from koop.commands.parked import parked
from koop.commands.projections import projections
from koop.commands.recover import recover

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help=f"Runs and looks after a cooperation. {CODES}")
machine.add_to(app)
GROUPS = {
    "agreement": agreement,
    "partner": partner,
    "topology": topology,
    "projections": projections,
    "months": months,
    "parked": parked,
    "ballot": ballot,
    "deadlines": deadlines,
    "recover": recover,
}
for name, group in GROUPS.items():
    app.add_typer(group, name=name)


def main() -> None:
    # The clients' warnings are for the services' logs; an operator reads answers.
    for client in ("kafka", "aiokafka"):
        logging.getLogger(client).setLevel(logging.CRITICAL)
    try:
        app()
    except Exception as error:
        if not expected(error):
            raise
        fail(error, as_json="--json" in sys.argv)
