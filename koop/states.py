"""The state machines, drawn from the tables that stand beside their deciders: `docs/states.md`.

A table says what happens when facts come in the order of their days; events that leave the phase as it is have no arrow. Random walks
hold it to the decider, arrow by arrow (tests/koop/test_states.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module

from koop.environment import ROOT
from shared.messages import Event

PAGE = ROOT / "docs" / "states.md"
START = "[*]"

Transitions = Mapping[tuple[str, type[Event]], frozenset[str]]
"""From a phase, by an event, to one of these. The phase before anything is known is `START`."""


@dataclass(frozen=True)
class Machine:
    """`module` has `TRANSITIONS`, and a docstring that says what the phases are."""

    title: str
    module: str

    @property
    def transitions(self) -> Transitions:
        found: Transitions = import_module(self.module).TRANSITIONS
        return found

    @property
    def says(self) -> str:
        return (import_module(self.module).__doc__ or "").strip()


MACHINES = (
    Machine("A decision on protection", "services.cases.status.phases"),
    Machine("What several sources say about one thing", "services.cases.status.claim_phases"),
    Machine("A person in a course", "services.cases.facets.language.phases"),
    Machine("A change-over from AsylbLG to SGB II", "services.cases.facets.transition.phases"),
    Machine("An unaccompanied minor's file", "services.minors.phases"),
    Machine("A referral", "services.referrals.phases"),
)


def page() -> str:
    """Markdown with a Mermaid diagram per machine."""
    head = "# States\n\nMade by `koop states` from the tables beside the deciders; a test compares. An arrow is an event.\n"
    return head + "".join(f"\n## {one.title}\n{one.says}\n\n{diagram(one.transitions)}" for one in MACHINES)


def diagram(transitions: Transitions) -> str:
    arrows = sorted({(before, after, event.name) for (before, event), phases in transitions.items() for after in phases})
    lines = [f"    {_id(before)} --> {_id(after)}: {name}" for before, after, name in arrows]
    ends = [f"    {_id(phase)} --> {START}" for phase in _ends(transitions)]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, *ends, "```", ""])


def _ends(transitions: Transitions) -> Iterator[str]:
    """The phases that nothing leaves."""
    left = {before for (before, _), phases in transitions.items() if phases - {before}}
    reached = frozenset[str]().union(*transitions.values())
    yield from sorted(reached - left)


def _id(phase: str) -> str:
    return phase.replace("-", "_")


def drift() -> bool:
    return not PAGE.exists() or PAGE.read_text("utf-8") != page()


def export() -> bool:
    """Write the page where it differs, and say whether it did."""
    differed = drift()
    if differed:
        PAGE.write_text(page(), "utf-8")
    return differed
