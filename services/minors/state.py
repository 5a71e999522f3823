"""All that is known of one minor's file: one part per phase of it, each folded in its own file."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from services.minors import age, care, clocks, companions, distribution, guardian, helping, majority, missing, siblings, young_adult
from services.minors.age import Age
from services.minors.care import Care
from services.minors.clocks import Clocks
from services.minors.companions import Companions
from services.minors.distribution import Distribution
from services.minors.guardian import Guardian
from services.minors.helping import Help
from services.minors.majority import Majority
from services.minors.missing import Absences
from services.minors.young_adult import YoungAdult
from shared.contracts.codes import Slug
from shared.messages import Event


@dataclass(frozen=True)
class Minor:
    """`heard_to`: the latest day that anything was said about; what follows from a report of an earlier day is found on this one."""

    care: Care = field(default_factory=Care)
    distribution: Distribution = field(default_factory=Distribution)
    siblings: dict[UUID, Slug | None] = field(default_factory=dict)
    guardian: Guardian = field(default_factory=Guardian)
    help: Help = field(default_factory=Help)
    age: Age = field(default_factory=Age)
    majority: Majority = field(default_factory=Majority)
    young_adult: YoungAdult = field(default_factory=YoungAdult)
    absences: Absences = field(default_factory=Absences)
    clocks: Clocks = field(default_factory=Clocks)
    companions: Companions = field(default_factory=dict)
    heard_to: date = date.min


def evolve(state: Minor, event: Event) -> Minor:
    return replace(
        state,
        care=care.evolve(state.care, event),
        distribution=distribution.evolve(state.distribution, event),
        siblings=dict(siblings.evolve(state.siblings, event)),
        guardian=guardian.evolve(state.guardian, event),
        help=helping.evolve(state.help, event),
        age=age.evolve(state.age, event),
        majority=majority.evolve(state.majority, event),
        young_adult=young_adult.evolve(state.young_adult, event),
        absences=missing.evolve(state.absences, event),
        clocks=clocks.evolve(state.clocks, event),
        companions=companions.evolve(state.companions, event),
        heard_to=max(state.heard_to, event.on),
    )
