"""The service volunteers, put together: who helps, for how long, and when it is too much."""

from typing import Any

from services.volunteers.commands import open_to_people, routes
from services.volunteers.facts import FACTS
from services.volunteers.outbox import outbox
from services.volunteers.policies import deadlines
from shared.domain import Domain
from shared.law import Law
from shared.service import Service, main
from shared.settings import Settings
from shared.statements import FactRoute


def domain(law: Law) -> Domain:
    return Domain("volunteers", routes(law), outbox, deadlines, open_to_people=open_to_people())


def build(settings: Settings) -> tuple[Service, Any]:
    service = Service.build(settings, domain)
    service.answer_facts({fact: FactRoute(command) for fact, command in FACTS.items()})
    return service, service.api


if __name__ == "__main__":
    main(build)
