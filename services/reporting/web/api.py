"""The JSON API: `data`, and in each answer where it stands, as of when, how fresh that is, and under which law."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse, StreamingResponse

from services.reporting.web import figures
from services.reporting.web.figures import Figures, Months
from services.reporting.web.reading import AsOf, Reading, Snapshot, halted, staleness
from services.reporting.web.rules import as_json
from services.reporting.web.security import SECURITY
from services.reporting.web.sse import Feed, heard
from shared.auth import Principal
from shared.contracts.codes import Slug
from shared.handling import NotFound
from shared.http import principal

OPENING, END = date(1900, 1, 1), date(2200, 12, 31)

Who = Annotated[Principal, Depends(principal)]
Day = Annotated[date | None, Query(ge=OPENING, le=END)]
From = Annotated[date, Query(alias="from", ge=OPENING, le=END, description="A day of the first month that counts")]
To = Annotated[date, Query(ge=OPENING, le=END, description="A day of the last month that counts")]
MinPosition = Annotated[str | None, Query(pattern=r"^[a-z]+-[A-Za-z0-9-]{1,80}@[0-9]{1,18}$", description="stream@number; waits up to 2 s")]
Since = Annotated[str | None, Query(pattern=r"^[0-9]{1,18}$", description="The stand that the page shows: what moved since is news")]


@dataclass(frozen=True)
class Desk:
    """Who may ask for which facet, and what an answer says about itself."""

    reading: Reading

    def admits(self, facet: str) -> Any:
        """A dependency: checks the door, then waits for `min_position`, and says whether it was reached."""

        async def admitted(who: Who, min_position: MinPosition = None) -> bool:
            self.reading.door.scope(who, facet, "steering")
            return await self.reading.reached(min_position)

        return Depends(admitted)

    def as_of(self, on: date | None = None, known: date | None = None) -> AsOf:
        return AsOf.of(self.reading.clock, on, known)

    def answer(self, as_of: AsOf, reached: bool, ask: Callable[[Snapshot], Figures]) -> Response:
        with self.reading.snapshot() as now:
            data, position = ask(now), now.position
        found = {
            "data": data,
            "position": position,
            "as_of": {"on": as_of.on, "known": as_of.known},
            "staleness_seconds": staleness(),
            "stale": not reached or halted(),
            "law_version": self.reading.law.version(as_of.on),
        }
        return JSONResponse(jsonable_encoder(found), headers=SECURITY)


def router(reading: Reading) -> APIRouter:
    api, desk = APIRouter(), Desk(reading)
    _language(api, desk)
    _transition(api, desk)
    _minors(api, desk)
    _referrals_and_volunteers(api, desk)
    _cooperation(api, desk)
    _rules(api, desk)
    _events(api, desk, Feed(reading))
    return api


def _language(api: APIRouter, desk: Desk) -> None:
    admitted = desk.admits("language")

    @api.get("/api/language", summary="Offered, accepted, refused, started, aborted, passed by month; and the state on a day")
    def of_language(
        on: Day = None,
        known: Day = None,
        first: From = OPENING,
        to: To = END,
        vg: Slug | None = None,
        reached: bool = admitted,
    ) -> Response:
        as_of, months = desk.as_of(on, known), Months.of(first, to)
        return desk.answer(as_of, reached, lambda now: figures.of_language(now, as_of, months, vg))


def _transition(api: APIRouter, desk: Desk) -> None:
    admitted = desk.admits("transition")

    @api.get("/api/transition", summary="Change-overs AsylbLG to SGB II on a day: states, alarms, gaps, waits; null where few")
    def of_transition(on: Day = None, known: Day = None, reached: bool = admitted) -> Response:
        as_of = desk.as_of(on, known)
        return desk.answer(as_of, reached, lambda now: figures.of_transition(now, as_of, desk.reading.law))


def _minors(api: APIRouter, desk: Desk) -> None:
    admitted = desk.admits("minors")

    @api.get("/api/minors", summary="Unaccompanied minors at a month's end: states, missing, shares, days; null where few")
    def of_minors(on: Day = None, known: Day = None, reached: bool = admitted) -> Response:
        as_of = desk.as_of(on, known).by_month()
        return desk.answer(as_of, reached, lambda now: figures.of_minors(now, as_of, desk.reading.law))


def _referrals_and_volunteers(api: APIRouter, desk: Desk) -> None:
    referrals, volunteers = desk.admits("referrals"), desk.admits("volunteers")

    @api.get("/api/referrals", summary="Open referrals by partner pair and age, and how many stand in which state")
    def of_referrals(on: Day = None, known: Day = None, reached: bool = referrals) -> Response:
        as_of = desk.as_of(on, known)
        return desk.answer(as_of, reached, lambda now: figures.of_referrals(now, as_of))

    @api.get("/api/volunteers", summary="Volunteers, hours of four weeks and load, by Verbandsgemeinde")
    def of_volunteers(on: Day = None, reached: bool = volunteers) -> Response:
        as_of = desk.as_of(on)
        return desk.answer(as_of, reached, lambda now: figures.of_volunteers(now, as_of))


def _cooperation(api: APIRouter, desk: Desk) -> None:
    admitted = desk.admits("cooperation")

    @api.get("/api/cooperation", summary="Roster, term, ballots; of an open ballot who has voted, not how")
    def of_cooperation(reached: bool = admitted) -> Response:
        as_of = desk.as_of()
        return desk.answer(as_of, reached, lambda now: figures.of_cooperation(now, as_of))

    @api.get("/api/ballots/{ballot}", summary="One ballot, with its arithmetic in words")
    def of_ballot(ballot: UUID, reached: bool = admitted) -> Response:
        def ask(now: Snapshot) -> Figures:
            found = figures.of_ballot(now, str(ballot))
            if found is None:
                raise NotFound(str(ballot))
            return found

        return desk.answer(desk.as_of(), reached, ask)


def _rules(api: APIRouter, desk: Desk) -> None:
    @api.get("/api/rules", summary="How each figure comes about: what counts, and the law's texts in force on a day")
    def of_rules(who: Who, on: Day = None) -> Response:
        as_of = desk.as_of(on)
        found = {"data": as_json(desk.reading.law, as_of.on), "on": as_of.on, "law_version": desk.reading.law.version(as_of.on)}
        return JSONResponse(jsonable_encoder(found), headers=SECURITY)


def _events(api: APIRouter, desk: Desk, feed: Feed) -> None:
    @api.get("/events", summary="Server-sent events: `moved` whenever the views have moved")
    async def events(request: Request, who: Who, since: Since = None) -> Response:
        if not desk.reading.may(who, "cooperation", "operation"):
            desk.reading.door.scope(who, "cooperation", "steering")
        stream = feed.listen(heard(request.headers.get("last-event-id") or since))
        return StreamingResponse(stream, media_type="text/event-stream", headers=SECURITY)
