"""The service cases, put together: persons, their names in the vault, and the facets of help."""

from collections.abc import Sequence
from typing import Any

from services.cases.charge import charge
from services.cases.commands import open_to_people, requires, routes
from services.cases.doors import people
from services.cases.facts import FACTS
from services.cases.outbox import outbox
from services.cases.policies import deadlines, reactions
from services.cases.streams import facet_of, person_of
from shared.domain import Domain, Whole
from shared.duties import Charges
from shared.law import Law
from shared.service import Service, main
from shared.settings import Settings
from shared.statements import FactRoute


def domain(law: Law) -> Domain:
    return Domain(
        "cases",
        routes(law),
        outbox,
        deadlines,
        reactions,
        open_to_people=open_to_people(),
        requires=requires,
        facet=facet_of,
        charges=charges,
    )


def charges(whole: Whole, streams: Sequence[str]) -> Charges:
    """Who took the cases of these streams' persons, by one query."""
    holders = {stream: f"charge-{person_of(stream)}" for stream in streams}
    taken = {name: charge.fold(one.event for one in events).taken for name, events in whole(set(holders.values())).items()}
    return {
        (stream, organisation): account
        for stream, holder in holders.items()
        for organisation, account in taken[holder].get(facet_of(stream), {}).items()
    }


def build(settings: Settings) -> tuple[Service, Any]:
    service = Service.build(settings, domain)
    service.answer_facts(
        {
            fact: FactRoute(command, requires=lambda context: f"person-{context.subject}", unknown="fact.unknown_person")
            for fact, command in FACTS.items()
        }
    )
    return service, lambda **roles: people(service.api(**roles), service)


if __name__ == "__main__":
    main(build)
