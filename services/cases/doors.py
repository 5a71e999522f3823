"""The doors that lead to the vault and to what is known of a person: who reads of whom, for which purpose, is put on record."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Header, Request, Response
from psycopg import Connection
from starlette.concurrency import run_in_threadpool

from services.cases.facets.transition import shown as handover
from services.cases.facets.transition.home import OFFICES
from services.cases.facets.transition.regimes import regime_on
from services.cases.facets.transition.state import Transition
from services.cases.facets.transition.transition import transition
from services.cases.household import household as group
from services.cases.people import NewPerson, person_id, read_person, vault_row
from services.cases.person import RegisterPerson
from services.cases.person import person as home
from services.cases.status.base import OFFICE
from services.cases.status.shown import shown
from services.cases.status.status import status
from shared.auth import Principal, Scope
from shared.calendar import local_day
from shared.domain import Asked
from shared.handling import NotFound
from shared.http import answer, json_body, principal
from shared.messages import Recorded
from shared.openapi import body
from shared.service import Service

CASEWORK = "casework"
"""The one purpose for which contents are read: an auditor sees who read what, an operator queues, neither of them a person."""


def people(api: FastAPI, service: Service) -> FastAPI:
    _register(api, service)
    _vault(api, service)
    _status(api, service)
    _transition(api, service)
    _household(api, service)
    return api


def _register(api: FastAPI, service: Service) -> None:
    @api.post("/people", status_code=201, summary="Register a person: names to the vault, a random id back", openapi_extra=body(NewPerson))
    async def register(request: Request, idempotency_key: Annotated[UUID, Header()]) -> Response:
        who = principal(request)
        api.state.door.scope(who, "people", CASEWORK)
        new = NewPerson.model_validate(await json_body(request))
        person = person_id(idempotency_key)
        wish = RegisterPerson(person=person, vg=new.vg, on=new.on)
        asked = Asked(idempotency_key, who.account, who.organisation, idempotency_key)
        rows = [vault_row(person, new, who.organisation)]
        done = await run_in_threadpool(service.handler.handle, wish, asked, rows=rows)
        return answer(done, 201, person=str(person))


def _vault(api: FastAPI, service: Service) -> None:
    @api.get("/people/{person}", summary="Read a person's vault entry; the read is put on record")
    def read(request: Request, person: UUID) -> dict[str, Any]:
        who = principal(request)
        scope = api.state.door.scope(who, "people", CASEWORK)
        with service.pool.connection() as connection:
            return read_person(connection, person, who, CASEWORK, scope, service.clock, *_lives(service, person))


def _status(api: FastAPI, service: Service) -> None:
    @api.get("/people/{person}/status", summary="What is reported of a person's status, by whom; the read is put on record")
    def read_status(request: Request, person: UUID) -> dict[str, Any]:
        who = principal(request)
        scope = api.state.door.scope(who, "transition", CASEWORK)
        state = status(service.law).fold(recorded.event for recorded in service.store.whole(f"status-{person}"))
        office = service.law.on(local_day(service.clock.now()), OFFICE).text
        with service.pool.connection() as connection:
            read_person(connection, person, who, CASEWORK, scope, service.clock, office, *_lives(service, person))
        return {"person": person} | shown(state)


def _transition(api: FastAPI, service: Service) -> None:
    @api.get("/people/{person}/transition", summary="The change-over as both offices work from it; the read is put on record")
    def read_transition(request: Request, person: UUID) -> dict[str, Any]:
        who, today = principal(request), local_day(service.clock.now())
        scope = api.state.door.scope(who, "transition", CASEWORK)
        history = service.store.whole(f"transition-{person}")
        with service.pool.connection() as connection:
            state = _crossing(service, connection, person, history, who, scope, today)
        return {"person": person} | handover.shown(state, history, today, service.law)


def _household(api: FastAPI, service: Service) -> None:
    @api.get("/households/{household}", summary="Who lives together on a day, each under their own law (R8); the reads are put on record")
    def read_household(request: Request, household: UUID, on: date | None = None) -> dict[str, Any]:
        who, today = principal(request), local_day(service.clock.now())
        scope, day = api.state.door.scope(who, "transition", CASEWORK), on or today
        members = group.fold(one.event for one in service.store.whole(f"household-{household}")).members(day)
        histories = service.store.wholes([f"transition-{person}" for person in members])
        found = []
        with service.pool.connection() as connection:
            for person in sorted(members):
                try:
                    state = _crossing(service, connection, person, histories[f"transition-{person}"], who, scope, today)
                except NotFound:  # a member out of scope is no member for this reader
                    continue
                found.append({"person": person, "regime": regime_on(state.regimes, day), "asylblg_end": state.end})
        if not found:
            raise NotFound(str(household))
        return {"household": household, "on": day, "members": found}


def _crossing(
    service: Service,
    connection: Connection[Any],
    person: UUID,
    history: list[Recorded],
    who: Principal,
    scope: Scope,
    today: date,
) -> Transition:
    """A person's change-over, for those whom it concerns. Raises NotFound."""
    state = transition(service.law).fold(recorded.event for recorded in history)
    both = service.law.on(state.end or today, OFFICES).codes if state.concerns_both else ()
    read_person(connection, person, who, CASEWORK, scope, service.clock, *both, *_lives(service, person))
    return state


def _lives(service: Service, person: UUID) -> list[str]:
    """The Verbandsgemeinde where somebody lives today: after a move the new one works with them (N5)."""
    state = home.fold(one.event for one in service.store.whole(f"person-{person}"))
    vg = state.lives_in(local_day(service.clock.now()))
    return [vg] if vg else []
