"""Deadlines: rows written with the events that set them. A ticker turns what is due into commands."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.law import Counting, LawValue
from shared.messages import Command, Message


class Frist(Message):
    """A period that runs for somebody, as the decision that set it off computed it.

    `rule`: the key of the law's parameter, with the `paragraph` in force. `started`: the day of the event that is not counted
    (§ 187(1) BGB). `last_day`: the last day on which it is kept. `owner`: the organisation that must act; `in_charge`: its account,
    where one took the case. `stops`: the names of the events that end it. `escalates_to`: who hears of it when it is missed.
    """

    rule: str
    paragraph: str
    started: date
    last_day: date
    owner: str
    in_charge: str | None = None
    stops: tuple[str, ...] = ()
    escalates_to: tuple[str, ...] = ()


def frist(
    rule: str,
    value: LawValue,
    started: date,
    owner: str,
    *,
    counting: Counting = Counting(),  # noqa: B008 - frozen
    stops: tuple[str, ...] = (),
    escalates_to: tuple[str, ...] = (),
) -> Frist:
    """The period that the law's value sets off on a day, for whoever must keep it. Raises TypeError where the value is no period.

    `counting`: § 193 BGB moves an end on a day off unless the caller says otherwise; for benefits it must (§ 26(4) SGB X).
    """
    last = value.period.end(started, counting)
    return Frist(rule=rule, paragraph=value.paragraph, started=started, last_day=last, owner=owner, stops=stops, escalates_to=escalates_to)


@dataclass(frozen=True)
class SetDeadline:
    """From `due` (an instant of the business clock) on, `command` is handled. `key` is unique within the stream."""

    key: str
    due: datetime
    command: Command
    frist: Frist | None = None


@dataclass(frozen=True)
class ClearDeadline:
    """What was due under `key` need not happen any more."""

    key: str


Deadline = SetDeadline | ClearDeadline
