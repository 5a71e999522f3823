"""The running periods of all services, for the operator: every one but the minors', which are the youth office's alone (ADR 9)."""

from collections.abc import Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg

from koop.migrate import WALLED
from shared.calendar import local_day
from shared.clock import business_now
from shared.domain import Domain
from shared.duties import line
from shared.law import Law
from shared.store import Store


def listing(dsns: Mapping[str, str], agreement: Path, organisation: str | None) -> list[dict[str, Any]]:
    """The first to end first; `organisation`: only what it must do. Raises psycopg.Error."""
    law = Law.load(agreement / "law")
    lines = [one for service, dsn in dsns.items() if service not in WALLED for one in _of_service(dsn, service, law, organisation)]
    return sorted(lines, key=lambda one: str(one.get("last_day", "9999")))


def _of_service(dsn: str, service: str, law: Law, organisation: str | None) -> list[dict[str, Any]]:
    domain: Domain = import_module(f"services.{service}.app").domain(law)
    store = Store(dsn, service)
    try:
        due = store.periods(organisation)
        charges = domain.charges(store.wholes, [one.stream for one in due])
    finally:
        store.close()
    today = _today(dsn)
    return [line(one, one.frist, domain.facet_of, charges, today) for one in due if one.frist]


def _today(dsn: str) -> date:
    with psycopg.connect(dsn) as connection:
        return local_day(business_now(connection))
