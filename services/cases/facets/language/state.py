"""All that is known of one person's way to German: one part per phase of it, each folded in its own file."""

from dataclasses import dataclass, field

from services.cases.facets.language import attendance, enrolment, entitlement, exam, explaining, lapse, need, obligation, offer
from services.cases.facets.language.attempt import Attempts
from services.cases.facets.language.entitlement import Entitlements
from services.cases.facets.language.exam import Exams
from services.cases.facets.language.need import Need
from services.cases.facets.language.obligation import Acts
from services.cases.facets.language.offer import Offers
from shared.messages import Event


@dataclass(frozen=True)
class Language:
    need: Need = field(default_factory=Need)
    offers: Offers = field(default_factory=Offers)
    entitlements: Entitlements = ()
    obligations: Acts = ()
    attempts: Attempts = field(default_factory=dict)
    exams: Exams = field(default_factory=Exams)


def evolve(state: Language, event: Event) -> Language:
    attempts = state.attempts
    for part in (enrolment.evolve, attendance.evolve, lapse.evolve, explaining.evolve):
        attempts = part(attempts, event)
    return Language(
        need=need.evolve(state.need, event),
        offers=offer.evolve(state.offers, event),
        entitlements=entitlement.evolve(state.entitlements, event),
        obligations=obligation.evolve(state.obligations, event),
        attempts=attempts,
        exams=exam.evolve(state.exams, event),
    )
