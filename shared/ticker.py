"""One ticker per service: what has become due by the business clock is handled as a command."""

import threading
from uuid import uuid4

import structlog

from shared.append import Append, DueCommand
from shared.decider import MISTAKES, Refused
from shared.domain import Asked
from shared.handling import DOOR_FIELDS, Handler, IdReused, fill
from shared.metrics import DEADLINES

log = structlog.get_logger()

CLOCK = "clock"


class Ticker:
    """Several may run: the command id is that of the deadline's setting, so a second firing is a repeat."""

    def __init__(self, handler: Handler, seconds: float = 0.2) -> None:
        self.handler = handler
        self.seconds = seconds
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                busy = self.tick() > 0
            except Exception as error:
                log.warning("tick failed, trying again", error=repr(error))
                busy = False
            if not busy:
                self.stopping.wait(self.seconds)

    def tick(self) -> int:
        """Fire what is due, in the order of its instants. Returns how many were; those that meet a mistake of ours stop no other."""
        now, fired = self.handler.clock.now(), 0
        page = self.handler.store.due(now)
        while page:
            fired += sum([self._fired(one) for one in page])
            page = self.handler.store.due(now, after=page[-1])
        return fired

    def _fired(self, due: DueCommand) -> bool:
        try:
            self._fire(due)
        except MISTAKES:
            log.exception("a deadline met a mistake of ours, trying again", command=due.type)
            DEADLINES.labels(self.handler.domain.name, "failed").inc()
            return False
        return True

    def _fire(self, due: DueCommand) -> None:
        body = {name: value for name, value in due.command.items() if name not in DOOR_FIELDS}
        command = fill(self.handler.domain.by_name[due.type], body, at=self.handler.clock.now(), actor=CLOCK, partner=None)
        try:
            done = self.handler.handle(command, Asked(due.command_id, CLOCK, None, correlation=uuid4()), done=due)
        except Refused as refusal:
            # What was to happen is no longer called for. The deadline has done its work.
            log.info("deadline refused", code=refusal.code, command=due.type)
            self._settle(due, "refused")
        except IdReused:
            self._settle(due, "answered")
        else:
            if done.repeated:
                self._settle(due, "answered")
            else:
                DEADLINES.labels(self.handler.domain.name, "fired").inc()

    def _settle(self, due: DueCommand, outcome: str) -> None:
        """The row goes without its command. What was answered before has no business here: it went with its answer."""
        self.handler.store.append(Append(done=[due]))
        DEADLINES.labels(self.handler.domain.name, outcome).inc()
