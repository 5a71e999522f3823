"""Plays the year through the same doors as real partners and staff: HTTP with tokens, Kafka with each partner's own user."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as day_time
from random import Random
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg
from rich.console import Console

from demo.decision import decision
from demo.minors import YOUTH_OFFICE
from demo.nasty import Case
from demo.scenario import year as scenario
from demo.script import END, VGS, Fact, OpenFile, Register, Send, Week
from koop.environment import Environment
from shared.calendar import BERLIN, local_day
from shared.clock import business_now, set_clock
from shared.partner.client import PartnerClient, Receipts

BALLOT = UUID("4f8a1c52-6b1e-4d0a-9d3c-2f7b1e502017")
THREADS = 8
AFTERNOON, EVENING = day_time(16), day_time(18)


@dataclass
class Players:
    """Everybody's hands: one HTTP client, one Kafka producer per partner, one reader of all receipts."""

    environment: Environment
    http: httpx.Client
    threads: ThreadPoolExecutor
    receipts: Receipts
    tokens: dict[str, str]
    stack: ExitStack
    partners: dict[str, PartnerClient] = field(default_factory=dict)
    persons: dict[UUID, str] = field(default_factory=dict)
    files: dict[UUID, str] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)

    def partner(self, slug: str) -> PartnerClient:
        if slug not in self.partners:
            topology = self.environment.topology
            login = self.environment.login(topology.partner_principal(slug))
            self.partners[slug] = self.stack.enter_context(PartnerClient(login, topology, slug))
        return self.partners[slug]

    def post(self, service: str, path: str, body: dict[str, Any], account: str, key: UUID) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.tokens[account]}", "Idempotency-Key": str(key)}
        answer = self.http.post(f"{self.environment.url(service)}{path}", json=body, headers=headers)
        found: dict[str, Any] = answer.json()
        if answer.is_error and answer.status_code != 409:
            raise RuntimeError(f"{service}{path} answered {answer.status_code}: {answer.text[:300]}")
        self.answers["commands" if answer.is_success else f"refused by {found['type'].rpartition(':')[2]}"] += 1
        return found

    def register(self, one: Register) -> None:
        body = {"given_name": one.given_name, "family_name": one.family_name, "vg": one.vg, "on": one.on.isoformat()}
        self.persons[one.key] = str(self.post("cases", "/people", body, one.by, one.key)["person"])

    def open_file(self, one: OpenFile) -> None:
        body = {"person": self.persons[one.person], "vg": one.vg, "on": one.on.isoformat()}
        self.files[one.key] = str(self.post("minors", "/minors", body, YOUTH_OFFICE, one.key)["minor"])

    def id_of(self, key: UUID) -> str:
        """Of a registered person or an open file; of anything else the id is the key."""
        return self.persons.get(key) or self.files.get(key) or str(key)

    def send(self, one: Send) -> None:
        if one.body["type"] == "FreezeDossier":
            self.post(one.service, "/dossiers", {"cooperation": one.body["cooperation"]}, one.account, one.key)
            return
        about = {name: self.id_of(key) for name, key in one.about.items()}
        self.post(one.service, "/commands", one.body | about, one.account, one.key)

    def publish(self, facts: Iterable[Fact]) -> None:
        """All at once, then wait for every receipt."""
        sent = []
        for fact in facts:
            self.partner(fact.partner).send(f"koop.fact.{fact.type}.v1", self.id_of(fact.subject), fact.data, str(fact.id))
            sent.append((fact.partner, str(fact.id)))
        for client in self.partners.values():
            client.flush()
        self.answers.update(self.receipts.wait(sent))


def played(connection: psycopg.Connection) -> bool:
    """The clock stands at or after the evening of the last day: its afternoon still has facts to send."""
    return business_now(connection) >= datetime.combine(END, EVENING, BERLIN)


def year(
    environment: Environment, connection: psycopg.Connection, console: Console, stop: threading.Event, *, scale: float, seed: int
) -> bool:
    """Week by week: set the clock, act, wait for every answer. What was done already is a repeat, so it may be begun again.

    False: stopped before its end.
    """
    started = time.monotonic()
    with ExitStack() as stack:
        players = _players(environment, stack)
        votes = decision(BALLOT, list(environment.topology.partners))
        weeks, cases = scenario(seed, scale)
        for week in weeks:
            if stop.is_set():
                return False
            _play(players, connection, week, votes)
            if week.friday.day <= 7:
                console.print(f"    {week.friday:%B %Y}: {len(players.persons)} persons, {_sum(players)}", highlight=False)
        _set(connection, END, EVENING)
    seconds = time.monotonic() - started
    console.print(f"    {len(players.persons)} persons, {_sum(players)}, {seconds:.0f} s", highlight=False)
    _print_cases(players, cases, console)
    return True


def _print_cases(players: Players, cases: list[Case], console: Console) -> None:
    console.print("  nasty cases among them, each with where to look, and as whom:", highlight=False)
    for case in cases:
        where = f"{players.environment.url(case.service)}{case.path.format(id=players.id_of(case.key))}"
        console.print(f"    {case.rules}: {case.says}\n      {where} ({case.account})", highlight=False, soft_wrap=True)


def live(environment: Environment, connection: psycopg.Connection, stop: threading.Event, watch: Callable[[], None]) -> None:
    """Slow traffic on the running clock until somebody has seen enough: every other second a new person is offered a course."""
    chance = Random()
    set_clock(connection, business_now(connection), running=True)
    with ExitStack() as stack:
        players = _players(environment, stack)
        while not stop.wait(2):
            watch()
            key, today = uuid4(), local_day(business_now(connection))
            players.register(Register(key, chance.choice(list(VGS)), today, "Neva", "Beispiel"))
            data = {"on": today.isoformat(), "course": f"cjd-{today:%Y}-9", "kind": "general"}
            players.publish([Fact(uuid4(), "cjd", "CourseOffered", key, data)])


def _players(environment: Environment, stack: ExitStack) -> Players:
    tokens = {one["account"]: one["token"] for one in json.loads(environment.tokens.read_text("utf-8"))}
    http = stack.enter_context(httpx.Client(timeout=30, limits=httpx.Limits(max_connections=THREADS)))
    threads = stack.enter_context(ThreadPoolExecutor(THREADS))
    receipts = stack.enter_context(Receipts(environment.admin, environment.topology))
    return Players(environment, http, threads, receipts, tokens, stack)


def _play(players: Players, connection: psycopg.Connection, week: Week, votes: dict[str, list[Send]]) -> None:
    """Days on which the partners decide come before the Friday; the clock never goes back."""
    for days in range(6, 0, -1):
        day = week.friday - timedelta(days=days)
        if day.isoformat() in votes:
            _set(connection, day)
            _all(players, players.send, votes[day.isoformat()])
    _set(connection, week.friday)
    _all(players, players.send, votes.get(week.friday.isoformat(), []))
    _all(players, players.register, week.registrations)
    _all(players, players.open_file, week.files)
    _all(players, players.send, week.sends)
    players.publish(week.facts)


def _all(players: Players, do: Any, items: list[Any]) -> None:
    list(players.threads.map(do, items))


def _set(connection: psycopg.Connection, day: date, hour: day_time = AFTERNOON) -> None:
    set_clock(connection, datetime.combine(day, hour, BERLIN), running=False)


def _sum(players: Players) -> str:
    return ", ".join(f"{n} {what}" for what, n in sorted(players.answers.items()))
