"""`koop up`: from nothing to the running cooperation, step by step, each with its time."""

import json
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier
from rich.console import Console

from koop.environment import DATABASE, Environment
from koop.local import requirements
from koop.local.processes import Fleet
from koop.migrate import migrate
from koop.months import publish
from koop.provision import provision, write_partner_properties
from koop.verify import verify
from services.reporting.app import domain
from services.reporting.decision.agreement import Agreement
from shared.calendar import day_start
from shared.clock import FixedClock, set_clock
from shared.decider import Refused
from shared.domain import Asked
from shared.handling import Handler
from shared.law import Law
from shared.store import Store

FILE = "kaiserslautern-2016.toml"
INTERRUPTED = 130
"""Exit code: Ctrl-C came before the year was over, so nothing was verified."""


class Interrupted(Exception):
    """Somebody asked to stop before the year was over. What was played stays; the next `koop up` plays on."""


class Missing(Exception):
    """Something this machine needs is not there; says how to get it."""


@contextmanager
def step(console: Console, what: str) -> Iterator[None]:
    """One line per step: what, and how long it took."""
    started = time.monotonic()
    console.print(f"  … {what}", highlight=False)
    yield
    console.print(f"  ✓ {what} [dim]{time.monotonic() - started:.1f} s[/dim]", highlight=False)


def up(environment: Environment, console: Console, *, once: bool, scale: float, seed: int) -> int:
    """Start everything, play the year, then live until Ctrl-C (or, `once`, verify and stop). Returns the exit code."""
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    began = time.monotonic()
    with ExitStack() as stops:
        stops.enter_context(environment.held())
        fleet = start(environment, console, stops)
        console.print(f"[bold]Ready[/bold] after {time.monotonic() - began:.1f} s", highlight=False)
        found(environment, console)
        try:
            play(environment, console, fleet, stop, scale=scale, seed=seed)
        except Interrupted as interrupted:
            console.print(f"  {interrupted}", highlight=False)
            return INTERRUPTED
        with step(console, "Figures of the months that are over, published: bi.transition_months, bi.minors_months"):
            publish(environment.dsns, environment.admin, environment.topology, Law.load(environment.agreement / "law"))
        if once:
            return _verified(environment, console)
        tell(environment, console)
        live(environment, fleet, stop)
        console.print("Stopping …")
    return 0


def start(environment: Environment, console: Console, stops: ExitStack) -> Fleet:
    """Broker, database, schema, topics and rights, processes. What was started here is stopped by `stops`, in reverse."""
    if missing := [one for one in requirements.check() if not one.met]:
        raise Missing("\n".join(str(one) for one in missing))
    if environment.kafka:
        with step(console, "Apache Kafka (the first time its jars are fetched)"):
            environment.kafka.start()
            stops.callback(environment.kafka.stop)
    if environment.postgres:
        with step(console, "PostgreSQL"):
            environment.postgres.start()
            stops.callback(environment.postgres.stop)
            _database(environment.postgres.admin_dsn)
    with step(console, "Schema, topics, users, rights, tokens"):
        prepare(environment)
    fleet = Fleet(environment)
    with step(console, "Five services and their relays"):
        stops.callback(fleet.stop)
        fleet.start()
        fleet.wait_ready()
    return fleet


def prepare(environment: Environment) -> None:
    migrate(environment.admin_dsn, environment.role_passwords)
    _set_the_clock_to_the_beginning(environment)
    admin = environment.admin
    provision(environment.topology, admin.bootstrap, admin.password, environment.kafka_passwords)
    write_partner_properties(environment.partners, environment.topology, environment.bootstrap, environment.kafka_passwords)
    _ = environment.tokens


def _set_the_clock_to_the_beginning(environment: Environment) -> None:
    """Before any service runs: by today's clock the term of 2016 would end the moment it is agreed."""
    begin = day_start(Agreement.load(environment.agreement / FILE).term.starts)
    with psycopg.connect(environment.admin_dsn, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM platform.clock").fetchone():
            set_clock(connection, begin, running=False)


def found(environment: Environment, console: Console) -> None:
    """The agreement's file, as commands. A second time it founds nothing."""
    with step(console, "The agreement of 2016: partners, representatives, term, decision policy"):
        law = Law.load(environment.agreement / "law")
        store = Store(environment.dsn("reporting"), "reporting")
        try:
            agreement = Agreement.load(environment.agreement / FILE)
            clock = FixedClock(day_start(agreement.term.starts))
            handler = Handler(domain(law), store, clock, law)
            for founding in agreement.founding():
                handler.handle(founding.command, Asked(founding.id, "agreement", None, uuid4()))
        except Refused as refusal:
            raise Missing(f"the agreement was refused: {refusal.code} {refusal.details}") from refusal
        finally:
            store.close()


def play(environment: Environment, console: Console, fleet: Fleet, stop: threading.Event, *, scale: float, seed: int) -> None:
    """The first year, unless it was played already. Raises Interrupted; ProcessDied: the end of a log says more than a missing answer."""
    from demo.play import played, year  # noqa: PLC0415 - only `up` plays

    with psycopg.connect(environment.admin_dsn, autocommit=True) as connection:
        if played(connection):
            console.print("  ✓ The year was played already; going on with its data", highlight=False)
            return
        with step(console, "The cooperation's first year, 1 July 2016 to 30 June 2017"):
            try:
                whole = year(environment, connection, console, stop, scale=scale, seed=seed)
            except Exception:
                fleet.check()
                raise
            if not whole:
                raise Interrupted("stopped in the middle of the year; `koop up` plays on from here")


def live(environment: Environment, fleet: Fleet, stop: threading.Event) -> None:
    from demo.play import live as go_on  # noqa: PLC0415 - only `up` plays

    with psycopg.connect(environment.admin_dsn, autocommit=True) as connection:
        go_on(environment, connection, stop, fleet.check)


def tell(environment: Environment, console: Console) -> None:
    console.print()
    console.print(
        f"[bold]The page[/bold]       {environment.url('reporting')}/   (log in with a token from {environment.tokens})", highlight=False
    )
    console.print(
        f"[bold]Services[/bold]       {', '.join(f'{s} {environment.url(s)}' for s in ('cases', 'referrals', 'volunteers', 'minors'))}",
        highlight=False,
    )
    console.print(
        f"[bold]Kafka[/bold]          {environment.bootstrap}; each partner's client settings: {environment.partners}/<id>.properties",
        highlight=False,
    )
    console.print("[bold]SQL[/bold]            SELECT * FROM bi.minors_months WHERE replaced_by IS NULL", highlight=False)
    console.print("               (.venv/bin/koop env names DATABASE_URL)", highlight=False)
    console.print("[bold]Next[/bold]           1. log in as coordinator@landkreis-koordination and read the ballot's arithmetic")
    console.print("               2. .venv/bin/koop projections rebuild --all --switch   (beside live traffic)")
    console.print("               3. .venv/bin/koop verify --json")
    console.print("Ctrl-C stops everything.")


def _database(admin_dsn: str) -> None:
    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone():
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(DATABASE)))


def _verified(environment: Environment, console: Console) -> int:
    with step(console, "Verify: stores = topics = views"):
        outcome = verify(environment.dsns, environment.admin, environment.topology)
    if not outcome["ok"]:
        console.print(json.dumps(outcome, default=str, ensure_ascii=False), markup=False, highlight=False)
    console.print("[bold green]clean[/bold green]" if outcome["ok"] else "[bold red]different[/bold red]")
    return 0 if outcome["ok"] else 1
