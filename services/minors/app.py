"""The service minors, put together: the youth office's files, behind a wall (ADR 9)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Header, Request, Response
from starlette.concurrency import run_in_threadpool

from services.minors.commands import open_to_people, requires, routes
from services.minors.facts import FACTS
from services.minors.files import NewFile, beside, file_id, file_row, read_clearances, read_file
from services.minors.minor import minor as decider
from services.minors.outbox import outbox
from services.minors.policies import deadlines, reactions
from services.minors.shown import shown
from shared.calendar import local_day
from shared.domain import Asked, Domain
from shared.handling import NotFound
from shared.http import answer, json_body, principal
from shared.law import Law
from shared.openapi import body
from shared.service import Service, main
from shared.settings import Settings
from shared.statements import FactRoute

CASEWORK = "casework"
"""The one purpose for which a file is opened and read."""


def domain(law: Law) -> Domain:
    return Domain(
        "minors",
        routes(law),
        outbox,
        deadlines,
        reactions,
        open_to_people=open_to_people(),
        requires=requires,
        beside=beside,
        discreet=True,
    )


def build(settings: Settings) -> tuple[Service, Any]:
    service = Service.build(settings, domain)
    service.answer_facts({fact: FactRoute(command) for fact, command in FACTS.items()})
    return service, lambda **roles: files(service.api(**roles), service)


def files(api: FastAPI, service: Service) -> FastAPI:
    """The doors to the files: for the youth office alone, each read on record."""
    _open(api, service)
    _read(api, service)
    return api


def _open(api: FastAPI, service: Service) -> None:
    @api.post("/minors", status_code=201, summary="Open a minor's file, or say whose it is: a random id back", openapi_extra=body(NewFile))
    async def open_file(request: Request, idempotency_key: Annotated[UUID, Header()]) -> Response:
        who = principal(request)
        api.state.door.scope(who, "minors", CASEWORK)
        new = NewFile.model_validate(await json_body(request))
        minor = new.minor or file_id(idempotency_key)
        asked = Asked(idempotency_key, who.account, who.organisation, idempotency_key)
        rows = [file_row(minor, new.person)]
        done = await run_in_threadpool(service.handler.handle, new.opening(minor), asked, rows=rows)
        return answer(done, 201, minor=str(minor))


def _read(api: FastAPI, service: Service) -> None:
    @api.get("/minors/{minor}", summary="A minor's file: steps, periods, age claims, majority, companions; the read is put on record")
    def read(request: Request, minor: UUID) -> dict[str, Any]:
        who = principal(request)
        api.state.door.scope(who, "minors", CASEWORK)
        history = service.store.whole(f"minor-{minor}")
        if not history:
            raise NotFound(str(minor))
        with service.pool.connection() as connection:
            person, clearances = read_file(connection, minor, who, CASEWORK, service.clock), read_clearances(connection, minor)
        state = decider(service.law).fold(recorded.event for recorded in history)
        return {"minor": minor, "person": person} | shown(state, history, clearances, service.law, local_day(service.clock.now()))


if __name__ == "__main__":
    main(build)
