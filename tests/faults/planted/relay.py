"""`python -m tests.faults.planted.relay`: a relay with the defect that KOOP_PLANTED names."""

import os

from shared import relay_process
from shared.crash import crash_point
from shared.relay import Relay
from shared.relay_log import PublishedLog


def no_epoch_check() -> None:
    """Whoever sends moves the cursor, whether it still leads or not."""

    def move(self: PublishedLog, epoch: int, last_id: int) -> None:
        self._run("UPDATE relay_cursor SET last_id = %(last)s RETURNING 1", {"last": last_id})
        self._led = None

    PublishedLog.move = move  # type: ignore[method-assign]


def cursor_first() -> None:
    """The cursor moves when a page has been read, not when it has been acknowledged."""

    def step(self: Relay) -> int | None:
        lead = self.log.lead()
        if lead is None:
            self.stopping.wait(0.5)
            return None
        epoch, last = lead
        page = self.log.page(last)
        if page.rows:
            self.log.move(epoch, page.last_id)
            crash_point("relay.after_read")
            self.forward(page, epoch)
        return epoch

    Relay.step = step  # type: ignore[method-assign]


DEFECTS = {defect.__name__: defect for defect in (no_epoch_check, cursor_first)}

if __name__ == "__main__":
    DEFECTS[os.environ["KOOP_PLANTED"]]()
    relay_process.main()
