"""Which command a partner's fact becomes. The volunteer is the CloudEvents subject, the organisation follows from the topic."""

from collections.abc import Callable
from typing import Any

from services.volunteers import volunteer as v
from shared.contracts import facts_volunteers as facts
from shared.contracts.base import Fact
from shared.domain import FactContext
from shared.messages import Command

ToCommand = Callable[[Any, FactContext], Command]


def stated(command: type[v.VolunteerCommand]) -> ToCommand:
    def to_command(fact: Fact, context: FactContext) -> Command:
        return command(volunteer=context.subject, partner=context.partner, **dict(fact))

    return to_command


FACTS: dict[type[Fact], ToCommand] = {
    facts.VolunteerRegistered: stated(v.RegisterVolunteer),
    facts.HoursReported: stated(v.ReportHours),
    facts.VolunteerPaused: stated(v.PauseVolunteer),
    facts.VolunteerLeft: stated(v.LeaveVolunteering),
}
