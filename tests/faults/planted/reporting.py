"""`python -m tests.faults.planted.reporting --role all`: reporting, with the defect that KOOP_PLANTED names."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from services.reporting import views
from services.reporting.app import build
from services.reporting.subscribers import ViewsDesk
from shared import consuming, inbox, service
from shared.contracts.base import Contract
from shared.crash import crash_point
from shared.inbox import Move
from shared.parking import RawRecord
from shared.read_model import Record

ABOUT = os.environ.get("KOOP_PLANTED_ABOUT", "")


def older() -> None:
    """Code from before people could move: it does not know the type."""
    del Contract.registry["koop.cases.PersonMoved.v1"]


def poison() -> None:
    """A fold that cannot take what is said of one subject."""
    _broken(lambda record: record.subject == ABOUT)


def flood() -> None:
    """A fold that can take nothing."""
    _broken(lambda record: True)


def position_first() -> None:
    """The position moves in a transaction of its own, before the effect."""
    usual = ViewsDesk._apply

    def apply(self: ViewsDesk, records: Sequence[RawRecord], moves: Sequence[Move], *, careful: bool) -> None:
        with self.pool.connection() as connection, connection.cursor() as cursor:
            inbox.move(cursor, moves)
        crash_point("apply.before_commit")
        usual(self, records, [], careful=careful)

    ViewsDesk._apply = apply  # type: ignore[method-assign]


def default_parser() -> None:
    """The framework's own parser, which decodes headers."""

    async def parser(record: Any, original: Callable[[Any], Any]) -> Any:
        return await original(record)

    consuming.raw_parser = parser


def _broken(cannot: Callable[[Record], bool]) -> None:
    def worse(evolve: Callable[[Any, Record], Any]) -> Callable[[Any, Record], Any]:
        def evolved(state: Any, record: Record) -> Any:
            if cannot(record):
                raise LookupError("a defect, planted")
            return evolve(state, record)

        return evolved

    broken = tuple(replace(view, evolve=worse(view.evolve)) for view in views.VIEWS)
    ViewsDesk.__init__.__defaults__ = (broken,)


DEFECTS = {defect.__name__: defect for defect in (older, poison, flood, position_first, default_parser)}

if __name__ == "__main__":
    DEFECTS[os.environ["KOOP_PLANTED"]]()
    service.main(build)
