"""Rechtskreis: under which law a person's living is paid, day by day. One list in order of days, so a day never has two (N2)."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Regime(StrEnum):
    ASYLBLG = "asylblg"
    SGB2 = "sgb2"


@dataclass(frozen=True)
class Regimes:
    """`since`: the first day of each stretch after the beginning, which is AsylbLG; in turn SGB II, AsylbLG, …"""

    since: tuple[date, ...] = ()

    @property
    def current(self) -> Regime:
        return _of(len(self.since))

    @property
    def reverted_on(self) -> date | None:
        """The first day of the stretch of AsylbLG that a reversal began."""
        past = self.since if self.current is Regime.ASYLBLG else self.since[:-1]
        return past[-1] if past else None

    def to_sgb2(self, day: date) -> "Regimes":
        """From this day; what was said of the running change-over before is replaced."""
        kept = self.since if self.current is Regime.ASYLBLG else self.since[:-1]
        return replace(self, since=(*kept, day))

    def back(self, day: date) -> "Regimes":
        return replace(self, since=(*self.since, day)) if self.current is Regime.SGB2 else self


def regime_on(regimes: Regimes, day: date) -> Regime:
    return _of(sum(first <= day for first in regimes.since))


def _of(stretches: int) -> Regime:
    return Regime.SGB2 if stretches % 2 else Regime.ASYLBLG
