"""HTTP: one way in for commands, problems that say how to go on, probes that tell the truth."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import FastAPI, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from shared.auth import Door, Principal
from shared.calendar import local_day
from shared.cloudevents import Unreadable, strict_json
from shared.contracts.codes import Slug
from shared.decider import Refused
from shared.domain import Asked, Done
from shared.duties import SMALL, asker, counted, visible
from shared.handling import Handler, NotFound, fill
from shared.health import Health
from shared.metrics import COMMAND_SECONDS, COMMANDS, REGISTRY
from shared.openapi import describe
from shared.problems import KINDS, MEDIA_TYPE, UNAVAILABLE, NotAllowed, Problem, invalid, problem_of
from shared.texts import Texts
from shared.unit import Stale

MAX_BODY = 65_536
HEADERS: Mapping[int, dict[str, str]] = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "5"}}
COOKIE = "koop_token"

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def build_api(title: str, handler: Handler, door: Door, texts: Texts, health: Health, lifespan: Lifespan) -> FastAPI:
    """The doors that every service has. FastAPI's own docs pages load scripts from elsewhere, so they are off."""
    api = FastAPI(title=title, lifespan=lifespan, docs_url=None, redoc_url=None)
    api.state.door, api.state.texts = door, texts
    _problems(api, texts)
    _probes(api, health)
    _commands(api, handler)
    _deadlines(api, handler)
    describe(api, handler.domain)
    return api


def principal(request: Request) -> Principal:
    """Who asks: by bearer token, or by the cookie that the login page sets. Raises Unauthenticated."""
    cookie = request.cookies.get(COOKIE)
    header = request.headers.get("authorization") or (f"Bearer {cookie}" if cookie else None)
    found: Principal = request.app.state.door.authenticate(header)
    return found


def language(request: Request) -> str:
    """German first; English where it is preferred."""
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "de"


async def json_body(request: Request) -> dict[str, Any]:
    """Raises Unreadable."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise Unreadable("event.too_large")
    found = strict_json(body)
    if not isinstance(found, dict):
        raise Unreadable("event.not_an_object")
    return found


def expected_version(if_match: str | None) -> int | None:
    """`"v17"` → 17. Raises Stale for anything else: what cannot match is not current."""
    if if_match is None or if_match == "*":
        return None
    number = if_match.strip('"').removeprefix("v")
    if not number.isdecimal():
        raise Stale(if_match[:20])
    return int(number)


def answer(done: Done, status: int = 200, **more: Any) -> JSONResponse:
    return JSONResponse(vars(done) | more, status, headers={"ETag": f'"v{done.version}"'})


def _commands(api: FastAPI, handler: Handler) -> None:
    domain = handler.domain

    @api.post("/commands", summary="Send a command; the Idempotency-Key is its id")
    async def command(
        request: Request, idempotency_key: Annotated[UUID, Header()], if_match: Annotated[str | None, Header()] = None
    ) -> Response:
        who = principal(request)
        body = await json_body(request)
        kind = domain.by_name.get(str(body.pop("type", "")))
        if kind is None or kind not in domain.open_to_people:
            raise Refused("http.unknown_command", "type", known=", ".join(sorted(c.__name__ for c in domain.open_to_people)))
        request.app.state.door.scope(who, *domain.open_to_people[kind])
        wish = fill(kind, body, at=await run_in_threadpool(handler.clock.now), actor=who.account, partner=who.organisation)
        asked = Asked(idempotency_key, who.account, who.organisation, idempotency_key, expected_version=expected_version(if_match))
        with COMMAND_SECONDS.labels(domain.name).time():
            done = await run_in_threadpool(handler.handle, wish, asked, requires=domain.requires(wish))
        COMMANDS.labels(domain.name, "repeated" if done.repeated else "accepted").inc()
        return answer(done)


def _deadlines(api: FastAPI, handler: Handler) -> None:
    domain = handler.domain

    @api.get("/deadlines", summary="Periods that run: one's own organisation's, or for steering how many")
    def deadlines(
        request: Request,
        organisation: Slug | None = None,
        until: date | None = None,
        purpose: Literal["casework", "steering"] = "casework",
    ) -> dict[str, Any]:
        who, today = principal(request), local_day(handler.clock.now())
        ask = asker(request.app.state.door.scope, who)
        if purpose == "steering":
            if until is not None:  # two answers for two days would differ by a single person
                raise Refused("deadlines.no_day_in_counts", "until")
            counts = counted(handler.store.periods(organisation), ask, domain.facet_of, discreet=domain.discreet)
            return {"as_of": today, "counts": counts, "fewer_than": SMALL}
        due = handler.store.periods(organisation, until)
        charges = domain.charges(handler.store.wholes, [one.stream for one in due])
        return {"as_of": today, "deadlines": visible(due, ask, domain.facet_of, charges, today)}


def _problems(api: FastAPI, texts: Texts) -> None:
    def send(request: Request, problem: Problem) -> JSONResponse:
        headers = HEADERS.get(problem.status, {})
        return JSONResponse(problem.model_dump(), problem.status, headers=headers, media_type=MEDIA_TYPE)

    async def by_kind(request: Request, error: Exception) -> JSONResponse:
        outcome = "unavailable" if isinstance(error, UNAVAILABLE) else type(error).__name__
        COMMANDS.labels(api.title, outcome).inc()
        return send(request, problem_of(error, texts, language(request)))

    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        """A mistake of ours. The server logs it; whoever asked hears how to go on."""
        COMMANDS.labels(api.title, "unexpected").inc()
        return send(request, problem_of(error, texts, language(request)))

    async def by_request(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        return send(request, invalid([{k: v for k, v in e.items() if k != "input"} for e in error.errors()], texts, language(request)))  # type: ignore[misc]

    for kind, _, _ in KINDS:
        api.add_exception_handler(kind, by_kind)
    api.add_exception_handler(ValidationError, by_kind)
    api.add_exception_handler(RequestValidationError, by_request)

    async def unknown(request: Request, error: Exception) -> JSONResponse:
        return await by_kind(request, NotFound(request.url.path))

    async def no_such_method(request: Request, error: Exception) -> JSONResponse:
        answered = send(request, problem_of(NotAllowed(), texts, language(request)))
        answered.headers.update(getattr(error, "headers", None) or {})
        return answered

    api.add_exception_handler(Exception, unexpected)
    api.add_exception_handler(404, unknown)
    api.add_exception_handler(405, no_such_method)


def _probes(api: FastAPI, health: Health) -> None:
    @api.get("/livez", include_in_schema=False)
    def livez() -> Response:
        return PlainTextResponse("ok" if health.alive() else f"{health.fatal or health.stalled()}", 200 if health.alive() else 503)

    @api.get("/readyz", include_in_schema=False)
    def readyz() -> Response:
        checks = health.ready()
        return JSONResponse(checks, 200 if all(checks.values()) else 503)

    @api.get("/startupz", include_in_schema=False)
    def startupz() -> Response:
        return PlainTextResponse("ok" if health.started else "starting", 200 if health.started else 503)

    @api.get("/metrics", include_in_schema=False)
    def metrics() -> Response:
        return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)
