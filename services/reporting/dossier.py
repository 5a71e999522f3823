"""The dossier: the figures a ballot rests on, pinned down by log positions and view digests that anyone can compute again."""

import hashlib
import json
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool

from services.reporting.decision.ballot_terms import Dossier
from services.reporting.decision.preparation import FreezeDossier
from services.reporting.decision.term import term
from services.reporting.views import VIEWS
from shared.calendar import local_day
from shared.contracts.codes import Slug
from shared.domain import Asked, Done
from shared.handling import Handler, NotFound
from shared.inbox import positions
from shared.messages import Message
from shared.read_model import digest

CONSUMER = "views"


class Wanted(Message):
    """Which cooperation's figures."""

    cooperation: Slug


def freeze(handler: Handler, pool: ConnectionPool, cooperation: str, asked: Asked) -> Done:
    """Take the figures as they stand and freeze them for the next ballot. Raises NotFound, Refused."""
    if done := handler.answered(asked.command_id):
        return done
    unit = handler.unit()
    agreed = unit.stream(f"term-{cooperation}", term).state.agreed
    if agreed is None:
        raise NotFound(cooperation)
    today = local_day(unit.now)
    with pool.connection() as connection:
        dossier = compiled(connection, as_of=today, law_version=handler.law.version(today), policy_version=agreed.policy.key)
    return handler.handle(FreezeDossier(on=today, cooperation=cooperation, dossier=dossier, at=unit.now), asked)


def compiled(connection: psycopg.Connection[Any], **versions: Any) -> Dossier:
    """From one snapshot of the database: no batch lies between the positions and the digests."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        stands = {f"{topic}:{partition}": at for (topic, partition), at in sorted(positions(connection, CONSUMER).items())}
        live = dict(connection.execute("SELECT view, version FROM view_versions WHERE status = 'live'").fetchall())
        digests = {view.name: _sha256(digest(connection, view, live[view.name])) for view in VIEWS if view.name in live}
    body = {"positions": stands, "digests": digests, **{name: str(value) for name, value in versions.items()}}
    return Dossier(positions=stands, digests=digests, **versions, hash=_sha256(json.dumps(body, sort_keys=True)))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
