"""The one migrator: under an advisory lock, each step once, only forward. Services check their schema and never make it."""

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from shared.store import Store

SERVICES = ("cases", "referrals", "volunteers", "minors", "reporting")
WALLED = frozenset({"minors"})
"""Whose records the operator's tool settles and does not show; their periods and parked facts are not even counted (ADR 9)."""
READERS = ("minors_reader",)
"""Roles without a login, to be granted to whoever may read what of `bi` is not for all."""
LOCK = 2016_07_01

PLATFORM = """
CREATE SCHEMA IF NOT EXISTS platform;
CREATE SCHEMA IF NOT EXISTS bi;
CREATE TABLE IF NOT EXISTS platform.migrations (
    schema text, name text, digest text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (schema, name)
);
CREATE TABLE IF NOT EXISTS platform.clock (
    one      bool PRIMARY KEY DEFAULT true CHECK (one),
    business timestamptz NOT NULL,
    running  bool NOT NULL,
    set_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
GRANT USAGE ON SCHEMA platform, bi TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA platform TO PUBLIC;
"""

# Append-only is a privilege, not a promise: nobody but the migrator's role may change or delete an event.
GRANTS = """
GRANT USAGE ON SCHEMA {schema} TO {schema};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {schema};
REVOKE UPDATE, DELETE ON {schema}.events, {schema}.published, {schema}.commands FROM {schema};
GRANT MAINTAIN ON {schema}.events, {schema}.published TO {schema};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {schema};
"""

# Read models are made, rebuilt and dropped by reporting itself.
VIEWS = "GRANT CREATE ON SCHEMA reporting, bi TO reporting; GRANT USAGE ON SCHEMA bi TO PUBLIC;"


# Counts only, over all services that are not walled: what partners have to correct. The view reads with its owner's rights.
PARKED_FACTS = "CREATE OR REPLACE VIEW bi.parked_facts AS {parts}; GRANT SELECT ON bi.parked_facts TO PUBLIC;"
PARKED_PART = """SELECT '{service}'::text AS service, substring(topic from 'koop[.]partner[.]([a-z0-9-]+)[.]facts') AS partner,
reason, count(*) AS n FROM {service}.parked WHERE consumer = 'facts' AND status = 'waiting' GROUP BY 2, 3"""


class Changed(Exception):
    """A step that ran already reads differently now: write a new step instead."""


@dataclass(frozen=True)
class Step:
    schema: str
    name: str
    text: str
    run: Callable[[psycopg.Connection], None]


def migrate(dsn: str, passwords: Mapping[str, str] | None = None) -> list[str]:
    """Bring the database up to date and return the names of the steps that ran.

    `passwords`: of the services' roles; a role without one cannot log in. Raises Changed, psycopg.Error.
    """
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        connection.execute(PLATFORM)
        for service in SERVICES:
            _role(connection, service, (passwords or {}).get(service))
        for reader in READERS:
            _role(connection, reader, None)
        done = [f"{step.schema}.{step.name}" for step in _steps(dsn) if _once(connection, step)]
        for service in SERVICES:
            connection.execute(SQL(GRANTS).format(schema=Identifier(service)))
        connection.execute(VIEWS)
        parts = " UNION ALL ".join(PARKED_PART.format(service=service) for service in SERVICES if service not in WALLED)
        connection.execute(PARKED_FACTS.format(parts=parts).encode())
        return done


def service_dsn(admin_dsn: str, service: str, password: str) -> str:
    """The DSN of a service's own role in the same database."""
    return psycopg.conninfo.make_conninfo(admin_dsn, user=service, password=password)


def _role(connection: psycopg.Connection, service: str, password: str | None) -> None:
    """Roles belong to the whole server: another database's migration may have made them at this moment."""
    with contextlib.suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        connection.execute(SQL("CREATE ROLE {}").format(Identifier(service)))
    if password is not None:
        connection.execute(SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(Identifier(service), Literal(password)))


def _once(connection: psycopg.Connection, step: Step) -> bool:
    digest = hashlib.sha256(step.text.encode()).hexdigest()
    row = connection.execute("SELECT digest FROM platform.migrations WHERE schema = %s AND name = %s", (step.schema, step.name)).fetchone()
    if row is not None:
        if row[0] != digest:
            raise Changed(f"{step.schema}.{step.name} was changed after it ran here; add a new step, or `koop reset` a local stack")
        return False
    step.run(connection)
    connection.execute("INSERT INTO platform.migrations (schema, name, digest) VALUES (%s, %s, %s)", (step.schema, step.name, digest))
    return True


def _steps(dsn: str) -> Iterable[Step]:
    kernel = files("shared").joinpath("schema.sql").read_text("utf-8")
    for service in SERVICES:
        yield Step(service, "1-events", "eventsourcing 9.5, text ids", partial(_events, dsn=dsn, schema=service))
        yield _sql(service, "2-kernel", kernel)
        for name, own in sorted(_own(Path(str(files(f"services.{service}"))))):
            yield _sql(service, name, own.read_text("utf-8"))


def _own(folder: Path) -> Iterable[tuple[str, Path]]:
    """A service's `schema.sql`, and what came to it later: `schema-4-months.sql` is the step 4-months."""
    for file in folder.glob("schema*.sql"):
        yield file.stem.removeprefix("schema").removeprefix("-") or "3-own", file


def _sql(schema: str, name: str, text: str) -> Step:
    def run(connection: psycopg.Connection) -> None:
        with connection.transaction():
            connection.execute(SQL("SET LOCAL search_path = {}").format(Identifier(schema)))
            connection.execute(text.encode())

    return Step(schema, name, text, run)


def _events(connection: psycopg.Connection, *, dsn: str, schema: str) -> None:
    """eventsourcing makes its own tables: the append path and its lock are the library's."""
    connection.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(Identifier(schema)))
    store = Store(dsn, schema)
    try:
        store.recorder.create_table()
    finally:
        store.close()
