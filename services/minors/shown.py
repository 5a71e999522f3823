"""The file as the youth office works from it: where it stands, what runs until when by which paragraph, who says which age."""

from collections.abc import Sequence
from typing import Any

from services.minors.age import Age, birth_of
from services.minors.majority import Majority
from services.minors.phases import phase
from services.minors.state import Minor
from services.minors.young_adult import YoungAdult
from shared.law import Law
from shared.messages import Recorded


def shown(state: Minor, history: Sequence[Recorded], law: Law) -> dict[str, Any]:
    """JSON. `history`: the stream's events, for what was said when, and when the suite heard of it."""
    return {
        "state": phase(state),
        "care": vars(state.care),
        "missing_since": state.absences.since,
        "absences": [{"from": first, "back": back} for first, back in state.absences.ended],
        "goes_on_as": state.absences.matched,
        "distribution": vars(state.distribution) | {"proposed": sorted(state.distribution.proposed)},
        "siblings": {str(sibling): office for sibling, office in state.siblings.items()},
        "guardian": vars(state.guardian),
        "help": vars(state.help),
        "periods": {clock: frist.model_dump(mode="json") for clock, frist in sorted(state.clocks.running.items())},
        "missed": sorted(state.clocks.missed),
        "kept": dict(state.clocks.kept),
        "age": _age(state.age, state, law),
        "majority": _majority(state.majority, state.young_adult),
        "steps": [{"what": one.event.name, "on": one.event.on, "recorded_at": one.meta.recorded_at} for one in history],
    }


def _age(age: Age, state: Minor, law: Law) -> dict[str, Any]:
    """All claims side by side, and the one that this office works with."""
    birth = birth_of(age, law, state.heard_to)
    return {
        "claims": [claim.model_dump(mode="json") for claim in age.claims],
        "found": age.found and {"on": age.found[0], "finding": age.found[1]},
        "contested": age.contested,
        "worked_with": birth and {"birth": birth.model_dump(), "earliest": birth.earliest, "latest": birth.latest},
    }


def _majority(majority: Majority, help_beyond: YoungAdult) -> dict[str, Any]:
    decision = {None: None, True: "granted", False: "refused"}[help_beyond.decided]
    return {
        "days": majority.days and majority.days.model_dump(mode="json"),
        "transition_plan": majority.planned,
        "transition_plan_due": majority.plan_due and majority.planned is None,
        "reached": majority.reached,
        "young_adult_help": decision,
        "decision_missing": majority.reached and help_beyond.decided is None,
        "aftercare": help_beyond.aftercare,
    }
