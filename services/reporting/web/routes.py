"""The JSON API and the pages. Every answer says where it stands, as of when, and whether it is stale."""

from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qs
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, StreamingResponse

from services.reporting.views import cooperation, language, referrals, volunteers
from services.reporting.web.pages import Pages
from services.reporting.web.reading import AsOf, Reading
from services.reporting.web.sse import moved
from shared.auth import Principal, Unauthenticated
from shared.handling import NotFound
from shared.http import COOKIE, principal

SECURITY = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
CACHED = SECURITY | {"Cache-Control": "max-age=300"}
STATIC = Path(str(files("services.reporting.web"))) / "static"
TYPES = {".css": "text/css", ".js": "text/javascript"}

Who = Annotated[Principal, Depends(principal)]
Day = Annotated[date | None, Query()]


def router(reading: Reading) -> APIRouter:
    api = APIRouter()
    pages = Pages(reading)
    _figures(api, reading)
    _pages(api, reading, pages)
    return api


def _figures(api: APIRouter, reading: Reading) -> None:
    def allowed(who: Principal, facet: str) -> None:
        reading.door.scope(who, facet, "steering")

    async def answer(as_of: AsOf, min_position: str | None, ask: Any) -> JSONResponse:
        fresh = await reading.wait_for(min_position)
        with reading.snapshot() as now:
            data = ask(now)
            stands = {"position": now.position, "stale": not fresh}
        meta = {"as_of": {"on": as_of.on, "known": as_of.known}, "law_version": reading.law_version(as_of.on)}
        return JSONResponse(_plain({"data": data, **stands, **meta}), headers=SECURITY)

    @api.get("/api/language", summary="Offered, accepted, refused, started, aborted, passed; and the state on a day")
    async def of_language(
        who: Who,
        on: Day = None,
        known: Day = None,
        first: Day = None,
        last: Day = None,
        vg: str | None = None,
        min_position: str | None = None,
    ) -> Response:
        allowed(who, "language")
        as_of = AsOf.of(reading.clock, on, known)
        months = (first or date(1900, 1, 1), last or date(2200, 1, 1))

        def ask(now: Any) -> Any:
            version = now.live["language"]
            known_at = None if as_of.now else as_of.known
            return {
                "table": language.table(now.connection, version, known=known_at, first=months[0], last=months[1], vg=vg),
                "state": language.state_on(now.connection, version, day=as_of.on, known=as_of.known, vg=vg),
            }

        return await answer(as_of, min_position, ask)

    @api.get("/api/referrals", summary="Open referrals by partner pair and age")
    async def of_referrals(who: Who, on: Day = None, known: Day = None, min_position: str | None = None) -> Response:
        allowed(who, "referrals")
        as_of = AsOf.of(reading.clock, on, known)

        def ask(now: Any) -> Any:
            asked = {"day": as_of.on, "known": as_of.known}
            version = now.live["referrals"]
            return {
                "pairs": referrals.open_by_pair(now.connection, version, **asked),
                "states": referrals.outcomes(now.connection, version, **asked),
            }

        return await answer(as_of, min_position, ask)

    @api.get("/api/volunteers", summary="Volunteers, hours and load by Verbandsgemeinde")
    async def of_volunteers(who: Who, on: Day = None, min_position: str | None = None) -> Response:
        allowed(who, "volunteers")
        as_of = AsOf.of(reading.clock, on, None)
        return await answer(as_of, min_position, lambda now: volunteers.load(now.connection, now.live["volunteers"], day=as_of.on))

    @api.get("/api/cooperation", summary="Roster, term, ballots")
    async def of_cooperation(who: Who, min_position: str | None = None) -> Response:
        allowed(who, "cooperation")
        as_of = AsOf.of(reading.clock, None, None)
        return await answer(as_of, min_position, lambda now: cooperation.state_now(now.connection, now.live["cooperation"]))

    @api.get("/api/ballots/{ballot}", summary="One ballot, with its arithmetic in words")
    async def of_ballot(who: Who, ballot: UUID, min_position: str | None = None) -> Response:
        allowed(who, "cooperation")
        as_of = AsOf.of(reading.clock, None, None)

        def ask(now: Any) -> Any:
            found = cooperation.ballot(now.connection, now.live["cooperation"], str(ballot))
            if found is None:
                raise NotFound(str(ballot))
            return found

        return await answer(as_of, min_position, ask)

    @api.get("/events", summary="Server-sent events: `moved` whenever the views have moved")
    async def events(request: Request, who: Who) -> Response:
        allowed(who, "cooperation")
        return StreamingResponse(moved(reading, request), media_type="text/event-stream", headers=SECURITY)


def _pages(api: APIRouter, reading: Reading, pages: Pages) -> None:
    @api.get("/", response_class=HTMLResponse, include_in_schema=False)
    def morning(request: Request, lang: str = "de", on: str = "", known: str = "", first: str = "", last: str = "") -> Response:
        try:
            who = principal(request)
        except Unauthenticated:
            return RedirectResponse("/login", 303)
        wanted = {"on": on, "known": known, "first": first, "last": last}
        return HTMLResponse(pages.morning(who, _lang(lang), wanted), headers=SECURITY)

    @api.get("/login", response_class=HTMLResponse, include_in_schema=False)
    def login_page(lang: str = "de") -> Response:
        return HTMLResponse(pages.login(_lang(lang), failed=False), headers=SECURITY)

    @api.post("/login", include_in_schema=False)
    async def login(request: Request) -> Response:
        form = parse_qs((await request.body())[:2000].decode("utf-8", "replace"))
        token, lang = (form.get(name, [""])[0].strip() for name in ("token", "lang"))
        try:
            reading.door.authenticate(f"Bearer {token}")
        except Unauthenticated:
            return HTMLResponse(pages.login(_lang(lang), failed=True), 401, headers=SECURITY)
        entered = RedirectResponse(f"/?lang={_lang(lang)}", 303)
        entered.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https")
        return entered

    @api.post("/logout", include_in_schema=False)
    def logout() -> Response:
        left = RedirectResponse("/login", 303)
        left.delete_cookie(COOKIE)
        return left

    @api.get("/barrierefreiheit", response_class=HTMLResponse, include_in_schema=False)
    def accessibility(lang: str = "de") -> Response:
        return HTMLResponse(pages.accessibility(_lang(lang)), headers=SECURITY)

    @api.get("/static/{name}", include_in_schema=False)
    def static(name: str) -> Response:
        known = {path.name: path for path in STATIC.iterdir()}
        if name not in known:
            raise NotFound(name)
        return Response(known[name].read_text("utf-8"), media_type=TYPES[known[name].suffix], headers=CACHED)


def _lang(lang: str) -> str:
    return "en" if lang == "en" else "de"


def _plain(value: Any) -> Any:
    """Dates and ids as texts."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
