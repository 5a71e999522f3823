"""What the coordinator's page shows, section by section; a section that this role may not see is None."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from services.reporting.disclosure import TOTAL
from services.reporting.web import figures, todo
from services.reporting.web.asked import Asked
from services.reporting.web.figures import Figures, Months
from services.reporting.web.reading import AsOf, Reading, Snapshot, halted, staleness
from services.reporting.web.tables import Crossed, Withheld
from services.reporting.web.words import words
from shared.auth import Principal

HAPPENED = (
    "offered",
    "accepted",
    "refused",
    "enrolled",
    "started",
    "delayed",
    "interrupted",
    "aborted",
    "completed",
    "passed",
    "not_passed",
)
STATES = {
    "before": ("need", "entitled", "obliged", "offered", "accepted", "waiting"),
    "during": ("attending", "interrupted"),
    "after": ("completed", "aborted", "transferred", "refused", "expired"),
}
ALWAYS = {"entitled", "obliged", "waiting", "attending", "completed", "aborted", "offered", "accepted", "refused", "started", "passed"}
"""Columns that stand there even when they are empty; the others appear when they hold anything."""
REASONS = ("pregnancy", "child_care", "move", "job", "health", "transport", "other")
LEVELS = ("C2", "C1", "B2", "B1", "A2", "A1", "A0", "")
CROSSING = ("disputed", "doubted", "reversal_due", "proposed", "confirmed", "applied", "granted", "paid")
ALWAYS_CROSSING = {"disputed", "proposed", "confirmed", "applied", "granted", "paid"}
YOUTH = ("provisional", "notified", "registered", "assigned", "excluded", "in_care", "clearing", "in_help", "young_adult")
ALWAYS_YOUTH = {"provisional", "in_care", "clearing", "in_help", "young_adult"}
SHOWN = ("B1", "A2", "A1", "")


def morning(reading: Reading, who: Principal, asked: Asked) -> dict[str, Any]:
    """All from one moment of the database."""
    as_of = AsOf.of(reading.clock, asked.days.get("on"), asked.days.get("known"))
    with reading.snapshot() as now:

        def part(facet: str, ask: Callable[[], Figures]) -> Any:
            return ask() if reading.may(who, facet) else None

        coops = part("cooperation", lambda: figures.of_cooperation(now, as_of))
        months = _months(asked, as_of, coops)
        crossing = part("transition", lambda: figures.of_transition(now, as_of, reading.law))
        minors = part("minors", lambda: figures.of_minors(now, as_of.by_month(), reading.law))
        referrals = part("referrals", lambda: figures.of_referrals(now, as_of))
        volunteers = part("volunteers", lambda: figures.of_volunteers(now, as_of))
        return {
            "as_of": as_of,
            "months": months,
            "coops": coops,
            "language": part("language", lambda: _language(figures.of_language(now, as_of, months))),
            "transition": crossing and _transition(crossing),
            "minors": minors and _minors(minors, as_of.by_month()),
            "referrals": referrals,
            "volunteers": volunteers,
            "todo": todo.items(
                now, words(asked.lang), as_of, part("language", lambda: _delayed(now, as_of)), referrals, volunteers, crossing
            ),
            "records": sum(now.stands.values()),
            "staleness": staleness(),
            "halted": halted(),
            "law": reading.law.version(as_of.on),
        }


def _months(asked: Asked, as_of: AsOf, coops: Figures) -> Months:
    """As asked for; else from the beginning of the term that is oldest to the month of the day."""
    begun: Iterable[date] = (coop["starts"] for coop in coops or () if coop["starts"] <= as_of.on)
    first = asked.days.get("from") or min(begun, default=date(as_of.on.year, 1, 1))
    return Months.of(first, asked.days.get("to") or max(first, as_of.on))


def _delayed(now: Snapshot, as_of: AsOf) -> Figures:
    """Starts that became late in the month of the day."""
    happened = figures.of_language(now, as_of, Months.of(as_of.on, as_of.on))["table"]
    return [row for row in happened if row["kind"] == "delayed"]


def _transition(found: Figures) -> dict[str, Any]:
    states = Withheld.of(found["state"], "vg", "state")
    return {
        "states": states,
        "columns": [state for state in CROSSING if state in ALWAYS_CROSSING or states.at(TOTAL, state) != 0],
        "late": {row["vg"]: row["n"] for row in found["late"]},
        "alarms": Withheld.of(found["alarms"], "vg", "kind"),
        "housing": Withheld.of(found["housing"], "vg", "months"),
        "no_gap": found["no_gap"],
        "waits": found["waits"],
        "complete": found["complete"],
    }


def _minors(found: Figures, as_of: AsOf) -> dict[str, Any]:
    states = Withheld.of(found["state"], "vg", "state")
    return {
        "on": as_of.on,
        "states": states,
        "columns": [state for state in YOUTH if state in ALWAYS_YOUTH or states.at(TOTAL, state) != 0],
        "missing": {row["vg"]: row["n"] for row in found["missing"]},
        "shares": found["shares"],
        "durations": found["durations"],
    }


def _language(found: Figures) -> dict[str, Any]:
    table, state = found["table"], found["state"]
    happened = Crossed.of(table, "vg", "kind")
    states = Crossed.of(state, "vg", "status", "persons")
    return {
        "happened": happened,
        "columns": happened.used(HAPPENED, ALWAYS),
        "reasons": {kind: Crossed.of((row for row in table if row["kind"] == kind), "vg", "reason") for kind in ("refused", "aborted")},
        "codes": REASONS,
        "states": states,
        "groups": {group: states.used(statuses, ALWAYS) for group, statuses in STATES.items()},
        "over": Crossed.of(({**row, "over": "over"} for row in found["waiting"]), "vg", "over", "over_6_weeks"),
        "levels": [
            (level, n) for level in LEVELS if (n := sum(row["persons"] for row in state if row["level"] == level)) or level in SHOWN
        ],
        "units": Crossed.of(found["units"], "vg", "kind", "units"),
    }
