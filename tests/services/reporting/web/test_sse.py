"""Server-sent events: news when the views move, one poller for all, and nothing twice for whoever comes back."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

import httpx
import pytest

from services.reporting.web import sse
from services.reporting.web.sse import Feed, heard
from shared.contracts import cases as c
from tests.services.reporting.web.office import COORDINATOR, Office


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "POLL_SECONDS", 0.05)
    monkeypatch.setattr(sse, "HEARTBEAT_SECONDS", 0.3)


def register(desk: Office, n: int) -> None:
    desk.tell("person", c.PersonRegistered(on=date(2016, 7, 4), person=UUID(int=n, version=4), vg="vg-landstuhl"))


@contextmanager
def listening(desk: Office, query: str = "", **headers: str) -> Iterator[Iterator[str]]:
    headers |= {"Authorization": f"Bearer {desk.tokens[COORDINATOR]}"}
    with httpx.stream("GET", f"{desk.url}/events{query}", headers=headers, timeout=10) as answer:
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, "text/event-stream")
        yield (line for line in answer.iter_lines() if line)


def test_a_browser_hears_that_the_views_have_moved(desk: Office) -> None:
    register(desk, 1)
    later = threading.Timer(0.4, register, (desk, 2))
    with listening(desk) as lines:
        assert next(lines) == "retry: 2000"
        later.start()
        heard_now = [line for line in (next(lines) for _ in range(5)) if not line.startswith(":")]
    later.join()
    assert heard_now[:3] == ["id: 2", "event: moved", "data: 2"]


def test_whoever_comes_back_hears_at_once_what_was_missed(desk: Office) -> None:
    register(desk, 1)
    register(desk, 2)
    with listening(desk, **{"Last-Event-ID": "1"}) as lines:
        assert [next(lines) for _ in range(4)] == ["retry: 2000", "id: 2", "event: moved", "data: 2"]


def test_what_moved_between_the_page_and_its_first_listening_is_news(desk: Office) -> None:
    """The page says at which stand it was made; without it, what came in between would be seen at the next move only."""
    register(desk, 1)
    page = desk.get("/").text
    assert 'data-stand="1"' in page
    register(desk, 2)
    with listening(desk, "?since=1") as lines:
        assert [next(lines) for _ in range(4)] == ["retry: 2000", "id: 2", "event: moved", "data: 2"]
    with listening(desk, "?since=2") as lines:
        assert [next(lines) for _ in range(2)] == ["retry: 2000", ": still here"]
    assert desk.get("/events?since=x").status_code == 422


def test_in_quiet_times_a_heartbeat_keeps_the_line_open(desk: Office) -> None:
    with listening(desk) as lines:
        assert [next(lines) for _ in range(3)] == ["retry: 2000", ": still here", ": still here"]


def test_one_poller_serves_all_and_stops_with_the_last(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Feed] = []

    def counted(feed: Feed) -> int:
        asked.append(feed)
        return len(asked)

    monkeypatch.setattr(Feed, "_sum", counted)

    async def twenty() -> tuple[int, bool]:
        feed = Feed(desk.reading)
        streams = [feed.listen(0) for _ in range(20)]
        for stream in streams:
            await anext(stream)
            await anext(stream)
        polled = len(asked)
        for stream in streams:
            await stream.aclose()
        return polled, feed.poller is None and feed.listeners == 0

    polled, stopped = asyncio.run(twenty())
    assert polled <= 3 and stopped


def test_the_operator_listens_too_and_strangers_do_not(desk: Office) -> None:
    with httpx.stream(
        "GET", f"{desk.url}/events", headers={"Authorization": f"Bearer {desk.tokens['operator@landkreis-koordination']}"}
    ) as answer:
        assert answer.status_code == 200
    assert desk.get("/events", account=None).status_code == 401


@pytest.mark.parametrize(("header", "last"), [("17", 17), (None, None), ("-1", None), ("x", None), ("9" * 30, None)])
def test_only_an_id_of_ours_counts(header: str | None, last: int | None) -> None:
    assert heard(header) == last
