"""The service cases, put together: persons, their names in the vault, and the facets of help."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Header, Request, Response
from starlette.concurrency import run_in_threadpool

from services.cases.commands import open_to_people, requires, routes
from services.cases.facts import FACTS
from services.cases.outbox import outbox
from services.cases.people import NewPerson, person_id, read_person, vault_row
from services.cases.person import RegisterPerson
from services.cases.policies import deadlines
from shared.domain import Asked, Domain
from shared.http import answer, json_body, principal
from shared.law import Law
from shared.service import Service, main
from shared.settings import Settings
from shared.statements import FactRoute


def domain(law: Law) -> Domain:
    return Domain("cases", routes(law), outbox, deadlines, open_to_people=open_to_people(), requires=requires)


def build(settings: Settings) -> tuple[Service, Any]:
    service = Service.build(settings, domain)
    service.answer_facts(
        {
            fact: FactRoute(command, requires=lambda context: f"person-{context.subject}", unknown="fact.unknown_person")
            for fact, command in FACTS.items()
        }
    )
    return service, lambda **roles: _people(service.api(**roles), service)


def _people(api: FastAPI, service: Service) -> FastAPI:
    @api.post("/people", status_code=201, summary="Register a person: names to the vault, a random id back")
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

    @api.get("/people/{person}", summary="Read a person's vault entry; the read is put on record")
    def read(request: Request, person: UUID, purpose: str = "casework") -> dict[str, Any]:
        who = principal(request)
        scope = api.state.door.scope(who, "people", purpose)
        with service.pool.connection() as connection:
            return read_person(connection, person, who, purpose, scope, service.clock)

    return api


if __name__ == "__main__":
    main(build)
