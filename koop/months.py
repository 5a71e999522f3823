"""`koop months publish`: the figures of the months that are over, once everything that was said by then has reached the views."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import date
from typing import Any

import psycopg

from koop.arrival import SETTLE_SECONDS, arrival
from services.reporting.months import Edition
from services.reporting.months import publish as _publish
from shared.clock import business_now
from shared.kafka import KafkaLogin
from shared.law import Law
from shared.projection.lanes import CONSUMER
from shared.topology import Topology

WAITING = "SELECT count(*) FROM reporting.parked WHERE consumer = %s AND status = 'waiting'"


class NotArrived(Exception):
    """Figures now would lack what was said in time. Says what, and the way out."""


def publish(
    dsns: Mapping[str, str], login: KafkaLogin, topology: Topology, law: Law, *, seconds: float = SETTLE_SECONDS
) -> list[dict[str, Any]]:
    """Every edition that was missing, by month. `dsns`, `login`, `seconds` as for `verify`.

    Raises NotArrived, NotLive, psycopg.Error, Unreachable.
    """
    with ExitStack() as stack:
        databases = {service: stack.enter_context(psycopg.connect(dsn, autocommit=True)) for service, dsn in dsns.items()}
        reporting = databases["reporting"]
        now = business_now(reporting)
        arrived = arrival(databases, login, topology, seconds)
        if not arrived.whole:
            raise NotArrived(f"not everything has reached the views: {_said(arrived.not_relayed, arrived.behind)}; try again later")
        if waiting := reporting.execute(WAITING, (CONSUMER,)).fetchone()[0]:  # type: ignore[index]
            raise NotArrived(f"{waiting} records wait to be read by the views: see `koop parked list`, redrive or dismiss them first")
        reporting.execute("SET search_path = reporting")
        return _by_month(_publish(reporting, law, now))


def _by_month(editions: Iterable[Edition]) -> list[dict[str, Any]]:
    """What is said of them: for each month and state of knowledge, which figures."""
    found: dict[tuple[str, date, date], list[str]] = {}
    for facet, figure, month, known in editions:
        found.setdefault((facet, month, known), []).append(figure)
    return [{"facet": facet, "month": month, "known": known, "figures": ", ".join(named)} for (facet, month, known), named in found.items()]


def _said(not_relayed: Mapping[str, int], behind: int) -> str:
    parts = [f"{n} of {service} not sent" for service, n in not_relayed.items()]
    return ", ".join([*parts, f"{behind} not read"] if behind else parts)
