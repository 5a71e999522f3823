"""Law as dated data: every legal parameter with its period in force, its paragraph and its source.

Files `agreement/law/*.toml`. A dotted key is a list of periods, the newest may be open:

    [[integration_course.start_within]]
    valid_from = 2016-08-06
    value = { weeks = 6 }
    paragraph = "§ 7 Abs. 4 IntV"
    source = "Integrationsgesetz"

Who decided under one version can be asked for it later: `Law.version` goes into the meta of every event. A change of law says
how it treats cases that run already (`running`, N22); a decision keeps what it rests on as `Applied`.
"""

import hashlib
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, StrictBool, StrictInt, StrictStr, TypeAdapter, model_validator

from shared.calendar import ONE_DAY, add_werktage, period_end


class NoLaw(KeyError):
    """Nothing under this key is in force on this day: no decision can rest on it."""


class LawError(ValueError):
    """The law files contradict themselves. Names the key."""


@dataclass(frozen=True)
class Counting:
    """How a period is counted: is a Saturday a Werktag, does an end on a day off move on (§ 193 BGB), is the first day counted
    (§ 187(2) BGB). Statutes and offices differ, so whoever uses a period says it.
    """

    saturday: bool = False
    shift: bool = True
    first_counts: bool = False


CALENDAR_DAYS = Counting(shift=False)


class Period(BaseModel):
    """A length as the law states it; exactly one unit. Months are calendar months, never days."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: int | None = None
    weeks: int | None = None
    months: int | None = None
    werktage: int | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> "Period":
        lengths = [n for n in (self.days, self.weeks, self.months, self.werktage) if n is not None]
        if len(lengths) != 1 or lengths[0] < 1:
            raise ValueError("a period has one unit and a length of at least 1")
        return self

    def last_day(self, start: date) -> date:
        """The last day of the period that an event on `start` sets off (§§ 187(1), 188 BGB).

        Not shifted to a Werktag: what runs out on a stated day does so on that day (§ 31(3) S. 2 VwVfG), and a benefit's period does
        (§ 26(4) SGB X). For a period in which something must be done, see `shared.deadlines.frist`.
        """
        return self.end(start, CALENDAR_DAYS)

    def end(self, start: date, counting: Counting) -> date:
        """The last day, counted as the caller says."""
        if self.werktage is not None:
            return add_werktage(start, self.werktage, counting.saturday, shift=counting.shift)
        return period_end(
            start, days=self.days, weeks=self.weeks, months=self.months, shift=counting.shift, first_counts=counting.first_counts
        )


Running = Literal["event", "at_once", "received"]
"""How a new text treats cases that run when it comes into force.

event: by the text of the day of the event that began them. at_once: by the text of the day of decision; what had been reached stays
reached. received: as at_once, but who had the benefit on the old text's last day keeps it, the others do not.
"""


class Applied(BaseModel):
    """The text that a decision rests on, stored with it: its key, its paragraph, since when it is in force, how it came to apply."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    paragraph: str
    valid_from: date
    running: Running


class LawValue(BaseModel):
    """One parameter in one period of its life. `valid_to` is the last day in force, None: until further notice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    valid_from: date
    valid_to: date | None = None
    value: StrictBool | StrictInt | StrictStr | tuple[StrictStr, ...] | Period
    paragraph: str
    source: str
    running: Running = "event"

    def applied(self, rule: str) -> Applied:
        return Applied(rule=rule, paragraph=self.paragraph, valid_from=self.valid_from, running=self.running)

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def number(self) -> int:
        """Raises TypeError when the parameter is no number; so do its siblings."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise TypeError(f"{self.paragraph}: {self.value!r} is no number")
        return self.value

    @property
    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise TypeError(f"{self.paragraph}: {self.value!r} is neither true nor false")
        return self.value

    @property
    def text(self) -> str:
        if not isinstance(self.value, str):
            raise TypeError(f"{self.paragraph}: {self.value!r} is no text")
        return self.value

    @property
    def codes(self) -> tuple[str, ...]:
        if not isinstance(self.value, tuple):
            raise TypeError(f"{self.paragraph}: {self.value!r} is no list of codes")
        return self.value

    @property
    def period(self) -> Period:
        if not isinstance(self.value, Period):
            raise TypeError(f"{self.paragraph}: {self.value!r} is no period")
        return self.value


