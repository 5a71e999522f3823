"""The file as the youth office works from it: where it stands, what runs until when by which paragraph, who says which age."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.minors.age import Age, birth_of
from services.minors.companions import Clearance, cleared, renew_by
from services.minors.majority import Changes, changes
from services.minors.majority_days import with_duties
from services.minors.of_age import guarded_no_more, known_days, of_age, protected
from services.minors.phases import phase
from services.minors.rules import undecided
from services.minors.state import Minor
from shared.contracts.codes_minors import Clock
from shared.law import Law
from shared.messages import Recorded


def shown(state: Minor, history: Sequence[Recorded], clearances: Mapping[UUID, Clearance], law: Law, today: date) -> dict[str, Any]:
    """JSON. `history`: the stream's events, for what was said when, and when the suite heard of it. `clearances`: by volunteer.

    `today`: the 18th birthday changes the file at its 00:00, though the event about it comes with the month (R32, ADR 11).
    """
    day = min(today, max(state.care.ended or today, state.care.since or today))  # after its end nothing more happens in a file
    unguarded = {Clock.GUARDIAN} if guarded_no_more(state, law, day) else set()
    return {
        "state": phase(state, of_age=of_age(state, law, day)),
        "care": vars(state.care),
        "missing_since": state.absences.since,
        "absences": [{"from": first, "back": back} for first, back in state.absences.ended],
        "goes_on_as": state.absences.matched,
        "distribution": vars(state.distribution) | {"proposed": sorted(state.distribution.proposed)},
        "siblings": {str(sibling): office for sibling, office in state.siblings.items()},
        "guardian": _guardian(state, law, day),
        "help": vars(state.help),
        "periods": {
            clock: state.clocks.running[clock].model_dump(mode="json") for clock in sorted(state.clocks.running.keys() - unguarded)
        },
        "missed": sorted(state.clocks.missed - unguarded),
        "kept": dict(state.clocks.kept),
        "age": _age(state.age, state, law),
        "majority": _majority(state, law, day),
        "companions": _companions(state, clearances, law, today),
        "steps": [{"what": one.event.name, "on": one.event.on, "recorded_at": one.meta.recorded_at} for one in history],
    }


def _guardian(state: Minor, law: Law, day: date) -> dict[str, Any]:
    """`ended`: the first day without; the event that says it bears a later one."""
    days = known_days(state, law, day)
    over = days is not None and state.guardian.appointed is not None and day >= days.guardianship_end
    ended = days.guardianship_end if days and over else state.guardian.ended
    return vars(state.guardian) | {"ended": ended, "acts": state.guardian.acts and not over}


def _age(age: Age, state: Minor, law: Law) -> dict[str, Any]:
    """All claims side by side, and the one that this office works with."""
    birth = birth_of(age, state.care.since, law, state.heard_to)
    return {
        "claims": [claim.model_dump(mode="json") for claim in age.claims],
        "found": age.found and {"on": age.found[0], "finding": age.found[1]},
        "contested": age.contested,
        "worked_with": birth and {"birth": birth.model_dump(), "earliest": birth.earliest, "latest": birth.latest},
    }


def _majority(state: Minor, law: Law, day: date) -> dict[str, Any]:
    majority, decided = state.majority, state.young_adult.decided
    days = known_days(state, law, day)
    reached = days is not None and day >= days.latest
    changed = changes(days, law) if days and reached else Changes()
    return changed._asdict() | {
        "days": days
        and with_duties(days, law, day, planned=majority.planned is not None, decided=not undecided(state)).model_dump(mode="json"),
        "transition_plan": majority.planned,
        "transition_plan_in_time": days and majority.planned and majority.planned <= days.plan_by,
        "transition_plan_due": days is not None and majority.planned is None and day >= days.plan_due,
        "approaching": sorted(before for before, since in days.warnings if day >= since) if days else [],
        "possible": days is not None and day >= days.earliest,
        "reached": reached,
        "young_adult_help": {None: None, True: "granted", False: "refused"}[decided],
        "decision_missing": reached and undecided(state),
        "aftercare": state.young_adult.aftercare,
    }


def _companions(state: Minor, clearances: Mapping[UUID, Clearance], law: Law, today: date) -> list[dict[str, Any]]:
    """`may_accompany` is found anew each day: with a clearance that holds, or because no minor is accompanied (R24, R33)."""
    lines = []
    for volunteer, one in sorted(state.companions.items()):
        seen = clearances.get(volunteer)
        allowed = one.until is None and (not protected(state, law, today) or cleared(seen, today, law))
        clearance = seen and seen.model_dump(mode="json") | {"renew_by": renew_by(seen, law)}
        lines.append({"volunteer": volunteer, "since": one.since, "until": one.until, "clearance": clearance, "may_accompany": allowed})
    return lines
