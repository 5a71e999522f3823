"""The services' own desks, opened by the operator to read a parked record again."""

from datetime import UTC, datetime
from typing import Any

from psycopg_pool import ConnectionPool
from pydantic import SecretStr

from koop import parked
from koop.environment import Environment
from services.cases import app as cases
from services.minors import app as minors
from services.referrals import app as referrals
from services.reporting.subscribers import ViewsDesk
from services.volunteers import app as volunteers
from shared.clock import RealClock
from shared.desk import Desk
from shared.settings import Settings

APPS = {"cases": cases, "referrals": referrals, "volunteers": volunteers, "minors": minors}


def redrive(environment: Environment, ref: str) -> dict[str, Any]:
    """Raises nothing that an operator cannot read: a wrong reference is an answer."""
    with _views_pool(environment) as pool:
        views = ViewsDesk(pool, RealClock())
        try:
            return parked.redrive(environment.dsns, ref, views=views, facts=lambda s: facts_desk(environment, s), now=_now)
        except parked.NotParked as error:
            return {"ok": False, "problem": str(error)}


def dismiss(environment: Environment, ref: str, note: str) -> dict[str, Any]:
    with _views_pool(environment) as pool:
        try:
            return parked.dismiss(environment.dsns, ref, note, views=ViewsDesk(pool, RealClock()), now=_now)
        except (parked.NotParked, ValueError) as error:
            return {"ok": False, "problem": str(error)}


def facts_desk(environment: Environment, service: str) -> Desk:
    """A service's own desk, with its own rights."""
    values = environment.of_process(service)
    built = Settings(
        service=service,
        database_url=SecretStr(values["KOOP_DATABASE_URL"]),
        KAFKA_BOOTSTRAP_SERVERS=values["KAFKA_BOOTSTRAP_SERVERS"],
        kafka_username=values["KOOP_KAFKA_USERNAME"],
        kafka_password=SecretStr(values["KOOP_KAFKA_PASSWORD"]),
        tokens=environment.tokens,
        agreement=environment.agreement,
        namespace=environment.topology.namespace,
    )
    service_, _ = APPS[service].build(built)
    service_.pool.open(wait=True)
    desk: Desk = service_.desk
    return desk


def _views_pool(environment: Environment) -> ConnectionPool:
    return ConnectionPool(
        environment.dsn("reporting"), min_size=1, max_size=2, open=True, kwargs={"autocommit": True, "options": "-c search_path=reporting"}
    )


def _now() -> datetime:
    return datetime.now(UTC)
