"""What needs attention today: always the same lines in the same order, so that a glance is enough."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.disclosure import TOTAL
from services.reporting.web.attention import parked_events, parked_facts
from services.reporting.web.figures import Figures
from services.reporting.web.reading import AsOf, Snapshot
from services.reporting.web.tables import where


@dataclass(frozen=True)
class Item:
    """`what` and `link`: codes of the text and of the section. `places`: where how many, the most first. `withheld`: there are some of
    whom it may not be said how many, or where.
    """

    what: str
    link: str
    places: list[tuple[str, int]]
    withheld: bool = False

    @property
    def n(self) -> int:
        return sum(n for _, n in self.places)


def items(
    now: Snapshot, word: Mapping[str, str], as_of: AsOf, delayed: Figures, referrals: Figures, volunteers: Figures, crossing: Figures
) -> list[Item]:
    """What this role may not see (None) has no line, nor on another day what is known of today only."""
    found = []
    if referrals is not None:
        pairs = where(referrals["pairs"], lambda row: f"{word[row['sender']]} → {word[row['recipient']]}", "overdue")
        found.append(Item("overdue_referrals", "referrals", pairs))
    if delayed is not None:
        found.append(Item("delayed_starts", "language", where(delayed, lambda row: word[row["vg"]], "n")))
    if crossing is not None:
        for kind in ("no_application", "no_grant"):
            alarms = [row for row in crossing["alarms"] if row["kind"] == kind and row["vg"] != TOTAL]
            withheld = any(row["n"] is None for row in alarms)
            found.append(Item(kind, "transition", where(alarms, lambda row: word[row["vg"]], "n"), withheld))
    if volunteers is not None and as_of.present:
        found.append(Item("overloaded_volunteers", "volunteers", where(volunteers, lambda row: word[row["vg"]], "overloaded")))
    if as_of.present:
        facts = where(parked_facts(now), lambda row: f"{word[row['partner']]}: {_reason(row['reason'], word)}", "n")
        events = where(parked_events(now), lambda row: word[f"parked.{row['reason']}"], "n")
        found += [Item("parked_facts", "", facts), Item("parked_events", "", events)]
    return found


def _reason(code: str, word: Mapping[str, str]) -> str:
    """Why a fact was sent back: in a word, or by the code of the rule, which its receipt explains in full."""
    if code in word:
        return word[code]
    return word["fact.unreadable"] if code.startswith("event.") else f"{word['fact.rule']} {code}"
