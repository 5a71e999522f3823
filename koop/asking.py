"""What the decision's own streams say: the agreement in force on a day, and a ballot whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import psycopg
from pydantic import TypeAdapter

from koop.environment import Environment
from koop.up import FILE
from services.reporting.decision.agreement import Agreement
from services.reporting.decision.ballot import ballot
from services.reporting.decision.term import term
from shared.calendar import local_day
from shared.clock import business_now
from shared.store import Store


@contextmanager
def _store(environment: Environment) -> Iterator[Store]:
    store = Store(environment.dsn("reporting"), "reporting")
    try:
        yield store
    finally:
        store.close()


def agreement_on(environment: Environment, day: date | None) -> dict[str, Any]:
    """As of a day: only events that had happened by then."""
    with psycopg.connect(environment.admin_dsn) as connection:
        on = day or local_day(business_now(connection))
    slug = Agreement.load(environment.agreement / FILE).cooperation
    with _store(environment) as store:
        events = [r.event for r in store.whole(f"term-{slug}") if r.event.on <= on]
    state = term.fold(events)
    if state.agreed is None:
        return {"cooperation": slug, "on": on, "in_force": False}
    return {
        "cooperation": slug,
        "on": on,
        "in_force": state.agreed.starts <= on <= (state.ends or state.agreed.ends) and not state.ended,
        "starts": state.agreed.starts,
        "ends": state.ends,
        "facets": list(state.agreed.facets),
        "coordinator": state.agreed.coordinator,
        "policy": state.agreed.policy.model_dump(mode="json"),
        "partners": sorted(state.parties),
        "ballots": [str(call.ballot) for call in state.calls] + [str(e.ballot) for e in state.extensions],
    }


def ballot_of(environment: Environment, ballot_id: str) -> dict[str, Any]:
    with _store(environment) as store:
        events = store.whole(f"ballot-{ballot_id}")
    if not events:
        return {"ballot": ballot_id, "problem": "no such ballot; `koop agreement show` lists them"}
    state = ballot.fold(r.event for r in events)
    shown: dict[str, Any] = TypeAdapter(ballot.shapes or type(state)).dump_python(state, mode="json")
    return {"ballot": ballot_id, "events": [f"{r.event.on} {r.event.name}" for r in events], **shown}
