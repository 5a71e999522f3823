"""The service reporting, put together: the partners' decision, the views of the whole, and the page."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Header, Request, Response
from starlette.concurrency import run_in_threadpool

from services.reporting.commands import OPEN_TO_PEOPLE, routes
from services.reporting.dossier import Wanted, freeze
from services.reporting.outbox import outbox
from services.reporting.policies import deadlines, reactions
from services.reporting.subscribers import ViewsDesk
from services.reporting.web.reading import Reading
from services.reporting.web.routes import router
from shared.auth import Forbidden
from shared.domain import Asked, Domain
from shared.http import answer, json_body, principal
from shared.law import Law
from shared.openapi import body
from shared.service import Service, main
from shared.settings import Settings


def domain(law: Law) -> Domain:
    doors = dict.fromkeys(OPEN_TO_PEOPLE, ("cooperation", "decision"))
    return Domain("reporting", routes(law), outbox, deadlines, reactions, open_to_people=doors)


def build(settings: Settings) -> tuple[Service, Any]:
    service = Service.build(settings, domain)
    views = ViewsDesk(service.pool, service.clock)
    service.on_start.append(views.ensure_live)
    service.consume("views", [service.topology.name(topic.name) for topic in service.topology.domain.topics], views.apply, views)
    return service, lambda **roles: _web(service.api(**roles), service)


def _web(api: FastAPI, service: Service) -> FastAPI:
    api.include_router(router(Reading(service.pool, api.state.door, service.clock, service.texts, service.law)))

    @api.post("/dossiers", status_code=201, summary="Freeze the figures as they stand, for the next ballot", openapi_extra=body(Wanted))
    async def freeze_dossier(request: Request, idempotency_key: Annotated[UUID, Header()]) -> Response:
        who = principal(request)
        if api.state.door.scope(who, "cooperation", "decision").level != "all":
            raise Forbidden("auth.forbidden", role=who.role, facet="cooperation", purpose="decision")
        wanted = Wanted.model_validate(await json_body(request))
        asked = Asked(idempotency_key, who.account, who.organisation, idempotency_key)
        return answer(await run_in_threadpool(freeze, service.handler, service.pool, wanted.cooperation, asked), 201)

    return api


if __name__ == "__main__":
    main(build)
