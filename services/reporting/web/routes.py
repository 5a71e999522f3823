"""All that reporting shows: the JSON API, the events, the page and what it needs."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.reporting.web import api
from services.reporting.web.asked import Asked
from services.reporting.web.pages import Pages
from services.reporting.web.reading import Reading
from services.reporting.web.security import SECURITY, form
from shared.auth import Unauthenticated
from shared.handling import NotFound
from shared.http import COOKIE, principal

STATIC = Path(str(files("services.reporting.web"))) / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
CACHED = SECURITY | {"Cache-Control": "public, max-age=300"}

Lang = Annotated[str, Query(max_length=8)]


def router(reading: Reading) -> APIRouter:
    """Everything but login, accessibility statement and static files asks who is there."""
    both, pages = api.router(reading), Pages(reading)
    _morning(both, pages)
    _rules(both, pages)
    _login(both, reading, pages)
    _open(both, pages)
    return both


def _morning(routes: APIRouter, pages: Pages) -> None:
    @routes.get("/", include_in_schema=False)
    def morning(request: Request) -> Response:
        asked = Asked.of(request.query_params)
        try:
            who = principal(request)
        except Unauthenticated:
            return RedirectResponse(f"/login?lang={asked.lang}", 303, headers=SECURITY)
        return HTMLResponse(pages.morning(who, asked), headers=SECURITY)


def _rules(routes: APIRouter, pages: Pages) -> None:
    @routes.get("/regeln", include_in_schema=False)
    def rules(request: Request) -> Response:
        asked = Asked.of(request.query_params)
        try:
            principal(request)
        except Unauthenticated:
            return RedirectResponse(f"/login?lang={asked.lang}", 303, headers=SECURITY)
        return HTMLResponse(pages.rules(asked), headers=SECURITY)


def _login(routes: APIRouter, reading: Reading, pages: Pages) -> None:
    @routes.get("/login", include_in_schema=False)
    def ask(lang: Lang = "de") -> Response:
        return HTMLResponse(pages.login(lang, failed=False), headers=SECURITY)

    @routes.post("/login", include_in_schema=False)
    async def enter(request: Request) -> Response:
        fields = await form(request)
        token, lang = fields.get("token", "").strip(), "en" if fields.get("lang") == "en" else "de"
        try:
            reading.door.authenticate(f"Bearer {token}")
        except Unauthenticated:
            return HTMLResponse(pages.login(lang, failed=True), 401, headers=SECURITY | {"WWW-Authenticate": "Bearer"})
        entered = RedirectResponse(f"/?lang={lang}", 303, headers=SECURITY)
        entered.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https")
        return entered

    @routes.post("/logout", include_in_schema=False)
    async def leave(request: Request) -> Response:
        fields = await form(request)
        left = RedirectResponse(f"/login?lang={'en' if fields.get('lang') == 'en' else 'de'}", 303, headers=SECURITY)
        left.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return left


def _open(routes: APIRouter, pages: Pages) -> None:
    @routes.get("/barrierefreiheit", include_in_schema=False)
    def accessibility(lang: Lang = "de") -> Response:
        return HTMLResponse(pages.accessibility(lang), headers=SECURITY)

    @routes.get("/static/{name}", include_in_schema=False)
    def static(name: str) -> Response:
        known = {path.name: path for path in STATIC.iterdir()}
        if name not in known:
            raise NotFound(name)
        return Response(known[name].read_bytes(), media_type=TYPES[known[name].suffix], headers=CACHED)