_periods = TypeAdapter(list[LawValue])


@dataclass(frozen=True)
class Law:
    """All parameters, each with its periods in order."""

    parameters: Mapping[str, Sequence[LawValue]]

    @classmethod
    def load(cls, folder: Path) -> "Law":
        """Read every `*.toml` of the folder. Raises LawError naming the key that is malformed, overlaps, has a gap or comes twice."""
        parameters: dict[str, Sequence[LawValue]] = {}
        for path in sorted(folder.glob("*.toml")):
            for key, entries in _lists(tomllib.loads(path.read_text(encoding="utf-8"))):
                if key in parameters:
                    raise LawError(f"{key}: stated in two files")
                parameters[key] = _checked(key, entries)
        return cls(parameters)

    def on(self, day: date, key: str) -> LawValue:
        """The value in force on that day. Raises NoLaw."""
        for value in self.parameters.get(key, ()):
            if value.covers(day):
                return value
        raise NoLaw(f"{key} on {day}")

    def nearest(self, day: date, key: str) -> LawValue:
        """As `on`; before there was any text, the first one: for what is counted of such a day, not decided on it. Raises NoLaw."""
        return self.on(max(day, self.versions(key)[0].valid_from), key)

    def versions(self, key: str) -> Sequence[LawValue]:
        """Every text there was and will be, in order. Raises NoLaw for an unknown key."""
        if key not in self.parameters:
            raise NoLaw(key)
        return self.parameters[key]

    def for_case(self, key: str, *, event: date, decision: date) -> LawValue:
        """The value for a case that an event set off and that is decided on a later day (N22): the newer text says which. Raises NoLaw."""
        newer = self.on(decision, key)
        return self.on(event, key) if newer.running == "event" else newer

    def version(self, day: date) -> str:
        """The newest change in force and a digest of all that is: "2016-08-06#3f2a1c9d"; before all law "none"."""
        i = bisect_right(self._changes, day)
        return self._versions[i - 1] if i else "none"

    @cached_property
    def _changes(self) -> list[date]:
        values = [value for periods in self.parameters.values() for value in periods]
        ends = {value.valid_to + ONE_DAY for value in values if value.valid_to}
        return sorted({value.valid_from for value in values} | ends)

    @cached_property
    def _versions(self) -> list[str]:
        return [f"{day}#{self._digest(day)}" for day in self._changes]

    def _digest(self, day: date) -> str:
        in_force = [
            f"{key}={value.model_dump_json(exclude_defaults=True)}"
            for key, periods in sorted(self.parameters.items())
            for value in periods
            if value.covers(day)
        ]
        return hashlib.sha256("\n".join(in_force).encode()).hexdigest()[:8]


def _lists(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every list of a nested table under its dotted key."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _lists(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _checked(key: str, entries: Any) -> list[LawValue]:
    try:
        values = sorted(_periods.validate_python(entries), key=lambda value: value.valid_from)
    except ValueError as error:
        raise LawError(f"{key}: {error}") from error
    if not values:
        raise LawError(f"{key}: has no period")
    for value in values:
        if value.valid_to is not None and value.valid_to < value.valid_from:
            raise LawError(f"{key}: ends {value.valid_to}, before it begins")
    for earlier, later in pairwise(values):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            raise LawError(f"{key}: two values are in force on {later.valid_from}")
        if earlier.valid_to + ONE_DAY != later.valid_from:
            raise LawError(f"{key}: nothing is in force on {earlier.valid_to + ONE_DAY}")
    return values
