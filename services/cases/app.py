"""The service cases, put together: persons, their names in the vault, and the facets of help."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Header, Request, Response
from starlette.concurrency import run_in_threadpool

from services.cases.charge import charge
from services.cases.commands import open_to_people, requires, routes
from services.cases.facets.transition import shown as handover
from services.cases.facets.transition.alarms import OFFICES
from services.cases.facets.transition.transition import transition
from services.cases.facts import FACTS
from services.cases.outbox import outbox
from services.cases.people import NewPerson, person_id, read_person, vault_row
from services.cases.person import RegisterPerson
from services.cases.policies import deadlines, reactions
from services.cases.status.base import OFFICE
from services.cases.status.shown import shown
from services.cases.status.status import status
from services.cases.streams import facet_of, person_of
from shared.calendar import local_day
from shared.domain import Asked, Domain, Whole
from shared.duties import Charges
from shared.http import answer, json_body, principal
from shared.law import Law
from shared.openapi import body
from shared.service import Service, main
from shared.settings import Settings
from shared.statements import FactRoute


def domain(law: Law) -> Domain:
    return Domain(
        "cases",
        routes(law),
        outbox,
        deadlines,
        reactions,
        open_to_people=open_to_people(),
        requires=requires,
        facet=facet_of,
        charges=charges,
    )


def charges(whole: Whole, streams: Sequence[str]) -> Charges:
    """Who took the cases of these streams' persons, by one query."""
    holders = {stream: f"charge-{person_of(stream)}" for stream in streams}
    taken = {name: charge.fold(one.event for one in events).taken for name, events in whole(set(holders.values())).items()}
    return {
        (stream, organisation): account
        for stream, holder in holders.items()
        for organisation, account in taken[holder].get(facet_of(stream), {}).items()
    }


def build(settings: Settings) -> tuple[Service, Any]:
    service = Service.build(settings, domain)
    service.answer_facts(
        {
            fact: FactRoute(command, requires=lambda context: f"person-{context.subject}", unknown="fact.unknown_person")
            for fact, command in FACTS.items()
        }
    )
    return service, lambda **roles: people(service.api(**roles), service)


def people(api: FastAPI, service: Service) -> FastAPI:
    """The doors that lead to the vault: who reads of a person is put on record."""
    _register(api, service)
    _read(api, service)
    return api


def _register(api: FastAPI, service: Service) -> None:
    @api.post("/people", status_code=201, summary="Register a person: names to the vault, a random id back", openapi_extra=body(NewPerson))
    async def register(request: Request, idempotency_key: Annotated[UUID, Header()]) -> Response:
        who = principal(request)
        api.state.door.scope(who, "people", "casework")
        new = NewPerson.model_validate(await json_body(request))
        person = person_id(idempotency_key)
        wish = RegisterPerson(person=person, vg=new.vg, on=new.on)
        asked = Asked(idempotency_key, who.account, who.organisation, idempotency_key)
        rows = [vault_row(person, new, who.organisation)]
        done = await run_in_threadpool(service.handler.handle, wish, asked, rows=rows)
        return answer(done, 201, person=str(person))


def _read(api: FastAPI, service: Service) -> None:
    @api.get("/people/{person}", summary="Read a person's vault entry; the read is put on record")
    def read(request: Request, person: UUID, purpose: str = "casework") -> dict[str, Any]:
        who = principal(request)
        scope = api.state.door.scope(who, "people", purpose)
        with service.pool.connection() as connection:
            return read_person(connection, person, who, purpose, scope, service.clock)

    @api.get("/people/{person}/status", summary="What is reported of a person's status, by whom; the read is put on record")
    def read_status(request: Request, person: UUID, purpose: str = "casework") -> dict[str, Any]:
        who = principal(request)
        scope = api.state.door.scope(who, "transition", purpose)
        state = status(service.law).fold(recorded.event for recorded in service.store.whole(f"status-{person}"))
        office = service.law.on(local_day(service.clock.now()), OFFICE).text
        with service.pool.connection() as connection:
            read_person(connection, person, who, purpose, scope, service.clock, office)
        return {"person": person} | shown(state)

    @api.get("/people/{person}/transition", summary="The change-over as both offices work from it; the read is put on record")
    def read_transition(request: Request, person: UUID, purpose: str = "casework") -> dict[str, Any]:
        who = principal(request)
        scope = api.state.door.scope(who, "transition", purpose)
        history, today = service.store.whole(f"transition-{person}"), local_day(service.clock.now())
        state = transition(service.law).fold(recorded.event for recorded in history)
        offices = service.law.on(state.end or today, OFFICES).codes if state.concerns_both else ()
        with service.pool.connection() as connection:
            read_person(connection, person, who, purpose, scope, service.clock, *offices)
        return {"person": person} | handover.shown(state, history, today, service.law)


if __name__ == "__main__":
    main(build)
