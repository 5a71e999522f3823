"""given(events).when(command).then(events): the tests are the rule book."""

from typing import Any

import pytest

from shared.decider import Decider, Refused
from shared.messages import Command, Event


class Given:
    def __init__(self, decider: Decider[Any], history: tuple[Event, ...]) -> None:
        self.decider = decider
        self.history = history

    def when(self, command: Command) -> "When":
        return When(self.decider, self.history, command)

    def state(self) -> Any:
        return self.decider.fold(self.history)


class When:
    def __init__(self, decider: Decider[Any], history: tuple[Event, ...], command: Command) -> None:
        self.decider = decider
        self.state = decider.fold(history)
        self.command = command

    def then(self, *expected: Event) -> None:
        """Exactly these events, and the stream still loads with them."""
        events = tuple(self.decider.decide(self.command, self.state))
        assert events == expected
        self.decider.fold(events, self.state)

    def nothing_new(self) -> None:
        assert list(self.decider.decide(self.command, self.state)) == []

    def refused(self, code: str, field: str | None = None) -> Refused:
        with pytest.raises(Refused) as refusal:
            self.decider.decide(self.command, self.state)
        assert refusal.value.code == code
        if field is not None:
            assert refusal.value.field == field
        return refusal.value


def given(decider: Decider[Any], *history: Event) -> Given:
    return Given(decider, history)
