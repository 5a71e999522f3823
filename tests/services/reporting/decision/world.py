"""The decision's rules at work in memory: commands, what follows from them at once, and what falls due."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from services.reporting.commands import routes
from services.reporting.outbox import outbox
from services.reporting.policies import deadlines, reactions
from shared.contracts.base import Contract
from shared.deadlines import SetDeadline
from shared.law import Law
from shared.messages import Command, Event, Meta, Recorded, event_id
from tests.services.reporting.decision.examples import AGREEMENT, CHAIR

ROUTES = routes(Law.load(Path(__file__).parents[4] / "agreement" / "law"))


@dataclass
class World:
    now: datetime
    streams: dict[str, list[Event]] = field(default_factory=dict)
    due: dict[tuple[str, str], SetDeadline] = field(default_factory=dict)
    published: list[Contract] = field(default_factory=list)

    @classmethod
    def founded(cls, now: datetime) -> "World":
        world = cls(now)
        for founding in AGREEMENT.founding():
            world.handle(founding.command)
        return world

    def ask(self, command: type[Command], partner: str = CHAIR, actor: str = "", **body: Any) -> list[Event]:
        """As the door does: it fills in the instant and who asks."""
        door = {"at": self.now, "partner": partner, "actor": actor or f"representative@{partner}"}
        filled = {name: value for name, value in door.items() if name in command.model_fields}
        return self.handle(command.model_validate({"on": self.now.date()} | filled | body))

    def handle(self, command: Command) -> list[Event]:
        route = ROUTES[type(command)]
        stream = route.stream(command)
        history = self.streams.setdefault(stream, [])
        events = list(route.decider.decide(command, route.decider.fold(history)))
        for event in events:
            history.append(event)
            self._after(Recorded(stream, len(history), event, self._meta(stream, len(history))))
        return events

    def _meta(self, stream: str, version: int) -> Meta:
        id = event_id(stream, version)
        return Meta(event_id=id, recorded_at=self.now, actor="test", correlation=id)

    def _after(self, recorded: Recorded) -> None:
        contract = outbox(recorded)
        if contract is not None:
            self.published.append(contract)
        for deadline in deadlines(recorded):
            self.due.pop((recorded.stream, deadline.key), None)
            if isinstance(deadline, SetDeadline):
                self.due[recorded.stream, deadline.key] = deadline
        for command in reactions(recorded):
            self.handle(command)

    def until(self, now: datetime) -> None:
        """Time passes; what falls due is handled at its instant, in order."""
        while ripe := [key for key, deadline in self.due.items() if deadline.due <= now]:
            deadline = self.due.pop(min(ripe, key=lambda key: self.due[key].due))
            self.now = deadline.due
            self.handle(deadline.command.model_copy(update={"at": self.now}))
        self.now = now

    def state(self, stream: str) -> Any:
        decider = next(r.decider for c, r in ROUTES.items() if type(r.decider.initial).__name__.lower() == stream.partition("-")[0])
        return decider.fold(self.streams[stream])
